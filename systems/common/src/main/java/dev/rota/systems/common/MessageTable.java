package dev.rota.systems.common;

import dev.rota.mail.MailText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code core_message}. Every change of status names the status and the claim it expects, so that of two
 * workers one changes a row and the other learns that it did not.
 */
final class MessageTable {
    private static final String COLUMNS = """
            select id, dedupe_key, message_id, kind, recipient_user_id, recipient_address, subject, body_text, body_html,
                   status, claim, claimed_until, attempts, last_error, created_at, sent_at
            from core_message""";

    private final JdbcClient jdbc;
    private final String system;

    MessageTable(JdbcClient jdbc, String system) {
        this.jdbc = jdbc;
        this.system = system;
    }

    /** A row with what is not for everybody's eyes. */
    record Row(
            Message message,
            @Nullable String address,
            @Nullable MailText text,
            @Nullable String claim,
            @Nullable Instant claimedUntil) {}

    /** A row to insert. */
    record Insertion(
            NewMessage message, String messageId, @Nullable String suppressedBecause, Instant now, Instant purge) {}

    Optional<Long> insert(Insertion row) {
        NewMessage message = row.message();
        boolean suppressed = row.suppressedBecause() != null;
        MailText text = suppressed ? null : message.text();
        // Without naming the key: the Message-ID, made of it, is unique too, and of two inserts at once either may be
        // hit.
        return jdbc.sql("""
                insert into core_message (system, dedupe_key, message_id, kind, recipient_user_id, recipient_address,
                  subject, body_text, body_html, status, last_error, created_at, purge_body_after)
                values (:system, :key, :messageId, :kind, :user, :address,
                  :subject, :text, :html, :status, :error, :now, :purge)
                on conflict do nothing
                returning id""")
                .param("system", system)
                .param("key", message.dedupeKey())
                .param("messageId", row.messageId())
                .param("kind", message.kind())
                .param("user", message.recipientUserId())
                .param("address", suppressed ? null : message.address())
                .param("subject", text == null ? null : text.subject())
                .param("text", text == null ? null : text.text())
                .param("html", text == null ? null : text.html())
                .param("status", (suppressed ? MessageStatus.SUPPRESSED : MessageStatus.QUEUED).column())
                .param("error", row.suppressedBecause())
                .param("now", Columns.of(row.now()))
                .param("purge", Columns.of(row.purge()))
                .query(Long.class)
                .optional();
    }

    Optional<Row> find(long id) {
        return jdbc.sql(COLUMNS + " where id = :id and system = :system")
                .param("id", id)
                .param("system", system)
                .query(MessageTable::row)
                .optional();
    }

    Optional<Row> find(String dedupeKey) {
        return jdbc.sql(COLUMNS + " where system = :system and dedupe_key = :key")
                .param("system", system)
                .param("key", dedupeKey)
                .query(MessageTable::row)
                .optional();
    }

    /** Takes a message that is as it was seen; false when it no longer is. */
    boolean take(Row seen, String claim, Instant until) {
        return jdbc.sql("""
                        update core_message
                        set status = 'sending', claim = :claim, claimed_until = :until, attempts = attempts + 1
                        where id = :id and status = :status and coalesce(claim, '') = :seen""")
                        .param("claim", claim)
                        .param("until", Columns.of(until))
                        .param("id", seen.message().id())
                        .param("status", seen.message().status().column())
                        .param("seen", seen.claim() == null ? "" : seen.claim())
                        .update()
                == 1;
    }

    /** Ends a claim; false when it was lost to another worker. */
    boolean end(long id, String claim, MessageStatus status, @Nullable String error, @Nullable Instant sentAt) {
        return jdbc.sql("""
                        update core_message
                        set status = :status, claim = null, claimed_until = null, last_error = :error, sent_at = :sentAt
                        where id = :id and status = 'sending' and claim = :claim""")
                        .param("status", status.column())
                        .param("error", error)
                        .param("sentAt", Columns.ofNullable(sentAt))
                        .param("id", id)
                        .param("claim", claim)
                        .update()
                == 1;
    }

    /** Lets the next attempt take a claimed message over at once. */
    void expire(long id, String claim, Instant now, @Nullable String error) {
        jdbc.sql("""
                update core_message set claimed_until = :now, last_error = :error
                where id = :id and status = 'sending' and claim = :claim""")
                .param("now", Columns.of(now))
                .param("error", error)
                .param("id", id)
                .param("claim", claim)
                .update();
    }

    /** What a person decided about an unknown message; false when it is not unknown. */
    boolean resolve(long id, MessageStatus status, @Nullable Instant sentAt) {
        return jdbc.sql("""
                        update core_message set status = :status, sent_at = :sentAt
                        where id = :id and system = :system and status = 'unknown'""")
                        .param("status", status.column())
                        .param("sentAt", Columns.ofNullable(sentAt))
                        .param("id", id)
                        .param("system", system)
                        .update()
                == 1;
    }

    /** Notes what came back to an accepted mail; empty when there is none such, else its address. */
    Optional<String> noteBounce(String messageId, Bounce bounce) {
        return jdbc.sql("""
                update core_message
                set last_error = :error, status = case when :hard = 1 then 'bounced' else status end
                where system = :system and message_id = :messageId and status in ('sent', 'bounced')
                  and recipient_address is not null
                returning recipient_address""")
                .param("error", bounce.status() + " bounce")
                .param("hard", Columns.of(bounce == Bounce.HARD))
                .param("system", system)
                .param("messageId", messageId)
                .query(String.class)
                .optional();
    }

    List<Long> open(Instant now, int limit) {
        return jdbc.sql("""
                select id from core_message
                where system = :system
                  and (status = 'queued' or (status = 'sending' and claimed_until <= :now))
                order by id limit :limit""")
                .param("system", system)
                .param("now", Columns.of(now))
                .param("limit", limit)
                .query(Long.class)
                .list();
    }

    int purge(Instant now, int limit) {
        return jdbc.sql("""
                update core_message
                set recipient_address = null, subject = null, body_text = null, body_html = null
                where id in (
                  select id from core_message
                  where purge_body_after <= :now and system = :system and status not in ('queued', 'sending', 'unknown')
                    and (recipient_address is not null or subject is not null
                         or body_text is not null or body_html is not null)
                  order by purge_body_after limit :limit)""")
                .param("now", Columns.of(now))
                .param("system", system)
                .param("limit", limit)
                .update();
    }

    int forget(long userId) {
        return jdbc.sql("""
                update core_message
                set recipient_address = null, subject = null, body_text = null, body_html = null,
                    recipient_user_id = null, claim = null, claimed_until = null,
                    last_error = case when status in ('queued', 'sending') then 'recipient deleted' else last_error end,
                    status = case when status in ('queued', 'sending') then 'suppressed' else status end
                where system = :system and recipient_user_id = :user""").param("system", system).param("user", userId).update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Message message = new Message(
                row.getLong("id"),
                Columns.text(row, "dedupe_key"),
                Columns.text(row, "message_id"),
                Columns.text(row, "kind"),
                Columns.longOrNull(row, "recipient_user_id"),
                MessageStatus.fromColumn(Columns.text(row, "status")),
                row.getInt("attempts"),
                row.getString("last_error"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "sent_at"));
        String subject = row.getString("subject");
        String body = row.getString("body_text");
        return new Row(
                message,
                row.getString("recipient_address"),
                subject == null || body == null ? null : new MailText(subject, body, row.getString("body_html")),
                row.getString("claim"),
                Columns.instantOrNull(row, "claimed_until"));
    }
}
