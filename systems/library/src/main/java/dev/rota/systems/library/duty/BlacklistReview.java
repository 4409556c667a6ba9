package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lists the blacklisted users once a month, for the administrators to review: stored as a report and mailed. It lifts no
 * entry; people do. Thread-safe.
 */
public final class BlacklistReview {

    /** The kind under which {@link Reports} keeps it. */
    public static final String KIND = "blacklist_review";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final Reports reports;
    private final Messages messages;

    /** Works on the library's tables. */
    public BlacklistReview(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LibrarySettings settings,
            Reports reports,
            Messages messages) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.reports = reports;
        this.messages = messages;
    }

    /** Reviews for a month, once: when that month's report is there, nothing is stored and nobody is written to. */
    public Review review(YearMonth month, Instant now, DutyProgress progress) {
        progress.checkpoint();
        LocalDate today = settings.today(now);
        Review review = transactions.execute(status -> {
            List<Entry> users = jdbc.sql(Statements.BLACKLISTED)
                    .param("today", Columns.of(today))
                    .query((row, n) -> new Entry(
                            row.getLong("id"),
                            row.getInt("infractions_count"),
                            row.getInt("open_overdue"),
                            Columns.text(row, "reason")))
                    .list();
            Body body = new Body(month.toString(), users);
            boolean added = reports.addOnce(KIND, month.atDay(1), month.atEndOfMonth(), body, now);
            List<Long> mails = added
                    ? messages.claimForAdmins(
                            Messages.Kind.BLACKLIST_REVIEW, month.toString(), StaffTexts.blacklist(settings, body))
                    : List.of();
            return new Review(body, added, mails);
        });
        progress.total(review.body().users().size());
        progress.ok(review.body().users().size());
        return review;
    }

    /**
     * What one run did.
     *
     * @param body the report as computed by this run
     * @param stored whether this run stored it; false when it was there already
     * @param messageIds the mails to administrators claimed by this run; to be delivered
     */
    public record Review(Body body, boolean stored, List<Long> messageIds) {}

    /**
     * The report.
     *
     * @param month the month, such as {@code 2026-03}
     * @param users who is blacklisted, by id
     */
    public record Body(String month, List<Entry> users) {}

    /**
     * One blacklisted user.
     *
     * @param userId the user
     * @param infractions infractions that count now
     * @param openOverdue open loans past their due date
     * @param reason why the user was blacklisted; empty when nobody noted it
     */
    public record Entry(long userId, int infractions, int openOverdue, String reason) {}

    private static final class Statements {
        static final String BLACKLISTED = """
                select u.id, u.infractions_count, coalesce(u.blacklist_reason, '') as reason,
                       (select count(*) from library_loan l
                         where l.user_id = u.id and l.status in ('active', 'overdue') and l.due_date < :today)
                       as open_overdue
                  from library_user u
                 where u.blacklisted = 1 and u.deleted_at is null
                 order by u.id
                """;

        private Statements() {}
    }
}
