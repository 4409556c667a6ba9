package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.task.TaskTypes.NewsletterBatch;
import dev.rota.systems.webapp.task.WebTasks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Newsletters as administrators see them: queued for those who are subscribed then, divided into batches, paused and
 * taken up again. Thread-safe.
 */
public final class Newsletters {
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_BODY = 100_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WebTasks tasks;
    private final InstantSource clock;
    private final int batch;

    /** @param batch how many recipients one job serves, at least 1 */
    public Newsletters(
            JdbcClient jdbc, TransactionOperations transactions, WebTasks tasks, InstantSource clock, int batch) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.clock = clock;
        this.batch = batch;
    }

    /**
     * Queues a newsletter for all who are subscribed now.
     *
     * @param subject one line of at most 200 characters
     * @param body plain text, at most 100,000 characters
     * @param by the administrator's id
     * @throws RefusedException if subject or body is not as expected
     */
    public long queue(String subject, String body, long by) {
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || subject.lines().count() > 1) {
            throw new RefusedException(
                    Reason.INVALID, "subject: expected one line of at most " + LONGEST_SUBJECT + " characters");
        }
        if (body.isBlank() || body.length() > LONGEST_BODY) {
            throw new RefusedException(Reason.INVALID, "body: expected 1 to " + LONGEST_BODY + " characters");
        }
        return Users.wrote(transactions.execute(tx -> {
            long id = jdbc.sql("""
                    insert into web_newsletter (subject, body, created_by, status, created_at)
                    values (:subject, :body, :by, 'queued', :now) returning id""")
                    .param("subject", subject)
                    .param("body", body)
                    .param("by", by)
                    .param("now", Columns.of(clock.instant()))
                    .query(Long.class)
                    .single();
            int recipients = jdbc.sql("""
                    insert into web_newsletter_recipient (newsletter_id, user_id)
                    select :id, id from web_user where is_subscribed = 1 and deleted_at is null""").param("id", id).update();
            jdbc.sql("update web_newsletter set recipients_total = :recipients where id = :id")
                    .param("recipients", recipients)
                    .param("id", id)
                    .update();
            tasks.newsletter(id).enqueue();
            return id;
        }));
    }

    /**
     * Makes the jobs that serve those who wait, unless that was done. A newsletter for nobody is done with it.
     *
     * @return how many jobs there are
     */
    public int divide(long id) {
        return Users.wrote(transactions.execute(tx -> {
            if (!move(id, "queued", "sending")) {
                return 0;
            }
            List<Long> users = jdbc.sql("""
                    select user_id from web_newsletter_recipient
                    where newsletter_id = :id and status = 'queued' order by user_id""").param("id", id).query(Long.class).list();
            List<NewsletterBatch> batches = new ArrayList<>();
            for (int from = 0; from < users.size(); from += batch) {
                int last = Math.min(from + batch, users.size()) - 1;
                batches.add(new NewsletterBatch(id, users.get(from), users.get(last)));
            }
            tasks.enqueueBatches(batches);
            if (batches.isEmpty()) {
                move(id, "sending", "done");
            }
            return batches.size();
        }));
    }

    /**
     * Ends the sending until it is resumed. A mail that is being sent is sent.
     *
     * @throws RefusedException if there is no such newsletter, or it is neither queued nor sending
     */
    public void pause(long id) {
        if (!move(id, "sending", "paused") && !move(id, "queued", "paused")) {
            throw refused(id, "queued or sending");
        }
    }

    /**
     * Goes on with those who still wait.
     *
     * @throws RefusedException if there is no such newsletter, or it is not paused
     */
    public void resume(long id) {
        transactions.executeWithoutResult(tx -> {
            if (!move(id, "paused", "queued")) {
                throw refused(id, "paused");
            }
            tasks.newsletter(id).enqueue();
        });
    }

    /**
     * Ends the sending for good. A mail that is being sent is sent.
     *
     * @throws RefusedException if there is no such newsletter, or it has ended
     */
    public void cancel(long id) {
        if (!move(id, "sending", "cancelled") && !move(id, "queued", "cancelled") && !move(id, "paused", "cancelled")) {
            throw refused(id, "queued, sending or paused");
        }
    }

    /** A newsletter, with its counts. */
    public Optional<Newsletter> find(long id) {
        return jdbc.sql("""
                select id, subject, body, status, recipients_total, sent, skipped, failed
                from web_newsletter where id = :id""")
                .param("id", id)
                .query((row, n) -> new Newsletter(
                        row.getLong("id"),
                        Columns.text(row, "subject"),
                        Columns.text(row, "body"),
                        Columns.text(row, "status"),
                        row.getInt("recipients_total"),
                        row.getInt("sent"),
                        row.getInt("skipped"),
                        row.getInt("failed")))
                .optional();
    }

    private boolean move(long id, String from, String to) {
        return jdbc.sql("update web_newsletter set status = :to where id = :id and status = :from")
                        .param("to", to)
                        .param("id", id)
                        .param("from", from)
                        .update()
                == 1;
    }

    private RefusedException refused(long id, String expected) {
        return find(id).map(newsletter -> new RefusedException(
                        Reason.CONFLICT, "Newsletter " + id + " is " + newsletter.status() + ", expected " + expected))
                .orElseGet(() -> new RefusedException(Reason.NOT_FOUND, "Newsletter not found"));
    }
}
