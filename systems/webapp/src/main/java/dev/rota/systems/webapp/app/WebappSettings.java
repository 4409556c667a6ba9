package dev.rota.systems.webapp.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What the application decides for itself. {@link #DEFAULTS} stand where its sources of rules are silent.
 *
 * @param site where it is
 * @param session how long a login lasts; more than zero
 * @param mail how mails are sent
 * @param failedTasks how tasks are retried that failed
 * @param keep when what is old is deleted
 * @param uploads the directory in which uploaded files are kept; all workers must see the same one
 */
public record WebappSettings(
        Site site, Duration session, MailRules mail, FailedTaskRules failedTasks, KeepRules keep, Path uploads) {

    /** The most bytes an uploaded file may have. */
    public static final int LARGEST_UPLOAD = 10 * 1024 * 1024;

    /** An application on this machine with the rules named in this class. */
    public static final WebappSettings DEFAULTS = new WebappSettings(
            new Site(ZoneId.of("UTC"), "Web Application", "webapp@example.test", "http://localhost:8080"),
            Duration.ofHours(12),
            new MailRules(Duration.ofSeconds(5), Duration.ofMinutes(4)),
            new FailedTaskRules(Duration.ofMinutes(15), 3),
            new KeepRules(30, 365, 90),
            Path.of("uploads"));

    /** Checks the ranges. */
    public WebappSettings {
        requirePositive("session", session);
    }

    /**
     * Where the application is.
     *
     * @param zone the zone in which its days begin
     * @param name its name in mails
     * @param sender the address its mails come from
     * @param url where its endpoints are, with {@code webapp.path} and without a slash at the end
     */
    public record Site(ZoneId zone, String name, String sender, String url) {}

    /**
     * How mails are sent.
     *
     * @param firstRetry the wait after a mail server's first "not now"; it doubles with every further one
     * @param claimLimit how long a mail stays in the hands of a worker that says no more; longer than a send can take,
     *     1 s to 1 h
     */
    public record MailRules(Duration firstRetry, Duration claimLimit) {
        /** Checks the ranges. */
        public MailRules {
            requirePositive("mail.firstRetry", firstRetry);
            requirePositive("mail.claimLimit", claimLimit);
        }
    }

    /**
     * How failed tasks are retried.
     *
     * @param every how long after a failure; also how often it is looked for them; a second or longer
     * @param retries after so many in vain a task is dead; at least 1
     */
    public record FailedTaskRules(Duration every, int retries) {
        /** Checks the ranges. */
        public FailedTaskRules {
            requirePositive("failedTasks.every", every);
            requireAtLeast("failedTasks.retries", retries, 1);
        }
    }

    /**
     * When what is old is deleted; all in days, at least 1.
     *
     * @param items after a user deleted an item
     * @param audit after a line of the log was written
     * @param messages after a mail was composed
     */
    public record KeepRules(int items, int audit, int messages) {
        /** Checks the ranges. */
        public KeepRules {
            requireAtLeast("keep.items", items, 1);
            requireAtLeast("keep.audit", audit, 1);
            requireAtLeast("keep.messages", messages, 1);
        }
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", found " + value);
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than zero, found " + value);
        }
    }
}
