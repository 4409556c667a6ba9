package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Marks loans overdue whose due date is before today at the site, and records one infraction for each.
 *
 * <p>Thread-safe; two runs at once mark each loan once.
 */
public final class OverdueMarking {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Works on the library's tables. */
    public OverdueMarking(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Marks what fell due before the local date of {@code now}. */
    public Marked mark(Instant now, DutyProgress progress) {
        LocalDate today = settings.today(now);
        progress.total(jdbc.sql(Statements.COUNT_DUE)
                .param("today", Columns.of(today))
                .query(Long.class)
                .single());
        Collected collected = new Collected();
        for (Optional<LocalDate> due = earliestDue(today); due.isPresent(); due = earliestDue(today)) {
            progress.checkpoint();
            LocalDate dueDate = due.get();
            Collected batch = new Collected();
            transactions.executeWithoutResult(status -> markBatch(dueDate, now, batch));
            collected.add(batch);
            progress.ok(batch.loans.size());
        }
        return collected.result(today);
    }

    private Optional<LocalDate> earliestDue(LocalDate today) {
        return jdbc.sql(Statements.EARLIEST_DUE)
                .param("today", Columns.of(today))
                .query((row, n) -> Columns.date(row, "due_date"))
                .optional();
    }

    private void markBatch(LocalDate due, Instant now, Collected batch) {
        batch.loans.addAll(jdbc.sql(Statements.MARK)
                .param("due", Columns.of(due))
                .param("since", Columns.of(due.plusDays(1)))
                .param("batch", BATCH)
                .query((row, n) -> new MarkedLoan(
                        row.getLong("id"), Columns.longOrNull(row, "user_id"), row.getLong("copy_id"), due))
                .list());
        if (batch.loans.isEmpty()) {
            return;
        }
        jdbc.sql(Statements.INFRACTIONS)
                .param("now", Columns.of(now))
                .param("loans", batch.loans.stream().map(MarkedLoan::id).toList())
                .query((row, n) -> row.getLong("user_id"))
                .list()
                .forEach(user -> batch.infractions.merge(user, 1, Integer::sum));
        batch.infractions.forEach((user, added) -> addInfractions(user, added, now, batch));
    }

    private void addInfractions(long user, int added, Instant now, Collected batch) {
        int count = jdbc.sql(Statements.COUNT_INFRACTIONS)
                .param("user", user)
                .param("added", added)
                .query(Integer.class)
                .single();
        int blacklisted = jdbc.sql(Statements.BLACKLIST)
                .param("user", user)
                .param("threshold", settings.blacklistThreshold())
                .param("now", Columns.of(now))
                .param("reason", count + " infractions; the limit is " + settings.blacklistThreshold())
                .update();
        if (blacklisted == 1) {
            batch.blacklisted.add(user);
        }
    }

    /**
     * One loan that was marked.
     *
     * @param id the loan
     * @param userId the borrower; null when the loan has none any more
     * @param copyId the copy on loan
     * @param dueDate when it was due
     */
    public record MarkedLoan(long id, @Nullable Long userId, long copyId, LocalDate dueDate) {}

    /**
     * What one run did.
     *
     * @param today the local date it went by
     * @param loans the loans marked by this run, by due date and id
     * @param infractionsAdded infractions added by this run, by user id
     * @param blacklistedUserIds users this run has blacklisted, ascending
     */
    public record Marked(
            LocalDate today,
            List<MarkedLoan> loans,
            Map<Long, Integer> infractionsAdded,
            List<Long> blacklistedUserIds) {}

    /** Users in ascending order, so that two runs lock them in the same order. */
    private static final class Collected {
        private final List<MarkedLoan> loans = new ArrayList<>();
        private final TreeMap<Long, Integer> infractions = new TreeMap<>();
        private final List<Long> blacklisted = new ArrayList<>();

        void add(Collected other) {
            loans.addAll(other.loans);
            other.infractions.forEach((user, added) -> infractions.merge(user, added, Integer::sum));
            blacklisted.addAll(other.blacklisted);
        }

        Marked result(LocalDate today) {
            loans.sort(Comparator.comparing(MarkedLoan::dueDate).thenComparing(MarkedLoan::id));
            return new Marked(
                    today,
                    List.copyOf(loans),
                    Map.copyOf(infractions),
                    blacklisted.stream().sorted().toList());
        }
    }

    private static final class Statements {
        static final String COUNT_DUE = """
                select count(*) from library_loan where status = 'active' and due_date < :today
                """;
        static final String EARLIEST_DUE = """
                select due_date from library_loan where status = 'active' and due_date < :today
                order by due_date limit 1
                """;
        static final String MARK = """
                update library_loan
                   set status = 'overdue', overdue_since = :since, version = version + 1
                 where status = 'active' and due_date = :due
                   and id in (select id from library_loan
                               where status = 'active' and due_date = :due order by id limit :batch)
                returning id, user_id, copy_id
                """;
        static final String INFRACTIONS = """
                insert into library_infraction (user_id, loan_id, kind, created_at)
                select l.user_id, l.id, 'overdue', :now
                  from library_loan l join library_user u on u.id = l.user_id
                 where l.id in (:loans) and u.deleted_at is null
                    on conflict (loan_id) do nothing
                returning user_id
                """;
        static final String COUNT_INFRACTIONS = """
                update library_user set infractions_count = infractions_count + :added where id = :user
                returning infractions_count
                """;
        static final String BLACKLIST = """
                update library_user set blacklisted = 1, blacklisted_at = :now, blacklist_reason = :reason
                 where id = :user and blacklisted = 0 and infractions_count >= :threshold
                """;

        private Statements() {}
    }
}
