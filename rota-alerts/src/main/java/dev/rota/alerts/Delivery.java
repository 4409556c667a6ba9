package dev.rota.alerts;

import dev.rota.job.JobState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a message was, or is being, delivered.
 *
 * @param jobId the job that delivers it
 * @param titles what it tells, ten at the most
 * @param count how many things it tells
 * @param at when it was written
 * @param error what the last attempt failed with; null if none failed
 */
public record Delivery(
        long jobId,
        String channel,
        JobState state,
        List<String> titles,
        int count,
        int attempts,
        Instant at,
        @Nullable String error) {
    public Delivery {
        titles = List.copyOf(titles);
    }
}
