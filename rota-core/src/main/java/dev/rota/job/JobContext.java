package dev.rota.job;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An attempt as its handler sees it. Thread-safe; useless once the handler has returned.
 *
 * <p>A worker that was presumed dead loses its jobs. Then {@link #isCancelled()} becomes true, the thread is interrupted,
 * and whatever this attempt still writes through its context changes nothing.
 */
public interface JobContext {
    long id();

    String type();

    /** The queue it was claimed from. */
    String queue();

    /** 1 for the first attempt. */
    int attempt();

    int maxAttempts();

    List<String> tags();

    /** The schedule that made this job, if one did. */
    Optional<String> schedule();

    /** The due instant of the fire that made this job, if a schedule did. */
    Optional<Instant> fireAt();

    /** The trace it was enqueued in, as a W3C {@code traceparent}; empty if it was in none that Rota knew of. */
    Optional<String> trace();

    /** When the job was due, by the store's clock. */
    Instant dueAt();

    /** The clock that handlers go by: the system's, except in tests and demonstrations. */
    Clock clock();

    /** Lines for this job's log. Ordinary SLF4J lines of the handler's thread are added too where the logger allows. */
    JobLog log();

    /** How far the work has come. */
    JobProgress progress();

    /**
     * Remembers how far the work has come, so that a later attempt can go on from there. Written before this returns.
     *
     * @param value anything the codec can write
     * @throws ArgsException if the codec cannot write it
     * @throws LeaseLostException if the job is no longer this attempt's
     */
    void checkpoint(Object value);

    /**
     * What the last {@link #checkpoint(Object)} of this or an earlier attempt remembered; empty if there was none.
     *
     * @throws ArgsException if what is stored does not fit the class
     */
    <T> Optional<T> checkpoint(Class<T> type);

    /**
     * Stores a result with the job, written when the attempt ends well. The last call counts.
     *
     * @throws ArgsException if the codec cannot write it
     */
    void result(Object value);

    /**
     * True once this attempt should end: somebody asked for the job to be cancelled, it ran out of time, its worker is
     * stopping and waits no longer, or the job was lost to another worker. The handler's thread is interrupted then.
     */
    boolean isCancelled();

    /**
     * Throws if {@link #isCancelled()}; let the exception through, so that the attempt ends as what asked for it says.
     *
     * @throws OutcomeRequest if this attempt should end
     */
    void throwIfCancelled();

    /** The same for every attempt of this job, different for every job: give it to systems that know such keys. */
    String idempotencyKey();

    /** Grows with every claim of this job: a system that remembers the highest can refuse a stale worker's write. */
    long fencingToken();

    /**
     * Runs {@code work} in one transaction with the completion of this job: both are committed, or neither. After it the
     * attempt has succeeded, whatever the handler does next. If it throws, nothing is committed, and it may be called
     * again. What was logged and counted by the
     * end of {@code work} is kept with the job, also if nothing is committed; what is logged after the commit is not, because
     * the job is finished by then.
     *
     * @param work gets the connection of the transaction, in the store's database; it must not commit or close it
     * @throws LeaseLostException if the job is no longer this attempt's, or its timeout had passed so long ago that it was
     *     given up; nothing is committed
     * @throws IllegalStateException if it has completed the job before
     * @throws Exception what {@code work} throws; nothing is committed
     */
    void transactionally(TransactionalWork work) throws Exception;

    /**
     * To be thrown: run this job again after {@code delay}; counts as no attempt.
     *
     * @param delay zero to 36,500 days
     * @param reason why, in words, kept with the job
     */
    OutcomeRequest snooze(Duration delay, String reason);

    /**
     * To be thrown: this attempt failed, and the next comes after {@code delay}, if attempts are left.
     *
     * @param delay zero to 36,500 days
     * @param reason why, in words, kept with the job
     */
    OutcomeRequest retryIn(Duration delay, String reason);

    /** To be thrown: this job is not wanted any more. */
    OutcomeRequest cancel(String reason);

    /** To be thrown: this job failed, and is not to be tried again. */
    OutcomeRequest fail(String reason);

    /** What is done in one transaction with the completion of a job. */
    @FunctionalInterface
    interface TransactionalWork {
        void run(Connection connection) throws Exception;
    }
}
