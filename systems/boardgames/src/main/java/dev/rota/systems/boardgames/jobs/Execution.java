package dev.rota.systems.boardgames.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job.
 *
 * @param id grows with time
 * @param jobName the job
 * @param jobId Rota's job, for its log
 * @param source {@code schedule} or {@code manual}
 * @param status what became of it
 * @param startedAt when it began
 * @param durationMs how long it took, in milliseconds; null while it runs
 * @param error why it failed; null unless it did
 */
public record Execution(
        long id,
        String jobName,
        long jobId,
        String source,
        Status status,
        Instant startedAt,
        @Nullable Long durationMs,
        @Nullable String error) {
    /** What became of a run. */
    public enum Status {
        RUNNING,
        SUCCESS,
        FAILED,
        /** The same job was running: nothing was done, and it does not count as a run. */
        SKIPPED,
        /** It was stopped, or its process died. */
        INTERRUPTED
    }
}
