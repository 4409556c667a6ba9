package dev.rota.systems.chat.duty;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is kept.
 *
 * @param id its id
 * @param jobId the job that it is
 * @param source who started it
 * @param seenAt the instant it goes by, whenever it is resumed
 * @param cutoff conversations older than this are old, for the whole run
 * @param result what it has done by now
 * @param status what has become of it
 * @param startedAt when it began
 * @param finishedAt null while it runs
 */
public record HousekeepingRun(
        long id,
        long jobId,
        RunSource source,
        Instant seenAt,
        Instant cutoff,
        HousekeepingResult result,
        RunStatus status,
        Instant startedAt,
        @Nullable Instant finishedAt) {}
