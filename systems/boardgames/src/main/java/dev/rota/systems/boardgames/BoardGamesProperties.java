package dev.rota.systems.boardgames;

import dev.rota.systems.boardgames.jobs.AlertJobsSettings;
import dev.rota.systems.boardgames.jobs.AlertJobsSettings.Setting;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code boardgames.*}; what is not set is as in {@link AlertJobsSettings#DEFAULTS}. Three more are read
 * where they are needed: {@code boardgames.path}, below which its routes stand, {@code boardgames.jwt.secret}, and
 * {@code boardgames.run-now.patience}.
 *
 * @param overdueAlerts the job {@code overdue-alerts}
 * @param reminderAlerts the job {@code reminder-alerts}
 * @param alertCleanup the job {@code cleanup-alerts}
 */
@ConfigurationProperties("boardgames")
record BoardGamesProperties(
        @Nullable Job overdueAlerts,
        @Nullable Job reminderAlerts,
        @Nullable Job alertCleanup) {

    /** See {@link Setting}. */
    record Job(@Nullable Boolean enabled, @Nullable Duration interval) {}

    /**
     * The settings.
     *
     * @throws IllegalArgumentException when an interval is out of range
     */
    AlertJobsSettings settings() {
        AlertJobsSettings defaults = AlertJobsSettings.DEFAULTS;
        return new AlertJobsSettings(
                over(overdueAlerts, defaults.overdueAlerts()),
                over(reminderAlerts, defaults.reminderAlerts()),
                over(alertCleanup, defaults.alertCleanup()));
    }

    private static Setting over(@Nullable Job job, Setting defaults) {
        return job == null
                ? defaults
                : new Setting(
                        Objects.requireNonNullElse(job.enabled(), defaults.enabled()),
                        Objects.requireNonNullElse(job.interval(), defaults.interval()));
    }
}
