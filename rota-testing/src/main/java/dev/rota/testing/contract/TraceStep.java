package dev.rota.testing.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a trace. What its numbers mean depends on the verb and on what stands there when it is run, so that a step
 * still means something when others before it are dropped.
 */
record TraceStep(Verb verb, int a, int b, int c, int d) {
    /** What is done. */
    enum Verb {
        ENQUEUE(10),
        CLAIM(12),
        FINISH(14),
        FINISH_LATE(2),
        CANCEL(4),
        RETRY(4),
        RUN_NOW(3),
        DELETE(2),
        RELEASE_BLOCKED(8),
        UNPARK(2),
        RESCUE(3),
        HEARTBEAT(6),
        REGISTER(3),
        STOP(1),
        PAUSE(2),
        RESUME(3),
        LIMIT(2),
        ADVANCE(8);

        private final int weight;

        Verb(int weight) {
            this.weight = weight;
        }
    }

    /** A trace: always the same for the same seed. */
    static List<TraceStep> trace(long seed, int steps) {
        Random random = new Random(seed);
        List<TraceStep> trace = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            trace.add(new TraceStep(verb(random), number(random), number(random), number(random), number(random)));
        }
        return trace;
    }

    private static int number(Random random) {
        return random.nextInt(1 << 20);
    }

    private static Verb verb(Random random) {
        int total = 0;
        for (Verb verb : Verb.values()) {
            total += verb.weight;
        }
        int at = random.nextInt(total);
        for (Verb verb : Verb.values()) {
            at -= verb.weight;
            if (at < 0) {
                return verb;
            }
        }
        throw new AssertionError("weights do not add up");
    }
}
