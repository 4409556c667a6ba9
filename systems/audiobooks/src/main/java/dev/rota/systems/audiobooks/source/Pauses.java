package dev.rota.systems.audiobooks.source;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a thread waits before its next request. */
@FunctionalInterface
public interface Pauses {
    /** Waits in truth, until interrupted. */
    Pauses REAL = time -> {
        // Nobody counts it down: it is the wait that an interrupt ends.
        boolean never = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !never;
    };

    /** Waits so long; zero returns at once. */
    void pause(Duration time) throws InterruptedException;
}
