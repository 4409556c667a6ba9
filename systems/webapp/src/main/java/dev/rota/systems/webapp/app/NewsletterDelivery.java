package dev.rota.systems.webapp.app;

import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.NewMessage;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.webapp.task.TaskTypes.NewsletterBatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends a newsletter to one recipient after the other. Whether one still wants it, and may be written to, is asked anew
 * before each mail. A recipient who has got it is noted as such; one who was reached by a worker that died before it could
 * note that is found by the mail's Message-ID. Thread-safe.
 */
public final class NewsletterDelivery {
    /** Why a recipient has failed who is served after all if the batch is run again. */
    private static final String GIVEN_UP = "its job failed";

    private static final String PUT_OFF = "put off by the mail server too often";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Newsletters newsletters;
    private final Users users;
    private final Outbox outbox;
    private final UnsubscribeLinks links;
    private final WebappSettings.Site site;

    public NewsletterDelivery(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Newsletters newsletters,
            Users users,
            Letterbox letterbox) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.newsletters = newsletters;
        this.users = users;
        this.outbox = letterbox.outbox();
        this.links = letterbox.links();
        this.site = letterbox.site();
    }

    /** How newsletters leave the house. */
    public record Letterbox(Outbox outbox, UnsubscribeLinks links, WebappSettings.Site site) {}

    /**
     * How a recipient was served.
     *
     * @param status sent, skipped, bounced or failed; null for one who still waits
     * @param reason of any but sent
     */
    public record Served(@Nullable String status, @Nullable String reason) {}

    /** Who of a batch still waits, by user id; nobody unless the newsletter is being sent. */
    public List<Long> waiting(NewsletterBatch batch) {
        return jdbc.sql("""
                select r.user_id from web_newsletter_recipient r
                join web_newsletter n on n.id = r.newsletter_id and n.status = 'sending'
                where r.newsletter_id = :id and r.status = 'queued' and r.user_id between :from and :to
                order by r.user_id""")
                .param("id", batch.newsletterId())
                .param("from", batch.fromUserId())
                .param("to", batch.toUserId())
                .query(Long.class)
                .list();
    }

    /**
     * Serves one recipient; empty if the newsletter is not being sent any more.
     *
     * @throws MailUnavailableException when the mail server did not take it now: call again later
     */
    public Optional<Served> serve(long newsletterId, long userId) throws MailUnavailableException {
        Optional<Newsletter> sending =
                newsletters.find(newsletterId).filter(found -> found.status().equals("sending"));
        if (sending.isEmpty()) {
            return Optional.empty();
        }
        Served served = send(sending.get(), userId);
        if (served.status() != null) {
            note(newsletterId, userId, served.status(), served.reason());
        }
        return Optional.of(served);
    }

    private Served send(Newsletter newsletter, long userId) throws MailUnavailableException {
        Optional<User> subscriber = users.find(userId).filter(User::subscribed);
        if (subscriber.isEmpty()) {
            return new Served("skipped", "not subscribed any more");
        }
        User user = subscriber.get();
        Outbox.Claim claim = outbox.claim(new NewMessage(
                "newsletter:" + newsletter.id() + ":" + userId, "newsletter", userId, user.email(), null));
        String link = links.of(userId);
        Delivery delivery = outbox.deliver(
                claim.id(),
                () -> Optional.of(MailTexts.newsletter(site, newsletter.subject(), newsletter.body(), link)),
                Map.of("List-Unsubscribe", "<" + link + ">", "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        return switch (delivery) {
            case SENT -> new Served("sent", null);
            case SUPPRESSED -> new Served("skipped", "address gets no mail");
            case BOUNCED -> new Served("bounced", "address refused");
            case FAILED -> new Served("failed", "mail refused");
            case UNKNOWN -> new Served("failed", "may have been sent, and nobody can be asked");
            case BUSY -> new Served(null, "another attempt has it");
        };
    }

    /** Notes that a recipient who waited was put off by the mail server too often. */
    public void putOff(long newsletterId, long userId) {
        note(newsletterId, userId, "failed", PUT_OFF);
        count(newsletterId);
    }

    /**
     * Has all of a batch wait again who were put off too often or given up, and so goes on with a newsletter that is done.
     * To be called when the job of the batch begins: it finds such if somebody has it run again, or if they were given up
     * while it waited.
     */
    public void takeUpAgain(NewsletterBatch batch) {
        transactions.executeWithoutResult(tx -> {
            int again = jdbc.sql("""
                    update web_newsletter_recipient set status = 'queued', reason = null
                    where newsletter_id = :id and user_id between :from and :to
                      and status = 'failed' and reason in (:givenUp, :putOff)
                      and exists (select 1 from web_newsletter where id = :id and status in ('sending', 'done'))""")
                    .param("id", batch.newsletterId())
                    .param("from", batch.fromUserId())
                    .param("to", batch.toUserId())
                    .param("givenUp", GIVEN_UP)
                    .param("putOff", PUT_OFF)
                    .update();
            if (again > 0) {
                jdbc.sql("update web_newsletter set status = 'sending' where id = :id and status = 'done'")
                        .param("id", batch.newsletterId())
                        .update();
                count(batch.newsletterId());
            }
        });
    }

    /** The newsletters that are being sent. */
    public List<Long> sending() {
        return jdbc.sql("select id from web_newsletter where status = 'sending' order by id")
                .query(Long.class)
                .list();
    }

    /** Ends a newsletter that is being sent though no job serves those who wait: they have failed. */
    public void giveUp(long newsletterId) {
        transactions.executeWithoutResult(tx -> {
            jdbc.sql("""
                    update web_newsletter_recipient set status = 'failed', reason = :givenUp
                    where newsletter_id = :id and status = 'queued'
                      and exists (select 1 from web_newsletter where id = :id and status = 'sending')""").param("givenUp", GIVEN_UP).param("id", newsletterId).update();
            count(newsletterId);
        });
    }

    private void note(long newsletterId, long userId, String status, @Nullable String reason) {
        jdbc.sql("""
                update web_newsletter_recipient set status = :status, reason = :reason
                where newsletter_id = :id and user_id = :user and status = 'queued'""")
                .param("status", status)
                .param("reason", reason)
                .param("id", newsletterId)
                .param("user", userId)
                .update();
    }

    /** Brings the newsletter's counts up to date, and ends it when nobody waits any more. */
    public void count(long newsletterId) {
        transactions.executeWithoutResult(tx -> {
            // Counted while the row is held, so that of two batches that end at once the later one sees both.
            jdbc.sql("update web_newsletter set status = status where id = :id")
                    .param("id", newsletterId)
                    .update();
            jdbc.sql("""
                    update web_newsletter set
                      sent = (select count(*) from web_newsletter_recipient
                              where newsletter_id = :id and status = 'sent'),
                      skipped = (select count(*) from web_newsletter_recipient
                                 where newsletter_id = :id and status = 'skipped'),
                      failed = (select count(*) from web_newsletter_recipient
                                where newsletter_id = :id and status in ('bounced', 'failed')),
                      status = case when status = 'sending' and not exists (
                        select 1 from web_newsletter_recipient where newsletter_id = :id and status = 'queued')
                        then 'done' else status end
                    where id = :id""").param("id", newsletterId).update();
        });
    }
}
