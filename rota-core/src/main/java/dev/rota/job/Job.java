package dev.rota.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands in the store at one moment.
 *
 * @param id given by the store, never used again
 * @param state with the store's time taken into account: a scheduled or retrying job that is due is queued
 * @param request what was enqueued, as changed since (queue, priority, tags, arguments)
 * @param attempt the number of the attempt that runs or ran last; 0 before the first
 * @param crashes how many workers have died while they ran it
 * @param lease grows with every claim; 0 before the first
 * @param workerId the worker that runs it or ran it last, or null
 * @param times when what happened
 * @param blockedBy what it waits for if it is blocked, else null
 * @param reason why it was last put off, cancelled or failed, in words; null if there is nothing to say
 * @param progress as last reported, or null
 * @param result what its handler stored, as JSON, or null
 */
public record Job(
        long id,
        JobState state,
        NewJob request,
        int attempt,
        int crashes,
        long lease,
        @Nullable Long workerId,
        Times times,
        @Nullable BlockedBy blockedBy,
        @Nullable String reason,
        @Nullable Progress progress,
        @Nullable String result) {

    public String type() {
        return request.type();
    }

    public String args() {
        return request.args();
    }

    public String queue() {
        return request.queue();
    }

    public List<String> tags() {
        return request.tags();
    }

    public int maxAttempts() {
        return request.maxAttempts();
    }

    /**
     * When what happened to a job, by the store's clock.
     *
     * @param enqueuedAt when it was made
     * @param dueAt when it was or will be due
     * @param claimedAt when it was last claimed, or null
     * @param finishedAt when it succeeded, failed or was cancelled, or null
     * @param cancelRequestedAt when somebody asked for a running job to be cancelled, or null
     */
    public record Times(
            Instant enqueuedAt,
            Instant dueAt,
            @Nullable Instant claimedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant cancelRequestedAt) {

        /** How long it ran the last time; null unless it has finished. */
        public @Nullable Duration ran() {
            return claimedAt == null || finishedAt == null ? null : Duration.between(claimedAt, finishedAt);
        }
    }
}
