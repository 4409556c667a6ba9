package dev.rota.systems.library.duty;

import dev.rota.mail.MailText;
import dev.rota.systems.common.NewMessage;
import dev.rota.systems.common.Outbox;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The library's messages: to whom, of which kind, under which key. Deleted users have no address and so never get one.
 * Claims take part in the caller's transaction. Thread-safe.
 */
public final class Messages {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final LongConsumer deliveries;

    /**
     * Claims in the library's outbox.
     *
     * @param deliveries told the id of each message that is to be delivered, in the transaction that claims it
     */
    public Messages(JdbcClient jdbc, Outbox outbox, LongConsumer deliveries) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.deliveries = deliveries;
    }

    /** What a message is about; {@link #key} is also what a user's preference is kept by. */
    public enum Kind {
        /** Books that are soon due. */
        DUE_REMINDER("due_reminder"),
        /** Books that are overdue. */
        OVERDUE_NOTICE("overdue_notice"),
        /** Loan requests wait for a decision. */
        PENDING_REQUESTS("admin_pending"),
        /** The monthly list of blacklisted users. */
        BLACKLIST_REVIEW("blacklist_review"),
        /** The monthly report. */
        MONTHLY_REPORT("monthly_report"),
        /** The library will be closed on a due date, which has moved. */
        DUE_DATE_MOVED("due_date_moved");

        private final String key;

        Kind(String key) {
            this.key = key;
        }

        /** The stable name in the database. */
        public String key() {
            return key;
        }

        static Kind of(String key) {
            for (Kind kind : values()) {
                if (kind.key.equals(key)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Message kind: expected one of the library's, found \"" + key + "\"");
        }
    }

    /**
     * A new message whose text is composed at delivery. The ledger has said that there is news, so a key that is taken
     * belongs to an earlier digest of the same day and the next one is used.
     */
    Outbox.Claim claimDigest(Kind kind, long userId, String date) {
        String address = address(userId);
        String key = kind.key() + "." + userId + "." + date;
        Outbox.Claim claim = claim(kind, key, userId, address, null);
        for (int n = 2; !claim.created(); n++) {
            claim = claim(kind, key + "." + n, userId, address, null);
        }
        return claim;
    }

    /**
     * One message to each administrator, once for each occasion.
     *
     * @param occasion what makes the message unique, such as a month
     * @param text null when it is composed at delivery
     * @return the messages claimed by this call that are to be delivered
     */
    List<Long> claimForAdmins(Kind kind, String occasion, @Nullable MailText text) {
        return jdbc
                .sql("select id from library_user where role = 'admin' and deleted_at is null order by id")
                .query(Long.class)
                .list()
                .stream()
                .map(admin -> claim(kind, kind.key() + "." + admin + "." + occasion, admin, address(admin), text))
                .filter(Outbox.Claim::needsDelivery)
                .map(Outbox.Claim::id)
                .toList();
    }

    /** A message with its text, once for each key of a user. */
    boolean claimOnce(Kind kind, long userId, String occasion, MailText text) {
        String key = kind.key() + "." + userId + "." + occasion;
        return claim(kind, key, userId, address(userId), text).needsDelivery();
    }

    private Outbox.Claim claim(Kind kind, String key, long userId, @Nullable String address, @Nullable MailText text) {
        Outbox.Claim claim = outbox.claim(new NewMessage(key, kind.key(), userId, address, text));
        if (claim.needsDelivery()) {
            deliveries.accept(claim.id());
        }
        return claim;
    }

    private @Nullable String address(long userId) {
        Optional<String> address = jdbc.sql("select email from library_user where id = :user and deleted_at is null")
                .param("user", userId)
                .query((row, n) -> Objects.requireNonNullElse(row.getString("email"), ""))
                .optional();
        return address.filter(found -> !found.isBlank()).orElse(null);
    }
}
