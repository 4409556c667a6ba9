package dev.rota.acceptance.matrix;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass: what a fault lasts, and what lies between two jobs, is real time. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
