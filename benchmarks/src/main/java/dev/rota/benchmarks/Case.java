package dev.rota.benchmarks;

import java.util.Map;

/**
 * One contender in one workload.
 *
 * @param section of the table
 * @param workload that the child runs
 * @param contender in the words of {@link Child}
 * @param store {@code postgres} or {@code sqlite}
 * @param options for the child
 * @param rounds how often it is measured at the most
 */
record Case(String section, String workload, String contender, String store, Map<String, String> options, int rounds) {
    Case {
        options = Map.copyOf(options);
    }

    boolean isNode() {
        return contender.equals("graphile-worker") || contender.equals("pg-boss");
    }
}
