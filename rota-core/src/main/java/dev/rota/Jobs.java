package dev.rota;

import dev.rota.engine.Engine;
import dev.rota.job.Amendment;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.store.JobArchive.Page;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Change;
import dev.rota.store.OperatorAct;
import dev.rota.store.Store;
import dev.rota.store.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one can see of jobs and do to them. Where it is asked who does something ({@code by}) and why ({@code reason}), that
 * is in words, and kept for people to see. Thread-safe.
 */
public final class Jobs {
    private static final int COUNT_CAP = 10_000;

    private final Store store;
    private final Engine engine;

    Jobs(Store store, Engine engine) {
        this.store = store;
        this.engine = engine;
    }

    /** A job, live or finished; empty if there is none, or retention has deleted it. */
    public Optional<Job> find(long id) {
        return store.archive().find(id);
    }

    /**
     * Jobs, the newest first: a part of what there is, found in bounded time.
     *
     * @return what was found, and from where another call goes on if not all was looked at
     * @throws dev.rota.store.StoreException if it takes too long all the same
     */
    public Page search(Query query) {
        return store.archive().search(query);
    }

    /** Jobs, the newest first. Looks as far back as it must, which may take long if few match. */
    public List<Job> list(Query query) {
        return store.archive().list(query);
    }

    /** The attempts of a job, the first one first; none if there is no such job. */
    public List<Attempt> attempts(long id) {
        return store.archive().attempts(id);
    }

    /** Lines of a job's log after {@code afterSeq} (0 for all), at most {@code limit}. */
    public List<LogLine> log(long id, long afterSeq, int limit) {
        return store.archive().log(id, afterSeq, limit);
    }

    /** What was done to a job by hand, the oldest first; also to one that was deleted by hand. */
    public List<OperatorAct> acts(long id) {
        return store.archive().acts(id);
    }

    /** How many jobs are in each live state, and how many have failed; each number is counted up to 10,000. */
    public Map<JobState, Long> counts() {
        return store.archive().counts(COUNT_CAP);
    }

    /** What a waiting job waits for; empty if it does not wait. */
    public Optional<Waiting> waiting(long id) {
        return store.archive().waiting(id);
    }

    /** What a waiting job waits for, in words; empty if it does not wait. */
    public Optional<String> whyWaiting(long id) {
        return store.archive().whyWaiting(id);
    }

    /**
     * Cancels a job: at once if it waits or has failed; if it runs, its handler is asked to end, within about a second.
     *
     * @param reason why; empty for none
     * @return {@code DONE} if it is cancelled, {@code REQUESTED} if its handler is asked to end, {@code NOT_ALLOWED} if it has
     *     succeeded or was cancelled before, {@code NOT_FOUND} if there is no such job
     */
    public Change cancel(long id, String by, String reason) {
        Change change = store.jobs().cancel(id, by, reason);
        if (change == Change.REQUESTED) {
            engine.wake(Set.of());
        }
        return change;
    }

    /**
     * Queues a failed job again, with one more attempt. It takes its unique key again if that is free; if another job has
     * come to hold it, this one runs without it.
     *
     * @return {@code DONE}, {@code NOT_ALLOWED} if it has not failed, or {@code NOT_FOUND}
     */
    public Change retry(long id, String by) {
        return retry(id, by, null);
    }

    /** The same, with a reason; null for none. */
    public Change retry(long id, String by, @Nullable String reason) {
        return woken(store.jobs().retry(id, by, reason));
    }

    /**
     * Makes a scheduled or retrying job due now.
     *
     * @return {@code DONE}, {@code NOT_ALLOWED} if it is in another state, or {@code NOT_FOUND}
     */
    public Change runNow(long id, String by) {
        return runNow(id, by, null);
    }

    /** The same, with a reason; null for none. */
    public Change runNow(long id, String by, @Nullable String reason) {
        return woken(store.jobs().runNow(id, by, reason));
    }

    /**
     * Changes when a job that waits is due, its priority, queue or tags. A blocked one keeps its time.
     *
     * @return {@code DONE}, {@code NOT_ALLOWED} if it does not wait, or {@code NOT_FOUND}
     */
    public Change amend(long id, Amendment amendment, String by, @Nullable String reason) {
        Change change = store.jobs().amend(id, amendment, by, reason);
        if (change == Change.DONE) {
            engine.wake(amendment.queue() == null ? Set.of() : Set.of(amendment.queue()));
        }
        return change;
    }

    /**
     * Deletes a finished job with its attempts and logs. Who deleted it, and what was done to it by hand, stays. A live job
     * is not deleted.
     *
     * @return {@code DONE}, {@code NOT_ALLOWED} if it is live, or {@code NOT_FOUND}
     */
    public Change delete(long id, String by) {
        return delete(id, by, null);
    }

    /** The same, with a reason; null for none. */
    public Change delete(long id, String by, @Nullable String reason) {
        return store.jobs().delete(id, by, reason);
    }

    /**
     * Where the handler of a running job is in its code, the innermost call first: of a job that this process runs.
     *
     * @return empty if this process does not hold the job; an empty list if its handler has not begun or has just ended
     */
    public Optional<List<StackTraceElement>> stack(long id) {
        return engine.stack(id);
    }

    /**
     * The same of a job that any process runs: if it is another one, its worker is asked. It hears the question at once on
     * PostgreSQL and within about half a second on SQLite, or where it cannot listen.
     *
     * @param most how long to wait for the answer, zero or longer
     * @return the frames as {@link StackTraceElement#toString} writes them, none if its handler has not begun or has just
     *     ended; empty if the worker has not answered in time
     */
    public Optional<List<String>> stack(long id, Duration most) {
        return engine.stack(id, most);
    }

    private Change woken(Change change) {
        if (change == Change.DONE) {
            engine.wake(Set.of());
        }
        return change;
    }
}
