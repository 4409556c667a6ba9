package dev.rota.systems.webapp.work;

import dev.rota.job.JobContext;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.webapp.app.ItemEvent;
import dev.rota.systems.webapp.app.Mails;
import dev.rota.systems.webapp.app.NewsletterDelivery;
import dev.rota.systems.webapp.app.NewsletterDelivery.Served;
import dev.rota.systems.webapp.task.TaskTypes.ItemNotification;
import dev.rota.systems.webapp.task.TaskTypes.NewsletterBatch;
import dev.rota.systems.webapp.task.TaskTypes.WelcomeMail;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Jobs that send mail. */
final class MailHandlers {
    private final Mails mails;
    private final NewsletterDelivery newsletters;
    private final Duration claimLimit;

    /** @param claimLimit how long another attempt can have a mail in its hands */
    MailHandlers(Mails mails, NewsletterDelivery newsletters, Duration claimLimit) {
        this.mails = mails;
        this.newsletters = newsletters;
        this.claimLimit = claimLimit;
    }

    void welcome(WelcomeMail args, JobContext job) throws MailUnavailableException {
        settle(mails.welcome(args.userId()), job);
    }

    void notify(ItemNotification args, JobContext job) throws MailUnavailableException {
        ItemEvent event = ItemEvent.of(args.type())
                .orElseThrow(() -> job.fail("There is no notification type \"" + args.type() + "\": expected one of "
                        + String.join(", ", ItemEvent.texts())));
        settle(mails.notify(args, event), job);
    }

    /** A refused address is not this job's failure: it is noted, and gets no more mail. */
    private void settle(Delivery delivery, JobContext job) {
        switch (delivery) {
            case SENT, SUPPRESSED, BOUNCED -> {
                job.log().info("Mail " + delivery.name().toLowerCase(Locale.ROOT));
                job.result(delivery.name().toLowerCase(Locale.ROOT));
            }
            case FAILED -> throw job.fail("The mail server refused this mail for good");
            case UNKNOWN ->
                throw job.fail("The mail may have been sent, and nobody can be asked: a person has to decide");
            case BUSY -> throw job.snooze(claimLimit, "another attempt has the mail in its hands");
        }
    }

    void batch(NewsletterBatch args, JobContext job) throws MailUnavailableException {
        newsletters.takeUpAgain(args);
        List<Long> waiting = newsletters.waiting(args);
        job.progress().total(waiting.size());
        Batch batch = new Batch(args.newsletterId(), job);
        try {
            for (long user : waiting) {
                job.throwIfCancelled();
                if (!batch.serve(user)) {
                    break;
                }
            }
        } finally {
            newsletters.count(args.newsletterId());
        }
        batch.end();
    }

    /** One run through a batch. Who is put off, or meets an error of the program, does not keep the others from their mail. */
    private final class Batch {
        private final long newsletter;
        private final JobContext job;
        private @Nullable MailUnavailableException putOff;
        private @Nullable RuntimeException broken;
        private boolean busy;

        Batch(long newsletter, JobContext job) {
            this.newsletter = newsletter;
            this.job = job;
        }

        /** False if the newsletter is not being sent any more. */
        boolean serve(long user) throws MailUnavailableException {
            Optional<Served> served;
            try {
                served = newsletters.serve(newsletter, user);
            } catch (MailUnavailableException e) {
                putOff(user, e);
                return true;
            } catch (DataAccessException | TransactionException e) {
                throw e;
            } catch (RuntimeException e) {
                broken = e;
                job.log().warn("User " + user + ": " + e.getClass().getSimpleName());
                return true;
            }
            if (served.isEmpty()) {
                job.log().info("The newsletter is not being sent any more");
                return false;
            }
            String status = served.get().status();
            if (status == null) {
                busy = true;
            } else if (status.equals("bounced") || status.equals("failed")) {
                job.progress().failed();
                job.log().warn("User " + user + ": " + served.get().reason());
            } else {
                job.progress().ok();
            }
            return true;
        }

        /** Without a reply the server is not there, for the next one neither. */
        private void putOff(long user, MailUnavailableException e) throws MailUnavailableException {
            if (e.replyCode() == 0) {
                throw e;
            }
            if (job.attempt() >= job.maxAttempts()) {
                newsletters.putOff(newsletter, user);
                job.progress().failed();
                job.log().warn("User " + user + ": put off by the mail server too often");
            } else {
                putOff = e;
            }
        }

        void end() throws MailUnavailableException {
            if (putOff != null) {
                throw putOff;
            }
            if (busy) {
                throw job.snooze(claimLimit, "another attempt has mails of this batch in its hands");
            }
            if (broken != null) {
                throw broken;
            }
        }
    }
}
