package dev.rota.systems.boardgames.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param name its name
 * @param description for people
 * @param kind {@code default} or {@code custom}
 * @param scheduleSeconds its interval; null when somebody has given it another trigger
 * @param enabled whether it runs by schedule
 * @param handlerPresent whether this program has its code
 * @param lastRun when it last began; null if never
 * @param nextRun when it is due; null if never again
 * @param createdAt since when it is there
 */
public record JobStatus(
        String name,
        String description,
        String kind,
        @Nullable Long scheduleSeconds,
        boolean enabled,
        boolean handlerPresent,
        @Nullable Instant lastRun,
        @Nullable Instant nextRun,
        Instant createdAt) {}
