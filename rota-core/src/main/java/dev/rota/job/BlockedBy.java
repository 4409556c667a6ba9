package dev.rota.job;

/** What a blocked job waits for. */
public enum BlockedBy {
    /** As many jobs as its exclusion key allows are queued or running. */
    EXCLUSION,
    /** No worker has a handler for its type. */
    HANDLER
}
