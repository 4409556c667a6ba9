package dev.rota.systems.library.duty;

import dev.rota.mail.MailText;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Message;
import dev.rota.systems.common.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Delivers one claimed message and notes in the ledger what became of it. The text is composed here, at the last moment,
 * so that its numbers are right; a book that was returned, renewed or reported lost meanwhile is left out, and a message
 * with nothing left to say is not sent. May be called again after any failure. Thread-safe.
 */
public final class MailDelivery {

    private final JdbcClient jdbc;
    private final LibrarySettings settings;
    private final Outbox outbox;
    private final OverdueDays overdueDays;

    /** Sends through the library's outbox. */
    public MailDelivery(JdbcClient jdbc, LibrarySettings settings, Outbox outbox, OverdueDays overdueDays) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.outbox = outbox;
        this.overdueDays = overdueDays;
    }

    /**
     * Delivers a message, or says what became of it earlier. Must not be called in a transaction.
     *
     * @param messageId from the duty that claimed it
     * @param now days overdue are counted up to its local date
     * @return {@link Outbox.Delivery#BUSY} when another attempt has it: call again later
     * @throws MailUnavailableException when the mail server cannot be had now: call again later
     * @throws IllegalArgumentException when there is no such message
     */
    public Outbox.Delivery deliver(long messageId, Instant now) throws MailUnavailableException {
        Message message = outbox.find(messageId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Message " + messageId + ": expected one of the library, found none"));
        Outbox.Delivery delivery = switch (Messages.Kind.of(message.kind())) {
            case DUE_REMINDER, OVERDUE_NOTICE -> outbox.deliver(messageId, () -> notice(message, now));
            case PENDING_REQUESTS -> outbox.deliver(messageId, this::pending);
            case BLACKLIST_REVIEW, MONTHLY_REPORT, DUE_DATE_MOVED -> outbox.deliver(messageId);
        };
        if (delivery != Outbox.Delivery.BUSY) {
            jdbc.sql(Statements.NOTE)
                    .param("status", ledgerStatus(delivery))
                    .param("message", messageId)
                    .update();
        }
        return delivery;
    }

    private Optional<MailText> pending() {
        long count = jdbc.sql("select count(*) from library_loan where status = 'pending'")
                .query(Long.class)
                .single();
        return count == 0 ? Optional.empty() : Optional.of(StaffTexts.pending(settings, count));
    }

    private Optional<MailText> notice(Message message, Instant now) {
        boolean reminder = Messages.Kind.of(message.kind()) == Messages.Kind.DUE_REMINDER;
        OverdueDays.Counter overdue = overdueDays.until(settings.today(now));
        List<NoticeTexts.Item> items = new ArrayList<>();
        for (Row row : rows(message.id())) {
            if (row.stillHolds(reminder)) {
                items.add(new NoticeTexts.Item(
                        row.title(), row.callNumber(), row.noticed(), reminder ? 0 : overdue.days(row.noticed())));
            } else {
                drop(message.id(), row.loanId());
            }
        }
        if (items.isEmpty()) {
            return Optional.empty();
        }
        // A borrower deleted since the claim gets nothing.
        return borrower(Objects.requireNonNull(message.recipientUserId()))
                .map(borrower -> reminder
                        ? NoticeTexts.reminder(settings, items)
                        : NoticeTexts.overdue(settings, items, borrower.infractions(), borrower.blacklisted()));
    }

    private List<Row> rows(long messageId) {
        return jdbc.sql(Statements.ITEMS)
                .param("message", messageId)
                .query((row, n) -> new Row(
                        row.getLong("id"),
                        Columns.text(row, "status"),
                        Columns.dateOrNull(row, "due_date"),
                        Columns.date(row, "noticed"),
                        Columns.text(row, "title"),
                        row.getString("call_number")))
                .list();
    }

    private Optional<Borrower> borrower(long user) {
        return jdbc.sql(
                        "select infractions_count, blacklisted from library_user where id = :user and deleted_at is null")
                .param("user", user)
                .query((row, n) -> new Borrower(row.getInt("infractions_count"), Columns.flag(row, "blacklisted")))
                .optional();
    }

    private void drop(long messageId, long loanId) {
        jdbc.sql(Statements.NOTE + " and loan_id = :loan")
                .param("status", "suppressed")
                .param("message", messageId)
                .param("loan", loanId)
                .update();
    }

    private static String ledgerStatus(Outbox.Delivery delivery) {
        return switch (delivery) {
            case SENT -> "sent";
            case SUPPRESSED -> "suppressed";
            case BOUNCED -> "bounced";
            case FAILED -> "failed";
            case UNKNOWN -> "unknown";
            case BUSY -> "claimed";
        };
    }

    private record Borrower(int infractions, boolean blacklisted) {}

    private record Row(
            long loanId,
            String status,
            @Nullable LocalDate due,
            LocalDate noticed,
            String title,
            @Nullable String callNumber) {

        /** A renewal moves the due date and so begins a new cycle of notices. */
        boolean stillHolds(boolean reminder) {
            boolean open = status.equals("active") || (!reminder && status.equals("overdue"));
            return open && noticed.equals(due);
        }
    }

    private static final class Statements {
        static final String ITEMS = """
                select l.id, l.status, l.due_date, n.due_date as noticed, b.title, b.call_number
                  from library_notice_ledger n
                  join library_loan l on l.id = n.loan_id
                  join library_book_copy c on c.id = l.copy_id
                  join library_book b on b.id = c.book_id
                 where n.message_id = :message and n.status in ('claimed', 'unknown')
                 order by n.due_date, l.id
                """;
        static final String NOTE = """
                update library_notice_ledger set status = :status
                 where message_id = :message and status in ('claimed', 'unknown')
                """;

        private Statements() {}
    }
}
