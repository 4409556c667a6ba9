package dev.rota.systems.webapp.work;

import dev.rota.Rota;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.spring.RotaJob;
import dev.rota.systems.webapp.app.AuditAction;
import dev.rota.systems.webapp.app.AuditLog;
import dev.rota.systems.webapp.app.CleanUp;
import dev.rota.systems.webapp.app.Completions;
import dev.rota.systems.webapp.app.FailedTasks;
import dev.rota.systems.webapp.app.Forgetting;
import dev.rota.systems.webapp.app.Mails;
import dev.rota.systems.webapp.app.NewsletterDelivery;
import dev.rota.systems.webapp.app.Newsletters;
import dev.rota.systems.webapp.app.Uploads;
import dev.rota.systems.webapp.app.WebappSettings;
import dev.rota.systems.webapp.task.TaskTypes;
import dev.rota.systems.webapp.task.WebTasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job types with how they are retried, their handlers, and the two schedules. */
@Configuration(proxyBeanMethods = false)
public class WebappJobs {
    /** Daily at 03:30. */
    public static final String CLEAN_UP_SCHEDULE = "webapp.clean-up";

    /** Every quarter of an hour, unless set otherwise. */
    public static final String RETRY_SCHEDULE = "webapp.retry-failed-tasks";

    @Bean
    TaskGuard webappTaskGuard(FailedTasks failed, ArgsCodec codec, WebappSettings settings) {
        return new TaskGuard(failed, codec, settings.mail().firstRetry());
    }

    @Bean
    MailHandlers webappMailHandlers(Mails mails, NewsletterDelivery newsletters, WebappSettings settings) {
        return new MailHandlers(mails, newsletters, settings.mail().claimLimit());
    }

    @Bean
    JobType<TaskTypes.WelcomeMail> webappWelcomeMailType(TaskGuard guard) {
        return TaskTypes.WELCOME_MAIL.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.welcome-mail")
    JobHandler<TaskTypes.WelcomeMail> webappWelcomeMail(TaskGuard guard, MailHandlers mails) {
        return guard.watching(TaskTypes.WELCOME_MAIL, mails::welcome);
    }

    @Bean
    JobType<TaskTypes.ItemNotification> webappItemNotificationType(TaskGuard guard) {
        return TaskTypes.ITEM_NOTIFICATION.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.item-notification")
    JobHandler<TaskTypes.ItemNotification> webappItemNotification(TaskGuard guard, MailHandlers mails) {
        return guard.watching(TaskTypes.ITEM_NOTIFICATION, mails::notify);
    }

    @Bean
    JobType<TaskTypes.Newsletter> webappNewsletterType(TaskGuard guard) {
        return TaskTypes.NEWSLETTER.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.newsletter")
    JobHandler<TaskTypes.Newsletter> webappNewsletter(TaskGuard guard, Newsletters newsletters) {
        return guard.watching(TaskTypes.NEWSLETTER, (args, job) -> job.result(newsletters.divide(args.newsletterId())));
    }

    @Bean
    JobType<TaskTypes.NewsletterBatch> webappNewsletterBatchType(TaskGuard guard) {
        return TaskTypes.NEWSLETTER_BATCH.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.newsletter-batch")
    JobHandler<TaskTypes.NewsletterBatch> webappNewsletterBatch(TaskGuard guard, MailHandlers mails) {
        return guard.watching(TaskTypes.NEWSLETTER_BATCH, mails::batch);
    }

    @Bean
    JobType<TaskTypes.Audit> webappAuditType(TaskGuard guard) {
        return TaskTypes.AUDIT.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.audit")
    JobHandler<TaskTypes.Audit> webappAudit(TaskGuard guard, AuditLog log) {
        return guard.watching(
                TaskTypes.AUDIT,
                (args, job) -> log.write(
                        job.id(), args.userId(), AuditAction.valueOf(args.action()), args.details(), args.at()));
    }

    @Bean
    JobType<TaskTypes.CompleteItem> webappCompleteItemType(TaskGuard guard) {
        return TaskTypes.COMPLETE_ITEM.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.complete-item")
    JobHandler<TaskTypes.CompleteItem> webappCompleteItem(TaskGuard guard, Completions completions) {
        return guard.watching(TaskTypes.COMPLETE_ITEM, (args, job) -> completions.credit(args));
    }

    @Bean
    JobType<TaskTypes.ProcessFile> webappProcessFileType(TaskGuard guard) {
        return TaskTypes.PROCESS_FILE.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.process-file")
    JobHandler<TaskTypes.ProcessFile> webappProcessFile(TaskGuard guard, Uploads uploads) {
        return guard.watching(TaskTypes.PROCESS_FILE, (args, job) -> {
            job.progress()
                    .total(uploads.bytes(args.uploadId())
                            .orElseThrow(() -> job.cancel("the upload was deleted with its user")));
            job.result(uploads.count(args.uploadId(), bytes -> {
                        job.throwIfCancelled();
                        job.progress().ok(bytes);
                    })
                    .orElseThrow(() -> job.fail("The file of upload " + args.uploadId() + " is not there: all workers"
                            + " must see the same directory webapp.uploads")));
        });
    }

    @Bean
    JobType<TaskTypes.ForgetUser> webappForgetUserType(TaskGuard guard) {
        return TaskTypes.FORGET_USER.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.forget-user")
    JobHandler<TaskTypes.ForgetUser> webappForgetUser(TaskGuard guard, Forgetting forgetting) {
        return guard.watching(TaskTypes.FORGET_USER, (args, job) -> forgetting.forget(args.userId()));
    }

    @Bean
    JobType<TaskTypes.CleanUp> webappCleanUpType(TaskGuard guard) {
        return TaskTypes.CLEAN_UP.retry(guard.policy());
    }

    @Bean
    @RotaJob("webapp.clean-up")
    CleanUpHandler webappCleanUp(CleanUp cleanUp) {
        return new CleanUpHandler(cleanUp);
    }

    @Bean
    @RotaJob(value = "webapp.retry-failed-tasks", queue = "webapp", timeout = "10s")
    RetryHandler webappRetryFailedTasks(FailedTasks failed, NewsletterDelivery newsletters, Rota rota) {
        return new RetryHandler(failed, newsletters, rota.jobs());
    }

    @Bean
    Schedule webappCleanUpSchedule(WebappSettings settings) {
        return Schedule.cron(CLEAN_UP_SCHEDULE, "30 3 * * *", settings.site().zone())
                .runs(TaskTypes.CLEAN_UP, new TaskTypes.CleanUp(false))
                .tags(WebTasks.TAG)
                .description("Deletes old items, log lines, logins and mail texts");
    }

    @Bean
    Schedule webappRetrySchedule(WebappSettings settings) {
        return Schedule.every(RETRY_SCHEDULE, settings.failedTasks().every())
                .runs(TaskTypes.RETRY_FAILED_TASKS)
                .tags(WebTasks.TAG)
                .description("Retries failed tasks, and ends newsletters whose jobs are over");
    }
}
