package dev.rota.systems.webapp.task;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.systems.webapp.task.TaskTypes.Audit;
import dev.rota.systems.webapp.task.TaskTypes.CompleteItem;
import dev.rota.systems.webapp.task.TaskTypes.ForgetUser;
import dev.rota.systems.webapp.task.TaskTypes.ItemNotification;
import dev.rota.systems.webapp.task.TaskTypes.Newsletter;
import dev.rota.systems.webapp.task.TaskTypes.NewsletterBatch;
import dev.rota.systems.webapp.task.TaskTypes.ProcessFile;
import dev.rota.systems.webapp.task.TaskTypes.WelcomeMail;
import java.util.List;

/**
 * The application's jobs, most of them described and not enqueued yet: each with the key under which it exists once, and tagged.
 * Thread-safe.
 */
public final class WebTasks {
    /** What all the application's jobs are tagged with. */
    public static final String TAG = "webapp";

    private final Rota rota;

    public WebTasks(Rota rota) {
        this.rota = rota;
    }

    /** To be enqueued in the transaction that makes the user. */
    public JobOrder welcome(long userId) {
        return order(TaskTypes.WELCOME_MAIL, new WelcomeMail(userId)).unique("welcome:" + userId);
    }

    /** To be enqueued in the transaction that changes the item. */
    public JobOrder notification(ItemNotification args) {
        return order(TaskTypes.ITEM_NOTIFICATION, args).unique(key(args));
    }

    /** What a notification exists once under. */
    public static String key(ItemNotification args) {
        return "item:" + args.itemId() + ":" + args.type() + ":" + args.version();
    }

    /** To be enqueued in the transaction that queues the newsletter. */
    public JobOrder newsletter(long newsletterId) {
        return order(TaskTypes.NEWSLETTER, new Newsletter(newsletterId));
    }

    /** Enqueues batches, in the transaction that begins to send the newsletter. */
    public void enqueueBatches(List<NewsletterBatch> batches) {
        rota.enqueueAll(batches.stream()
                .map(batch -> order(TaskTypes.NEWSLETTER_BATCH, batch))
                .toList());
    }

    /** A line of the audit log, one for each job. */
    public JobOrder audit(Audit args) {
        return order(TaskTypes.AUDIT, args);
    }

    /** To be enqueued by whom the completion of the item falls to, in its transaction. */
    public JobOrder completion(CompleteItem args) {
        return order(TaskTypes.COMPLETE_ITEM, args).unique("completion:" + args.itemId() + ":" + args.completionNo());
    }

    /** To be enqueued in the transaction that notes the file. */
    public JobOrder processFile(long uploadId) {
        return order(TaskTypes.PROCESS_FILE, new ProcessFile(uploadId)).unique("upload:" + uploadId);
    }

    /** To be enqueued in the transaction that ends the account. */
    public JobOrder forgetUser(long userId) {
        return order(TaskTypes.FORGET_USER, new ForgetUser(userId)).unique("forget:" + userId);
    }

    private <A> JobOrder order(JobType<A> type, A args) {
        return rota.job(type, args).tag(TAG);
    }
}
