package dev.rota.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did by hand to a job, a queue or a worker. Kept in the transaction that did it, and as long as retention
 * keeps history or failed jobs, whichever is longer.
 *
 * @param at when, by the store's clock
 * @param by who, in words
 * @param verb what was done
 * @param reason why, or null
 */
public record OperatorAct(
        Instant at, String by, Verb verb, @Nullable String reason) {
    /** What can be done by hand. */
    public enum Verb {
        /** A job was cancelled, or its worker was asked to. */
        CANCEL,
        RETRY,
        RUN_NOW,
        /** The time, priority, queue or tags of a job were changed. */
        AMEND,
        /** A job was deleted: nothing is left of it but this. */
        DELETE,
        /** A queue was paused. */
        PAUSE,
        /** A queue was resumed. */
        RESUME,
        /** A worker was asked to claim nothing more. */
        DRAIN,
        /** A worker was asked to go on. */
        UNDRAIN,
        /** A worker was asked to stop when its jobs have ended. */
        STOP,
        /** A worker was given other slots. */
        SLOTS
    }
}
