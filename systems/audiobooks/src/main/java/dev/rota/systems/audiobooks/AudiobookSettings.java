package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.task.TaskName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is configured.
 *
 * @param zone in which times are meant and weeks begin
 * @param scheduler when tasks run
 * @param retentionDays how long rows of tasks are kept; {@code HISTORY_RETENTION_DAYS}, 30
 * @param languages of recordings that are wanted, as the source writes them
 * @param oncePerWork whether the top ten lists one recording of a work
 * @param sources who is asked
 * @param downloads the directory that downloads go into
 */
public record AudiobookSettings(
        ZoneId zone,
        Scheduler scheduler,
        int retentionDays,
        List<String> languages,
        boolean oncePerWork,
        Asking sources,
        Path downloads) {

    /**
     * When tasks run.
     *
     * @param enabled {@code SCHEDULER_ENABLED}: whether any task is scheduled
     * @param store {@code SCHEDULER_JOB_STORE}: the database that is expected; null for whatever there is
     * @param crons five-field cron expressions with weekdays by name
     * @param flags whether what a flag switches is on at first; by the flag's name
     */
    public record Scheduler(
            boolean enabled, @Nullable String store, Map<TaskName, String> crons, Map<String, Boolean> flags) {}

    /**
     * Who is asked, and how.
     *
     * @param internet false: a server on this machine stands for all sources
     * @param localPort its port; 0 for any that is free
     * @param minInterval the least time between the starts of two requests to a source
     * @param userAgent who asks, with a contact
     */
    public record Asking(boolean internet, int localPort, Duration minInterval, String userAgent) {}
}
