package dev.rota.testing.contract;

import dev.rota.store.Store;
import dev.rota.testing.TestClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random traces of what is done to a store, each step compared with a small model of it.
 *
 * <p>System properties: {@code rota.traces} how many (300), {@code rota.trace.seed} the seed of the first (1), {@code
 * rota.trace.steps} how many steps each has (60). A trace that fails is shortened before it is shown.
 */
public abstract class ModelTraceContract {
    private static final int TRACES = Integer.getInteger("rota.traces", 300);
    private static final long SEED = Long.getLong("rota.trace.seed", 1);
    private static final int STEPS = Integer.getInteger("rota.trace.steps", 60);

    private final ContractStore fixture;

    protected ModelTraceContract(ContractStore fixture) {
        this.fixture = fixture;
    }

    @Test
    @Timeout(1800)
    void the_store_does_what_the_model_does() {
        for (long seed = SEED; seed < SEED + TRACES; seed++) {
            String failure = failure(fixture::open, seed, STEPS);
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Why the trace of a seed fails, after it was shortened; null if it does not. */
    static @Nullable String failure(Function<InstantSource, Store> opening, long seed, int length) {
        List<TraceStep> steps = TraceStep.trace(seed, length);
        if (run(opening, steps, new ArrayList<>()) == null) {
            return null;
        }
        List<TraceStep> shortest = shortened(opening, steps);
        List<String> lines = new ArrayList<>();
        String difference = run(opening, shortest, lines);
        return "Trace of seed " + seed + " (-Drota.trace.seed=" + seed + " -Drota.traces=1), shortened to "
                + shortest.size() + " of " + length + " steps:\n" + method(seed, lines) + "After it, " + difference;
    }

    /** A test that does the same, to be put into a subclass of {@link StoreContract}. */
    private static String method(long seed, List<String> lines) {
        return "    @Test\n    void trace_of_seed_" + seed + "() {\n        " + String.join("\n        ", lines)
                + "\n    }\n";
    }

    /** Drops parts, then smaller parts, then single steps, for as long as what is left still fails. */
    private static List<TraceStep> shortened(Function<InstantSource, Store> opening, List<TraceStep> failing) {
        List<TraceStep> shortest = failing;
        for (int part = failing.size() / 2; part >= 1; part = part == 1 ? 0 : part / 2) {
            for (int from = 0; from < shortest.size(); ) {
                List<TraceStep> without = new ArrayList<>(shortest.subList(0, from));
                without.addAll(shortest.subList(Math.min(from + part, shortest.size()), shortest.size()));
                if (run(opening, without, new ArrayList<>()) != null) {
                    shortest = without;
                } else {
                    from += part;
                }
            }
        }
        return shortest;
    }

    private static @Nullable String run(
            Function<InstantSource, Store> opening, List<TraceStep> steps, List<String> lines) {
        TestClock clock = TestClock.at(StoreContract.START);
        try (Store store = opening.apply(clock)) {
            TraceRun run = new TraceRun(store, clock);
            String difference = run.run(steps);
            lines.addAll(run.lines());
            return difference;
        }
    }
}
