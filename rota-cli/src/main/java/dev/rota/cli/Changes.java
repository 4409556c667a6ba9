package dev.rota.cli;

import java.time.Duration;

/** Tells when it is worth looking again at what a command shows. For one thread. */
interface Changes extends AutoCloseable {
    /** How long between two looks where nothing tells that there is something new. */
    Duration LOOK = Duration.ofSeconds(2);

    /**
     * Returns when something may have changed, or enough time has passed to look anyway.
     *
     * @throws CommandFailure if somebody interrupts it
     */
    void await();

    @Override
    void close();

    /** Of a place that tells nothing. */
    static Changes polling(Waiting waiting) {
        return new Changes() {
            @Override
            public void await() {
                waiting.pass(LOOK);
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
