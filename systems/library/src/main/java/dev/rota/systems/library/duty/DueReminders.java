package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds borrowers of loans that are due today or in the next three days (configurable), once for each due date and
 * with one mail for each person. It looks at a window and a ledger, not at "due in exactly three days", so that loans
 * for a day and days of down-time are not passed over. Thread-safe.
 */
public final class DueReminders {

    private final JdbcClient jdbc;
    private final LibrarySettings settings;
    private final Notices notices;

    /** Works on the library's tables. */
    public DueReminders(
            JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings, Messages messages) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.notices = new Notices(jdbc, transactions, messages);
    }

    /** Claims what is due by the local date of {@code now}; the messages are then to be delivered. */
    public NoticesClaimed remind(Instant now, DutyProgress progress) {
        LocalDate today = settings.today(now);
        List<Notices.Candidate> candidates = jdbc.sql(Statements.DUE_SOON)
                .param("today", Columns.of(today))
                .param("last", Columns.of(today.plusDays(settings.notices().reminderDays())))
                .query((row, n) -> {
                    LocalDate due = Columns.date(row, "due_date");
                    return new Notices.Candidate(
                            row.getLong("user_id"), new NoticesClaimed.Item(row.getLong("id"), "due_soon", due, (int)
                                    ChronoUnit.DAYS.between(today, due)));
                })
                .list();
        return notices.claim(Messages.Kind.DUE_REMINDER, candidates, today, now, progress);
    }

    private static final class Statements {
        static final String DUE_SOON = """
                select l.id, l.user_id, l.due_date from library_loan l
                 where l.status = 'active' and l.due_date >= :today and l.due_date <= :last
                   and l.user_id is not null
                   and not exists (select 1 from library_notice_ledger n
                                    where n.loan_id = l.id and n.stage = 'due_soon' and n.due_date = l.due_date)
                 order by l.user_id, l.id
                """;

        private Statements() {}
    }
}
