package dev.rota.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a command lets time pass between two looks; a test lets it pass at once. */
interface Waiting {
    /**
     * Returns after this time.
     *
     * @throws CommandFailure if somebody interrupts it
     */
    void pass(Duration time);

    /** By the system's time. */
    Waiting SYSTEM = time -> {
        try {
            // Nobody counts it down: the time passes.
            boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.", e);
        }
    };
}
