package dev.rota.store;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues, with their limits and pauses. A queue comes to be when a job is enqueued in it or a limit is set. */
public interface QueueStore {
    /** All queues, by name. */
    List<Queue> list();

    /** Sets the limits of a queue, on all workers at once. */
    void limit(String queue, Limits limits);

    /**
     * No worker claims from the queue; what runs goes on.
     *
     * @param until when it goes on by itself; null means when somebody resumes it
     */
    void pause(String queue, String by, @Nullable String reason, @Nullable Instant until);

    /**
     * Workers claim from the queue again.
     *
     * @param by who resumes it
     * @param reason why, or null
     * @return false if it was not paused
     */
    boolean resume(String queue, String by, @Nullable String reason);

    /** The same by the program itself. */
    default boolean resume(String queue) {
        return resume(queue, "code", null);
    }

    /** Who has paused and resumed a queue, the latest first. */
    List<OperatorAct> acts(String queue, int limit);

    /**
     * How many jobs are in each queue, by name.
     *
     * @param cap each number is counted up to this at the most; blocked jobs are counted up to it over all queues together
     */
    List<Load> loads(int cap);

    /**
     * What waits in a queue by type, the type with the most jobs first.
     *
     * @param cap only the jobs that are claimed next are looked at, so many at the most
     */
    List<TypeLoad> waitingTypes(String queue, int cap);

    /** How many jobs of a type are due and may be claimed, among those that were looked at. */
    record TypeLoad(String type, long waiting) {}

    /**
     * What is in a queue.
     *
     * @param waiting jobs that are due and may be claimed
     * @param running jobs that workers hold
     * @param blocked jobs that wait for an exclusion key or for a handler
     * @param longestWait how long the job that waits longest has been due; null if none waits
     */
    record Load(
            String queue,
            long waiting,
            long running,
            long blocked,
            @Nullable Duration longestWait) {}

    /**
     * A queue.
     *
     * @param limits its limits
     * @param pausedBy who paused it; null if it is not paused
     * @param pauseReason why, or null
     * @param pausedUntil when it goes on by itself, or null
     */
    record Queue(
            String name,
            Limits limits,
            @Nullable String pausedBy,
            @Nullable String pauseReason,
            @Nullable Instant pausedUntil) {
        public boolean isPaused(Instant now) {
            return pausedBy != null && (pausedUntil == null || now.isBefore(pausedUntil));
        }
    }

    /**
     * Limits of a queue, over all workers together.
     *
     * @param concurrency how many jobs may run at once, at least 1; null means no limit
     * @param rate how many may be claimed in each {@code period}, at least 1; null means no limit. It is a bucket that
     *     fills steadily and holds {@code rate} at the most
     * @param period null if there is no rate
     */
    record Limits(
            @Nullable Integer concurrency,
            @Nullable Integer rate,
            @Nullable Duration period) {
        public static final Limits NONE = new Limits(null, null, null);

        public Limits {
            if (concurrency != null && concurrency < 1) {
                throw new IllegalArgumentException("Concurrency limit is " + concurrency + ", expected 1 or more");
            }
            if ((rate == null) != (period == null)) {
                throw new IllegalArgumentException("A rate limit needs both a rate and a period");
            }
            if (rate != null && rate < 1) {
                throw new IllegalArgumentException("Rate limit is " + rate + ", expected 1 or more");
            }
            if (period != null && period.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("Period of rate limit is " + period + ", expected 1 ms or longer");
            }
            if (period != null) {
                Bounds.length("Period of rate limit", period);
            }
        }

        public boolean any() {
            return concurrency != null || rate != null;
        }
    }
}
