package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One due instant of a schedule, and what became of it. There is at most one for each instant.
 *
 * @param schedule its name
 * @param dueAt when it was due
 * @param firedAt when it was dealt with
 * @param outcome what became of it
 * @param jobId the job that it made; null if it was missed or skipped
 * @param note why it was missed or skipped, or who ran it by hand; null if there is nothing to say
 */
public record Fire(
        String schedule,
        Instant dueAt,
        Instant firedAt,
        Outcome outcome,
        @Nullable Long jobId,
        @Nullable String note) {

    /** What became of a fire. */
    public enum Outcome {
        /** Its job has not ended. */
        RUNNING,
        SUCCEEDED,
        /** Its job succeeded, but not at the first attempt. */
        RETRIED,
        FAILED,
        /** Its job was cancelled; a backfill makes up for it. */
        CANCELLED,
        /** Nothing was there to fire it, and the policy does not make up for it. */
        MISSED,
        /** Its schedule was paused, its flag was off, it fell into a pause window, or an earlier job had not ended. */
        SKIPPED
    }
}
