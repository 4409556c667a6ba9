package dev.rota.server;

import java.util.concurrent.CountDownLatch;

/** Waits until the process is told to end, and lets what runs end then. */
final class Running {
    private Running() {}

    /**
     * From now on SIGTERM and SIGINT run {@code stop}, and the process waits for it. To be called before anybody is told that
     * the program runs.
     *
     * @param stop called once, in a thread of its own
     */
    static void onStop(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "rota-stop"));
    }

    /** Returns never, but by the end of the process. */
    static void untilStopped() {
        until(new CountDownLatch(1));
    }

    /** The same, but returns when {@code over} opens. */
    static void until(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
