package dev.rota.store;

import dev.rota.job.Amendment;
import dev.rota.job.NewJob;
import dev.rota.retry.Bounds;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine does to jobs. */
public interface JobStore {
    /**
     * Makes jobs durable: all of them, or none.
     *
     * @return as many as there were jobs, in the same order
     * @throws dev.rota.job.DuplicateJobException if a unique key is held and that job wants to be rejected
     */
    List<Enqueued> enqueue(List<NewJob> jobs);

    /**
     * How many threads should enqueue jobs without unique keys at the same time at the most, before it is better to bring
     * them together in one call: 1 where one writes at a time anyway. Fewer, but at least one, enqueue jobs with unique keys
     * besides.
     */
    default int concurrentEnqueues() {
        return 1;
    }

    /** The same inside the caller's transaction, on the caller's connection. Nothing is committed or closed. */
    List<Enqueued> enqueue(Connection transaction, List<NewJob> jobs);

    /**
     * Finishes some jobs and claims others, in one transaction. A finish whose lease is no longer the job's changes
     * nothing and is reported.
     */
    Exchange.Answer exchange(Exchange exchange);

    /**
     * How long it is until the next job of these queues may be claimed, by what can be known without looking at limits and
     * pauses. Cheaper than an exchange, for a worker that has nothing to do.
     *
     * @return zero if there may be one now, or if this store would rather be asked for jobs; empty if none waits
     */
    default Optional<Duration> untilDue(Set<String> queues) {
        return Optional.of(Duration.ZERO);
    }

    /**
     * Finishes a running job inside the transaction of its handler.
     *
     * @return false if the lease is no longer the job's: the transaction must be rolled back
     */
    boolean finish(Connection transaction, long workerId, Finish finish);

    /** Stores how far attempts have come. What is no longer held is passed over. */
    void saveProgress(List<AttemptNotes.ProgressNote> notes);

    /**
     * Stores a checkpoint.
     *
     * @param json null forgets it
     * @return false if the lease is no longer the job's
     */
    boolean saveCheckpoint(long jobId, long lease, @Nullable String json);

    /** The last checkpoint of a job, as JSON. */
    Optional<String> checkpoint(long jobId);

    /** Adds lines to the logs of attempts. What is no longer held is passed over. */
    void appendLog(List<AttemptNotes.LogNote> notes);

    /** The same inside the transaction of a handler, before it {@linkplain #finish finishes} its job. */
    void appendLog(Connection transaction, List<AttemptNotes.LogNote> notes);

    /**
     * Lets blocked jobs go that wait for one of these exclusion keys, if it has room, in the order of priority, due time, id.
     * What waits for other keys is not looked at, and costs nothing.
     *
     * @param keys may hold keys that nobody waits for
     * @param limit of each key at the most so many, at least 1
     * @return the queues that have got jobs; if there are any, more may be free to go
     */
    Set<String> releaseBlocked(Collection<String> keys, int limit);

    /**
     * Makes jobs with an exclusion key whose time has come wait for the key from now on.
     *
     * @param limit at the most so many jobs, at least 1
     */
    Waiting blockDue(int limit);

    /**
     * The exclusion keys that blocked jobs wait for, each once, in an order of the store's own; a part of them, so that no
     * look at all of them is long.
     *
     * @param after only those behind this one; empty begins with the first
     * @param most at the most so many, at least 1; if there are fewer, these are the last
     */
    List<String> waitingKeys(String after, int most);

    /**
     * Lets all blocked jobs go whose exclusion key has room and whose time has come: looks at every key that jobs wait for.
     *
     * @param part so many keys at a time, and of each at the most so many jobs, at least 1
     * @return the queues that have got jobs; if there are any, more may be free to go
     */
    default Set<String> releaseBlocked(int part) {
        if (!blockDue(part).any()) {
            return Set.of();
        }
        Set<String> queues = new HashSet<>();
        String after = "";
        List<String> keys;
        do {
            keys = waitingKeys(after, part);
            queues.addAll(releaseBlocked(keys, part));
            after = keys.isEmpty() ? after : keys.get(keys.size() - 1);
        } while (keys.size() == part);
        return queues;
    }

    /**
     * Lets blocked jobs go that waited for a handler of one of these types.
     *
     * @return the queues that have got jobs
     */
    Set<String> unpark(Set<String> types, int limit);

    /**
     * Takes the jobs of workers whose last heartbeat is older than the lease they told, or than {@code lease} if they have
     * told none: back to their queues, or failed after more than {@code maxCrashes} crashes. A job that has been finished
     * meanwhile is left alone.
     */
    List<Rescue> rescue(Duration lease, int maxCrashes, int limit);

    /**
     * Cancels a job: at once if it waits or has failed; if it runs, its worker is asked to.
     *
     * @param by who asks
     */
    Change cancel(long jobId, String by, String reason);

    /**
     * Queues a failed job again, with one more attempt; earlier attempts are kept.
     *
     * @param by who asks
     * @param reason why, or null
     */
    Change retry(long jobId, String by, @Nullable String reason);

    /** The same without a reason. */
    default Change retry(long jobId, String by) {
        return retry(jobId, by, null);
    }

    /** Makes a scheduled or retrying job due now. */
    Change runNow(long jobId, String by, @Nullable String reason);

    /** The same without a reason. */
    default Change runNow(long jobId, String by) {
        return runNow(jobId, by, null);
    }

    /**
     * Changes a job that waits: scheduled, queued or retrying. One that is blocked keeps its time, but may have another
     * priority, queue or tags. What holds a slot of its exclusion key and is put off gives it up.
     *
     * @param by who asks
     * @param reason why, or null
     */
    Change amend(long jobId, Amendment amendment, String by, @Nullable String reason);

    /** Deletes a finished job with all that is kept of it, but what was done to it by hand. A live one is not deleted. */
    Change delete(long jobId, String by, @Nullable String reason);

    /** The same without a reason. */
    default Change delete(long jobId, String by) {
        return delete(jobId, by, null);
    }

    /**
     * Deletes a bounded part of what retention allows to be deleted.
     *
     * @return how many rows were deleted; zero means there is nothing more to do now
     */
    long prune(Retention retention, int limit);

    /**
     * What became of enqueueing one job.
     *
     * @param id of the new job, or of the existing one that holds its unique key
     * @param fresh false if it is the existing one
     * @param due true if a worker could claim it now
     * @param told true if its commit by itself wakes the other workers, as {@link WakeUps#send} would
     */
    record Enqueued(long id, boolean fresh, boolean due, boolean told) {}

    /**
     * What waits for exclusion keys.
     *
     * @param due the keys of jobs whose time has just been found to have come; if there are any, there may be more
     * @param any true if any job waits for any key, those among them
     */
    record Waiting(Set<String> due, boolean any) {
        public Waiting {
            due = Set.copyOf(due);
        }
    }

    /**
     * A job that was taken from a dead worker.
     *
     * @param crashes how many workers have died while they ran it
     * @param failed true if it has crashed too often
     */
    record Rescue(long jobId, String type, String queue, long workerId, int crashes, boolean failed) {}

    /** What an operator's wish came to. */
    enum Change {
        DONE,
        /** It runs: its worker was asked to cancel it. */
        REQUESTED,
        /** There is no such job. */
        NOT_FOUND,
        /** Its state does not allow it. */
        NOT_ALLOWED
    }

    /**
     * How long jobs that have ended are kept, and the fires of schedules. Each zero to 36,500 days.
     *
     * @param history succeeded and cancelled jobs, with their attempts and logs
     * @param failed failed jobs, with their attempts and logs
     * @param fires the fires of schedules
     */
    record Retention(Duration history, Duration failed, Duration fires) {
        /** 30 days each; fires for 400 days. */
        public static final Retention DEFAULTS =
                new Retention(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(400));

        public Retention {
            check("history", history);
            check("failed jobs", failed);
            check("fires", fires);
        }

        private static void check(String what, Duration kept) {
            if (kept.isNegative()) {
                throw new IllegalArgumentException(
                        "Retention of " + what + " is " + kept + ", expected zero or longer");
            }
            Bounds.length("Retention of " + what, kept);
        }
    }
}
