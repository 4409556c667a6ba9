package dev.rota.systems.webapp;

import dev.rota.systems.webapp.app.WebappSettings;
import dev.rota.systems.webapp.app.WebappSettings.FailedTaskRules;
import dev.rota.systems.webapp.app.WebappSettings.KeepRules;
import dev.rota.systems.webapp.app.WebappSettings.MailRules;
import dev.rota.systems.webapp.app.WebappSettings.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code webapp.*}; what is not set is as in {@link WebappSettings#DEFAULTS}, where each is explained.
 * Besides there are {@code webapp.path}, what the endpoints' paths begin with, and {@code webapp.jwt.secret}, which has to
 * be set.
 *
 * @param timezone the zone in which its days begin
 * @param name the application's name in mails
 * @param sender the address its mails come from
 * @param url where its endpoints are, without a slash at the end
 * @param session how long a login lasts
 * @param uploads the directory of uploaded files
 * @param mail how mails are sent
 * @param failedTasks how failed tasks are retried
 * @param keep when what is old is deleted
 */
@ConfigurationProperties("webapp")
record WebappProperties(
        @Nullable ZoneId timezone,
        @Nullable String name,
        @Nullable String sender,
        @Nullable String url,
        @Nullable Duration session,
        @Nullable Path uploads,
        @Nullable MailProperties mail,
        @Nullable FailedTasks failedTasks,
        @Nullable Keep keep) {

    /** See {@link MailRules}. */
    record MailProperties(
            @Nullable Duration firstRetry, @Nullable Duration claimLimit) {

        private MailRules over(MailRules defaults) {
            return new MailRules(or(firstRetry, defaults.firstRetry()), or(claimLimit, defaults.claimLimit()));
        }
    }

    /** See {@link FailedTaskRules}. */
    record FailedTasks(@Nullable Duration every, @Nullable Integer retries) {

        private FailedTaskRules over(FailedTaskRules defaults) {
            return new FailedTaskRules(or(every, defaults.every()), or(retries, defaults.retries()));
        }
    }

    /** Days; see {@link KeepRules}. */
    record Keep(
            @Nullable Integer items,
            @Nullable Integer audit,
            @Nullable Integer messages) {

        private KeepRules over(KeepRules defaults) {
            return new KeepRules(
                    or(items, defaults.items()), or(audit, defaults.audit()), or(messages, defaults.messages()));
        }
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException when a value is out of range; the message names it
     */
    WebappSettings settings() {
        WebappSettings defaults = WebappSettings.DEFAULTS;
        Site site = defaults.site();
        return new WebappSettings(
                new Site(
                        or(timezone, site.zone()),
                        or(name, site.name()),
                        or(sender, site.sender()),
                        or(url, site.url())),
                or(session, defaults.session()),
                mail == null ? defaults.mail() : mail.over(defaults.mail()),
                failedTasks == null ? defaults.failedTasks() : failedTasks.over(defaults.failedTasks()),
                keep == null ? defaults.keep() : keep.over(defaults.keep()),
                or(uploads, defaults.uploads()));
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
