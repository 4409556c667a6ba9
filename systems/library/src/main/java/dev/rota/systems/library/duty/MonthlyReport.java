package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The report of one month: loans, top books and borrowers, overdue statistics and use by faculty. It is stored once for
 * each month and mailed to the administrators. A month is the half-open interval from its first local midnight to the
 * next month's, so it is right across a change of the clocks. Archived loans count. Thread-safe.
 */
public final class MonthlyReport {

    /** The kind under which {@link Reports} keeps it. */
    public static final String KIND = "monthly";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final Reports reports;
    private final Messages messages;

    /** Works on the library's tables. */
    public MonthlyReport(
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

    /** The month before the local date of {@code now}: the one that is over. */
    public YearMonth previousMonth(Instant now) {
        return YearMonth.from(settings.today(now)).minusMonths(1);
    }

    /** Reports on a month, once: when the report is there already nothing is stored and nobody is written to. */
    public Reported report(YearMonth month, Instant now, DutyProgress progress) {
        progress.checkpoint();
        Reported reported = transactions.execute(status -> {
            Body body = compute(month, now);
            boolean added = reports.addOnce(KIND, month.atDay(1), month.atEndOfMonth(), body, now);
            List<Long> mails = added
                    ? messages.claimForAdmins(
                            Messages.Kind.MONTHLY_REPORT, month.toString(), StaffTexts.monthly(settings, body))
                    : List.of();
            return new Reported(body, added, mails);
        });
        progress.total(1);
        progress.ok();
        return reported;
    }

    private Body compute(YearMonth month, Instant now) {
        Instant from = settings.startOf(month.atDay(1));
        Instant to = settings.startOf(month.plusMonths(1).atDay(1));
        return new Body(
                month.toString(),
                from.toString(),
                to.toString(),
                count(MonthlyStatements.LOANS, from, to),
                count(MonthlyStatements.REQUESTS, from, to),
                count(MonthlyStatements.RETURNS, from, to),
                topBooks(from, to),
                topBorrowers(from, to),
                overdue(month, from, to, settings.today(now)),
                faculties(from, to));
    }

    private long count(String sql, Instant from, Instant to) {
        return within(sql, from, to).query(Long.class).single();
    }

    private JdbcClient.StatementSpec within(String sql, Instant from, Instant to) {
        return jdbc.sql(sql).param("from", Columns.of(from)).param("to", Columns.of(to));
    }

    private List<TopBook> topBooks(Instant from, Instant to) {
        return within(MonthlyStatements.TOP_BOOKS, from, to)
                .param("top", settings.lists().top())
                .query((row, n) -> new TopBook(row.getLong("id"), row.getString("title"), row.getLong("loans")))
                .list();
    }

    private List<TopBorrower> topBorrowers(Instant from, Instant to) {
        return within(MonthlyStatements.TOP_BORROWERS, from, to)
                .param("top", settings.lists().top())
                .query((row, n) ->
                        new TopBorrower(row.getLong("id"), initial(row.getString("username")), row.getLong("loans")))
                .list();
    }

    private static String initial(String username) {
        return username.substring(0, username.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT) + ".";
    }

    private Overdue overdue(YearMonth month, Instant from, Instant to, LocalDate today) {
        long became = jdbc.sql(MonthlyStatements.BECAME_OVERDUE)
                .param("first", Columns.of(month.atDay(1)))
                .param("next", Columns.of(month.plusMonths(1).atDay(1)))
                .query(Long.class)
                .single();
        long openNow = jdbc.sql(MonthlyStatements.OVERDUE_NOW)
                .param("today", Columns.of(today))
                .query(Long.class)
                .single();
        return new Overdue(
                became,
                count(MonthlyStatements.RETURNED_LATE, from, to),
                count(MonthlyStatements.INFRACTIONS, from, to),
                openNow);
    }

    private List<FacultyUse> faculties(Instant from, Instant to) {
        return within(MonthlyStatements.FACULTIES, from, to)
                .query((row, n) -> new FacultyUse(row.getString("code"), row.getLong("loans")))
                .list();
    }

    /**
     * What one run did.
     *
     * @param body the report as computed by this run
     * @param stored whether this run stored it; false when it was there already
     * @param messageIds the mails to administrators claimed by this run
     */
    public record Reported(Body body, boolean stored, List<Long> messageIds) {}

    /**
     * The report.
     *
     * @param month the month, such as {@code 2026-03}
     * @param from the first instant that counts, ISO-8601 in UTC
     * @param to the first instant that counts no more, ISO-8601 in UTC
     * @param loans loans begun in the month
     * @param requests loans requested in the month
     * @param returns loans returned in the month
     * @param topBooks the books borrowed most
     * @param topBorrowers who borrowed most, by id and initial; loans without a borrower are left out
     * @param overdue overdue statistics
     * @param faculties loans by faculty, most first
     */
    public record Body(
            String month,
            String from,
            String to,
            long loans,
            long requests,
            long returns,
            List<TopBook> topBooks,
            List<TopBorrower> topBorrowers,
            Overdue overdue,
            List<FacultyUse> faculties) {}

    /** A book and how often it was lent. */
    public record TopBook(long bookId, String title, long loans) {}

    /** A borrower, by id and initial only, and how often they borrowed. */
    public record TopBorrower(long userId, String initial, long loans) {}

    /**
     * Overdue statistics.
     *
     * @param becameOverdue loans that became overdue in the month
     * @param returnedLate loans returned in the month that had been overdue
     * @param infractions infractions of the month
     * @param openNow open loans past their due date when the report was made
     */
    public record Overdue(long becameOverdue, long returnedLate, long infractions, long openNow) {}

    /** A faculty, null for borrowers without one, and its loans. */
    public record FacultyUse(@Nullable String code, long loans) {}
}
