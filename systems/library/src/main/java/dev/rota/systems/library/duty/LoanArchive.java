package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves loans to the archive that were closed more than two years ago (configurable). The date that counts is when
 * the loan was closed: returned, rejected, cancelled or lost. Open loans and closed ones without that date stay.
 *
 * <p>Each batch leaves the live table and enters the archive in one transaction, so a loan is always in exactly one of
 * them. The borrower is left behind; the borrower's faculty is kept. Thread-safe; two runs at once move each loan once.
 */
public final class LoanArchive {

    private static final List<String> COLUMNS = List.of(
            "id",
            "copy_id",
            "faculty_id",
            "status",
            "requested_at",
            "approved_at",
            "rejected_at",
            "cancelled_at",
            "decided_by",
            "loaned_at",
            "due_date",
            "renewals",
            "returned_at",
            "lost_at",
            "overdue_since",
            "version");

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate batches;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Works on the library's tables; {@code batches} must use the same data source as {@code jdbc}. */
    public LoanArchive(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate batches,
            TransactionTemplate transactions,
            LibrarySettings settings) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** The first date that is too young: loans closed before it are archived. Compute it once for a run. */
    public LocalDate cutoff(Instant now) {
        return settings.today(now).minusYears(settings.archive().years());
    }

    /**
     * Moves every loan closed before the cut-off.
     *
     * @param cutoff from {@link #cutoff}; a resumed run passes the one it began with
     * @param now stored as the time of archiving
     * @param runId names this run in the archive; at most 100 characters
     * @param dryRun whether to find the loans and move none
     */
    public Archived archive(LocalDate cutoff, Instant now, String runId, boolean dryRun, DutyProgress progress) {
        long before = Columns.of(settings.startOf(cutoff));
        List<Long> moved = new ArrayList<>();
        long last = Long.MIN_VALUE;
        for (List<Long> ids = next(before, last); !ids.isEmpty(); ids = next(before, last)) {
            progress.checkpoint();
            last = ids.get(ids.size() - 1);
            List<Long> batch = ids;
            List<Long> done = dryRun ? batch : transactions.execute(status -> move(batch, before, now, runId));
            moved.addAll(done);
            progress.ok(done.size());
        }
        return new Archived(cutoff, dryRun, moved.stream().sorted().toList());
    }

    private List<Long> next(long before, long last) {
        return jdbc.sql(Statements.NEXT)
                .param("before", before)
                .param("last", last)
                .param("batch", settings.archive().batch())
                .query(Long.class)
                .list();
    }

    /** Deleting is the claim: only what this transaction deleted is inserted. */
    private List<Long> move(List<Long> ids, long before, Instant now, String runId) {
        List<Row> rows = jdbc.sql(Statements.DELETE)
                .param("ids", ids)
                .param("before", before)
                .query((row, n) -> row(row, now, runId))
                .list();
        batches.batchUpdate(Statements.INSERT, rows.stream().map(Row::values).toArray(MapSqlParameterSource[]::new));
        return rows.stream().map(Row::id).toList();
    }

    private static Row row(ResultSet row, Instant now, String runId) throws SQLException {
        MapSqlParameterSource values = new MapSqlParameterSource()
                .addValue("archived_at", Columns.of(now))
                .addValue("archive_run_id", runId);
        for (String column : COLUMNS) {
            values.addValue(column, row.getObject(column));
        }
        return new Row(row.getLong("id"), values);
    }

    private record Row(long id, MapSqlParameterSource values) {}

    /**
     * What one run did.
     *
     * @param cutoff loans closed before this local date were archived
     * @param dryRun whether the loans were only found
     * @param loanIds the loans moved by this run (or found, in a dry run), ascending
     */
    public record Archived(LocalDate cutoff, boolean dryRun, List<Long> loanIds) {}

    private static final class Statements {
        private static final String CLOSED_BEFORE = """
                case status when 'returned' then returned_at when 'rejected' then rejected_at
                            when 'cancelled' then cancelled_at when 'lost' then lost_at end < :before
                """;
        static final String NEXT =
                "select id from library_loan where id > :last and " + CLOSED_BEFORE + " order by id limit :batch";
        static final String DELETE = "delete from library_loan where id in (:ids) and " + CLOSED_BEFORE + """
                returning id, copy_id, status, requested_at, approved_at, rejected_at, cancelled_at, decided_by,
                          loaned_at, due_date, renewals, returned_at, lost_at, overdue_since, version,
                          coalesce(faculty_id, (select u.faculty_id from library_user u
                                                where u.id = library_loan.user_id)) as faculty_id
                """;
        static final String INSERT = "insert into library_loan_archive (" + String.join(", ", COLUMNS)
                + ", archived_at, archive_run_id) values (:" + String.join(", :", COLUMNS)
                + ", :archived_at, :archive_run_id)";

        private Statements() {}
    }
}
