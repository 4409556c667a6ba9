package dev.rota;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Enqueued;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that is being described, and then enqueued. Immutable; each method returns a changed copy. What is out of its range
 * is refused with an {@link IllegalArgumentException}.
 */
public final class JobOrder {
    private final Rota rota;
    private final NewJob job;

    JobOrder(Rota rota, NewJob job) {
        this.rota = rota;
        this.job = job;
    }

    NewJob job() {
        return job;
    }

    private JobOrder with(NewJob changed) {
        return new JobOrder(rota, changed);
    }

    /** Due after {@code delay}, zero to 36,500 days, by the store's clock. */
    public JobOrder in(Duration delay) {
        return with(job.when(NewJob.When.in(delay)));
    }

    /** Due at an instant in the years 1 to 9999, by the store's clock; one in the past means at once. */
    public JobOrder at(Instant instant) {
        return with(job.when(NewJob.When.at(instant)));
    }

    /** In this queue instead of its type's: letters, digits, dots, dashes, underscores; at most 100. */
    public JobOrder queue(String queue) {
        return with(job.queue(queue));
    }

    /** Lower is claimed first; what the type says unless set. */
    public JobOrder priority(int priority) {
        return with(job.priority(priority));
    }

    /** How many attempts there are at the most, 1 or more; what the type says unless set. */
    public JobOrder maxAttempts(int attempts) {
        return with(job.maxAttempts(attempts));
    }

    /** After this time, which is more than zero, an attempt is interrupted and counts as failed. */
    public JobOrder timeout(Duration timeout) {
        return with(job.timeout(timeout));
    }

    /** One more tag to find it by, 1 to 100 characters on one line; at most 20. */
    public JobOrder tag(String tag) {
        List<String> more = new ArrayList<>(job.tags());
        more.add(tag);
        return with(job.tags(more));
    }

    /**
     * Not enqueued while another job of its type with this key is live; then the id of that one is returned.
     *
     * @param key 1 to 200 characters
     */
    public JobOrder unique(String key) {
        return unique(UniqueKey.of(key));
    }

    /** The same with a key that says itself for how long it is held, and what becomes of a second job. */
    public JobOrder unique(UniqueKey key) {
        return with(job.unique(key));
    }

    /**
     * Waits, blocked, while another job with this key, of whatever type, is queued or running.
     *
     * @param key 1 to 200 characters
     */
    public JobOrder exclusion(String key) {
        return exclusion(ExclusionKey.of(key));
    }

    /** Waits, blocked, while as many other jobs with this key are queued or running as its limit allows. */
    public JobOrder exclusion(ExclusionKey key) {
        return with(job.exclusion(key));
    }

    /** Who made it, in words, for people to see. */
    public JobOrder by(String who) {
        NewJob.Origin origin = job.origin();
        return with(job.origin(new NewJob.Origin(origin.schedule(), origin.fireAt(), who, origin.trace())));
    }

    /** The trace it belongs to, as a W3C {@code traceparent}; that of the calling thread, if any, unless set. */
    public JobOrder trace(String traceparent) {
        NewJob.Origin origin = job.origin();
        return with(job.origin(new NewJob.Origin(origin.schedule(), origin.fireAt(), origin.by(), traceparent)));
    }

    /**
     * Enqueues it.
     *
     * @return its id, or that of the job that holds its unique key
     * @throws dev.rota.job.DuplicateJobException if its unique key is held, and it wants to be rejected then
     */
    public long enqueue() {
        return rota.enqueueOne(job).id();
    }

    /**
     * Enqueues it, and says whether it is a new job.
     *
     * @throws dev.rota.job.DuplicateJobException as {@link #enqueue}
     */
    public Enqueued enqueueAndTell() {
        return rota.enqueueOne(job);
    }
}
