package dev.rota.systems.library.duty;

import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what loans, copies and reservations say of each other. Where one answer is certain it is put right: a copy on
 * loan that nobody has becomes available, an available copy that somebody has becomes on loan, and a reservation whose user
 * may not borrow any more waits again while its copy goes to the next. Everything else is flagged for staff, such as a copy
 * that is kept for nobody. Thread-safe; two runs at once put each copy right once.
 */
public final class ConsistencyCheck {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Findings findings;
    private final KeptCopies keptCopies;

    /** Works on the library's tables. */
    public ConsistencyCheck(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.findings = new Findings(jdbc);
        this.keptCopies = new KeptCopies(jdbc);
    }

    /**
     * Checks everything, in one transaction.
     *
     * @param dryRun whether to find only: nothing is put right and no finding is recorded
     */
    public Consistency check(Instant now, boolean dryRun, DutyProgress progress) {
        progress.checkpoint();
        Consistency result = dryRun ? look() : transactions.execute(status -> fixAndFlag(now));
        long found = (long) result.madeAvailable().size()
                + result.madeOnLoan().size()
                + result.madeWaiting().size()
                + result.keptForNobody().size()
                + result.flagged().values().stream().mapToInt(List::size).sum();
        progress.total(found);
        progress.ok(found);
        return result;
    }

    private Consistency look() {
        return new Consistency(
                ids("select id from library_book_copy where " + Statements.NOBODY_HAS_IT),
                ids("select id from library_book_copy where " + Statements.SOMEBODY_HAS_IT),
                keptCopies.heldByBarred(),
                flags(),
                keptCopies.keptForNobody(),
                0);
    }

    private Consistency fixAndFlag(Instant now) {
        List<Long> available = ids("update library_book_copy set status = 'available' where " + Statements.NOBODY_HAS_IT
                + " returning id");
        List<Long> onLoan = ids("update library_book_copy set status = 'on_loan' where " + Statements.SOMEBODY_HAS_IT
                + " returning id");
        for (long copy : available) {
            findings.recordFixed(
                    "copy_on_loan_without_open_loan", "book_copy", copy, "was on_loan, now available", now);
        }
        for (long copy : onLoan) {
            findings.recordFixed("open_loan_but_copy_available", "book_copy", copy, "was available, now on_loan", now);
        }
        List<Long> waiting = keptCopies.takeFromBarred();
        for (long reservation : waiting) {
            findings.recordFixed(
                    "ready_for_who_may_not_borrow", "reservation", reservation, "was ready, now waiting", now);
        }
        List<Long> forNobody = keptCopies.keptForNobody();
        int added = findings.record("kept_for_nobody", "book_copy", "reserved, but kept for nobody", forNobody, now);
        Map<String, List<Long>> flags = flags();
        for (Map.Entry<String, List<Long>> flag : flags.entrySet()) {
            added += findings.record(flag.getKey(), "loan", flag.getKey().replace('_', ' '), flag.getValue(), now);
        }
        return new Consistency(available, onLoan, waiting, flags, forNobody, added);
    }

    private Map<String, List<Long>> flags() {
        Map<String, List<Long>> flags = new LinkedHashMap<>();
        Statements.FLAGS.forEach((check, condition) -> flags.put(
                check,
                ids("select l.id from library_loan l join library_book_copy c on c.id = l.copy_id where " + condition
                        + " order by l.id")));
        return flags;
    }

    private List<Long> ids(String sql) {
        return jdbc.sql(sql).query(Long.class).list().stream().sorted().toList();
    }

    /**
     * What one run found.
     *
     * @param madeAvailable copies that nobody had, ascending
     * @param madeOnLoan copies that somebody had, ascending
     * @param madeWaiting reservations that were ready though their users may not borrow, ascending
     * @param flagged loans left to staff, ascending, by the name of the check; a check without findings has an empty list
     * @param keptForNobody reserved copies left to staff, ascending
     * @param newFindings how many of the flagged loans and copies were not known before
     */
    public record Consistency(
            List<Long> madeAvailable,
            List<Long> madeOnLoan,
            List<Long> madeWaiting,
            Map<String, List<Long>> flagged,
            List<Long> keptForNobody,
            int newFindings) {}

    private static final class Statements {
        static final String NOBODY_HAS_IT = """
                status = 'on_loan' and deleted_at is null
                   and not exists (select 1 from library_loan l
                                    where l.copy_id = library_book_copy.id and l.status in ('active', 'overdue'))
                """;
        static final String SOMEBODY_HAS_IT = """
                status = 'available' and deleted_at is null
                   and exists (select 1 from library_loan l
                                where l.copy_id = library_book_copy.id and l.status in ('active', 'overdue'))
                """;
        static final Map<String, String> FLAGS = flagConditions();

        private static Map<String, String> flagConditions() {
            Map<String, String> flags = new LinkedHashMap<>();
            flags.put("returned_without_return_date", "l.status = 'returned' and l.returned_at is null");
            flags.put("approved_and_rejected", "l.approved_at is not null and l.rejected_at is not null");
            flags.put("loaned_before_approved", "l.loaned_at < l.approved_at");
            flags.put("returned_before_loaned", "l.returned_at < l.loaned_at");
            flags.put("lost_copy_with_open_loan", "l.status in ('active', 'overdue') and c.status = 'lost'");
            return flags;
        }

        private Statements() {}
    }
}
