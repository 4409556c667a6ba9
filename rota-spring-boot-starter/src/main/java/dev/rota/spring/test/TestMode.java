package dev.rota.spring.test;

/** When jobs run in a test. */
public enum TestMode {
    /** When the test calls {@link EnqueuedJobs#drain()}. */
    MANUAL,
    /**
     * Each time jobs have been committed: whatever is due then, in a thread of its own, for which the committing one waits.
     * A test whose own transaction is rolled back commits nothing, so nothing runs.
     */
    DRAINED,
    /**
     * At once, in the thread and transaction that enqueues; what the handler throws comes out of {@code enqueue}
     * (outside a transaction as the cause of a {@code CompletionException}). Such jobs
     * are not stored. Those that are put off, or whose type has no handler, are stored, and do not run.
     */
    INLINE
}
