package dev.rota.systems.webapp.task;

import dev.rota.job.JobType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The application's job types with their arguments. A task has ten seconds; a batch of mails, as many for each mail. */
public final class TaskTypes {
    /** How many recipients of a newsletter one job serves. */
    public static final int BATCH = 100;

    private static final String QUEUE = "webapp";
    private static final String MAIL_QUEUE = "mail";
    private static final int MAIL_RETRIES = 5;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    public static final JobType<WelcomeMail> WELCOME_MAIL = mail("webapp.welcome-mail", WelcomeMail.class, LIMIT);
    public static final JobType<ItemNotification> ITEM_NOTIFICATION =
            mail("webapp.item-notification", ItemNotification.class, LIMIT);
    public static final JobType<Newsletter> NEWSLETTER = task("webapp.newsletter", Newsletter.class);
    public static final JobType<NewsletterBatch> NEWSLETTER_BATCH =
            mail("webapp.newsletter-batch", NewsletterBatch.class, LIMIT.multipliedBy(BATCH));
    public static final JobType<Audit> AUDIT = task("webapp.audit", Audit.class);
    public static final JobType<CompleteItem> COMPLETE_ITEM = task("webapp.complete-item", CompleteItem.class);
    public static final JobType<ProcessFile> PROCESS_FILE = task("webapp.process-file", ProcessFile.class);
    public static final JobType<ForgetUser> FORGET_USER = task("webapp.forget-user", ForgetUser.class);
    public static final JobType<CleanUp> CLEAN_UP =
            task("webapp.clean-up", CleanUp.class).timeout(Duration.ofMinutes(10));
    public static final JobType<Void> RETRY_FAILED_TASKS =
            JobType.of("webapp.retry-failed-tasks").queue(QUEUE).timeout(LIMIT);

    private TaskTypes() {}

    private static <A> JobType<A> mail(String name, Class<A> args, Duration limit) {
        return JobType.of(name, args).queue(MAIL_QUEUE).retries(MAIL_RETRIES).timeout(limit);
    }

    private static <A> JobType<A> task(String name, Class<A> args) {
        return JobType.of(name, args).queue(QUEUE).timeout(LIMIT);
    }

    /** Welcomes a user who has registered. */
    public record WelcomeMail(long userId) {}

    /**
     * Tells the owner of an item what happened to it.
     *
     * @param type created, updated, completed or deleted; a job of another type fails
     * @param version of the item after it
     * @param title of the item after it
     */
    public record ItemNotification(long itemId, long ownerId, String type, int version, String title) {}

    /** Divides a newsletter into batches. */
    public record Newsletter(long newsletterId) {}

    /** Sends a newsletter to those of its recipients who still wait, from one user id to another, both included. */
    public record NewsletterBatch(long newsletterId, long fromUserId, long toUserId) {}

    /**
     * Writes a line of the audit log.
     *
     * @param action such as LOGIN
     * @param details ids by name
     */
    public record Audit(long userId, String action, Map<String, Long> details, Instant at) {}

    /**
     * Credits a completed item.
     *
     * @param completionNo 1 when it was completed for the first time
     */
    public record CompleteItem(long itemId, int completionNo, long userId, Instant at) {}

    /** Counts an uploaded file. */
    public record ProcessFile(long uploadId) {}

    /** Deletes what is known of a user who has gone. */
    public record ForgetUser(long userId) {}

    /**
     * Deletes what is too old.
     *
     * @param dryRun whether to count only
     */
    public record CleanUp(boolean dryRun) {}
}
