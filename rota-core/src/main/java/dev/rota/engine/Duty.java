package dev.rota.engine;

import java.time.Duration;

/** Something that has to be done from time to time. Right on any number of workers at once, because the store decides. */
interface Duty {
    /** What it does, in a word, for logs and listeners. */
    String name();

    /** How long to wait after it was done. */
    Duration interval();

    /** How long to wait at the most after it failed. */
    default Duration longestPause() {
        return Backoff.LONGEST;
    }

    /** Does it once, in bounded time. */
    void runOnce();
}
