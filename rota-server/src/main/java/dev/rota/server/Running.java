package dev.rota.server;

import java.util.concurrent.CountDownLatch;

/** Waits until the process is told to end, and lets what runs end then. */
final class Running {
    private Running() {}

    /**
     * Returns never, but by the end of the process: SIGTERM and SIGINT run {@code stop}, and the process waits for it.
     *
     * @param stop called once, in a thread of its own
     */
    static void untilStopped(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "rota-stop"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
