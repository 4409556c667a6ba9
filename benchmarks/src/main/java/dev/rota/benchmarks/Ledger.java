package dev.rota.benchmarks;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Counts how often each job ran. */
final class Ledger {
    private final AtomicIntegerArray runs;
    private final LongAdder total = new LongAdder();

    Ledger(int jobs) {
        runs = new AtomicIntegerArray(jobs);
    }

    void ran(long number) {
        runs.incrementAndGet((int) number);
        total.increment();
    }

    /** Waits until so many runs are counted. */
    void await(long count, long mostSeconds) {
        long end = System.nanoTime() + mostSeconds * 1_000_000_000L;
        while (total.sum() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Only " + total.sum() + " of " + count + " jobs ran within " + mostSeconds + " s");
            }
            LockSupport.parkNanos(500_000);
        }
    }

    /** Each job exactly once. */
    void check() {
        for (int n = 0; n < runs.length(); n++) {
            if (runs.get(n) != 1) {
                throw new IllegalStateException("Job " + n + " ran " + runs.get(n) + " times, expected once");
            }
        }
    }
}
