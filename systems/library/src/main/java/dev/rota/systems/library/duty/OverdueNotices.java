package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes to borrowers whose loans are 1, 7, 14 and 30 days overdue (configurable): of each loan the highest stage it has
 * reached, once, and one mail for each person. It goes by the due date, so it is right even if nothing was marked
 * overdue. Loans overdue for more than 90 days (configurable) are reported to staff instead. Thread-safe.
 */
public final class OverdueNotices {

    /** The kind under which {@link Reports} keeps what staff should know of a day's run. */
    public static final String REPORT = "overdue_notices";

    private final JdbcClient jdbc;
    private final LibrarySettings settings;
    private final Notices notices;
    private final OverdueDays overdueDays;
    private final Reports reports;

    /** Works on the library's tables. */
    public OverdueNotices(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LibrarySettings settings,
            Messages messages,
            OverdueDays overdueDays,
            Reports reports) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.notices = new Notices(jdbc, transactions, messages);
        this.overdueDays = overdueDays;
        this.reports = reports;
    }

    /** Claims what is due by the local date of {@code now}; the messages are then to be delivered. */
    public Claimed claim(Instant now, DutyProgress progress) {
        LocalDate today = settings.today(now);
        Set<Known> known = new HashSet<>(jdbc.sql(Statements.KNOWN)
                .param("today", Columns.of(today))
                .query((row, n) ->
                        new Known(row.getLong("loan_id"), row.getString("stage"), Columns.date(row, "due_date")))
                .list());
        List<Notices.Candidate> candidates = new ArrayList<>();
        List<LongOverdue> longOverdue = new ArrayList<>();
        OverdueDays.Counter overdue = overdueDays.until(today);
        for (OpenLoan loan : openLoans(today)) {
            int days = overdue.days(loan.due());
            if (days > settings.notices().longOverdueDays()) {
                longOverdue.add(new LongOverdue(loan.id(), days));
                continue;
            }
            int stage = stage(days);
            String name = "overdue_" + stage;
            if (stage > 0 && loan.userId() != null && !known.contains(new Known(loan.id(), name, loan.due()))) {
                candidates.add(new Notices.Candidate(
                        loan.userId(), new NoticesClaimed.Item(loan.id(), name, loan.due(), days)));
            }
        }
        NoticesClaimed claimed = notices.claim(Messages.Kind.OVERDUE_NOTICE, candidates, today, now, progress);
        Claimed result = new Claimed(claimed, List.copyOf(longOverdue));
        tellStaff(result, today, now);
        return result;
    }

    /** The highest stage reached after so many days; 0 before the first. */
    private int stage(int days) {
        int reached = 0;
        for (int stage : settings.notices().overdueStages()) {
            if (stage <= days) {
                reached = stage;
            }
        }
        int every = settings.notices().repeatEveryDays();
        List<Integer> stages = settings.notices().overdueStages();
        boolean last = !stages.isEmpty() && reached == stages.get(stages.size() - 1);
        return every > 0 && last ? reached + (days - reached) / every * every : reached;
    }

    private List<OpenLoan> openLoans(LocalDate today) {
        return jdbc.sql(Statements.PAST_DUE)
                .param("today", Columns.of(today))
                .query((row, n) -> new OpenLoan(
                        row.getLong("id"), Columns.longOrNull(row, "user_id"), Columns.date(row, "due_date")))
                .list();
    }

    /** A second run of the day that finds nobody new out of reach must not wipe out whom the first one found. */
    private void tellStaff(Claimed result, LocalDate today, Instant now) {
        boolean news = !result.notices().unreachableUserIds().isEmpty();
        if (news) {
            reports.replace(REPORT, today, today, StaffReport.of(result), now);
        } else if (!result.longOverdue().isEmpty()) {
            reports.addOnce(REPORT, today, today, StaffReport.of(result), now);
        }
    }

    /**
     * What one run did.
     *
     * @param notices the notices it claimed
     * @param longOverdue loans for staff to look after, by id; the same on every day
     */
    public record Claimed(NoticesClaimed notices, List<LongOverdue> longOverdue) {}

    /** A loan and for how many days it has been overdue. */
    public record LongOverdue(long loanId, int days) {}

    private record OpenLoan(long id, @Nullable Long userId, LocalDate due) {}

    private record Known(long loanId, String stage, LocalDate due) {}

    private record StaffReport(List<LongOverdue> longOverdue, List<Long> couldNotBeMailed) {
        static StaffReport of(Claimed claimed) {
            return new StaffReport(claimed.longOverdue(), claimed.notices().unreachableUserIds());
        }
    }

    private static final class Statements {
        static final String PAST_DUE = """
                select id, user_id, due_date from library_loan
                 where status in ('active', 'overdue') and due_date < :today
                 order by id
                """;
        static final String KNOWN = """
                select n.loan_id, n.stage, n.due_date
                  from library_loan l join library_notice_ledger n on n.loan_id = l.id
                 where l.status in ('active', 'overdue') and l.due_date < :today
                """;

        private Statements() {}
    }
}
