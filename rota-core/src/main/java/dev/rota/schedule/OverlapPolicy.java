package dev.rota.schedule;

/** What a schedule does when the job of the fire before has not ended. */
public enum OverlapPolicy {
    SKIP,
    QUEUE_ONE,
    ALLOW,
    CANCEL_RUNNING
}
