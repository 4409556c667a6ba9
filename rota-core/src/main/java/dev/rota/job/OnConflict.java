package dev.rota.job;

/** What becomes of a job whose unique key is held by another one. */
public enum OnConflict {
    /** The existing job stays as it is, and its id is returned. */
    KEEP,
    /** The existing job, if it is not running or finished, gets the new arguments; its id is returned. */
    REPLACE_ARGS,
    /** Nothing is enqueued, and {@link DuplicateJobException} is thrown. */
    REJECT
}
