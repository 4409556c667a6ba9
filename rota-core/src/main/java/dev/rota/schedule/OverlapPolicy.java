package dev.rota.schedule;

/**
 * What becomes of a fire while a job of an earlier fire of the same schedule has not ended. Jobs of a backfill count as
 * such, but are never cancelled for a fire.
 */
public enum OverlapPolicy {
    /** The new fire makes no job. */
    SKIP,
    /** One new job waits until the running one has ended; further fires make none while it waits. */
    QUEUE_ONE,
    /** The new job runs beside the running one. */
    ALLOW,
    /** The running job is cancelled, and the new one runs when it has ended. */
    CANCEL_RUNNING
}
