package dev.rota.systems.library.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run did, as it is stored with its job. Immutable; each method returns a changed copy.
 *
 * @param did in plain words
 * @param counts how many of what
 * @param ids which ones, the first 100 of each
 */
public record DutyResult(String did, Map<String, Long> counts, Map<String, List<Long>> ids) {
    private static final int MOST_IDS = 100;

    static DutyResult of(String did) {
        return new DutyResult(did, Map.of(), Map.of());
    }

    /** {@code 1 loan}, {@code 2 loans}. */
    static String count(long number, String one) {
        return number == 1 ? "1 " + one : number + " " + one + "s";
    }

    DutyResult with(String what, long number) {
        Map<String, Long> more = new LinkedHashMap<>(counts);
        more.put(what, number);
        return new DutyResult(did, more, ids);
    }

    /** Counts them, and names the first. */
    DutyResult with(String what, List<Long> which) {
        Map<String, List<Long>> more = new LinkedHashMap<>(ids);
        more.put(what, which.stream().limit(MOST_IDS).toList());
        return new DutyResult(did, counts, more).with(what, which.size());
    }
}
