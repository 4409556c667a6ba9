package dev.rota.systems.boardgames.jobs;

import java.time.Duration;

/**
 * Which of the three jobs there are, and how often they run.
 *
 * @param overdueAlerts raises alerts for what is overdue
 * @param reminderAlerts raises alerts for what is due soon
 * @param alertCleanup resolves and deletes alerts
 */
public record AlertJobsSettings(Setting overdueAlerts, Setting reminderAlerts, Setting alertCleanup) {
    /** All three; daily, daily, every six hours. */
    public static final AlertJobsSettings DEFAULTS = new AlertJobsSettings(
            new Setting(true, Duration.ofHours(24)),
            new Setting(true, Duration.ofHours(24)),
            new Setting(true, Duration.ofHours(6)));

    /**
     * One job.
     *
     * @param enabled false takes the job away
     * @param interval whole seconds, 60 or more
     */
    public record Setting(boolean enabled, Duration interval) {
        /** @throws IllegalArgumentException when the interval is not as described */
        public Setting {
            CustomAlertJob.requireInterval("Interval", interval);
        }
    }
}
