package dev.rota.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job. Attempts are only ever added: a retry rewrites none.
 *
 * @param jobId the job
 * @param number 1, 2, 3 …; a run that was snoozed, handed back or lost with its worker has the number of the one after
 * @param lease of the claim
 * @param workerId the worker that ran it
 * @param startedAt when it was claimed
 * @param endedAt null while it runs
 * @param outcome what it came to
 * @param error what it failed with, or null
 * @param reason why it was snoozed, handed back, cancelled or failed, in words, or null
 */
public record Attempt(
        long jobId,
        int number,
        long lease,
        long workerId,
        Instant startedAt,
        @Nullable Instant endedAt,
        Outcome outcome,
        @Nullable JobError error,
        @Nullable String reason) {

    /** What an attempt came to. */
    public enum Outcome {
        /** It runs. */
        RUNNING,
        SUCCEEDED,
        /** It threw, ran out of time, or asked to be retried or failed. */
        FAILED,
        /** It honoured a request to cancel, or cancelled itself. */
        CANCELLED,
        /** It asked to be run later; counts as no attempt. */
        SNOOZED,
        /** It was interrupted by a stop, or handed back before it began; counts as no attempt. */
        RELEASED,
        /** Its worker died; counted apart. */
        CRASHED
    }
}
