package dev.rota.systems.chat.duty;

import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The runs that are kept, one for each job. Runs in the caller's transaction. Thread-safe. */
public final class HousekeepingRuns {
    private final JdbcClient jdbc;

    /** Works on the chat's tables. */
    public HousekeepingRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The run of a job. */
    public Optional<HousekeepingRun> ofJob(long jobId) {
        return jdbc.sql(Statements.FIND)
                .param("job", jobId)
                .query((row, n) -> run(row))
                .optional();
    }

    /** The latest runs, the latest first. */
    public List<HousekeepingRun> latest(int limit) {
        return jdbc.sql(Statements.LATEST)
                .param("limit", limit)
                .query((row, n) -> run(row))
                .list();
    }

    /** Begins the run of a job, or goes on with the one an earlier attempt has begun. */
    HousekeepingRun begin(RunOrder order, Instant now, Instant cutoff) {
        jdbc.sql(Statements.BEGIN)
                .param("job", order.jobId())
                .param("source", order.source().text())
                .param("task", order.task().text())
                .param("now", Columns.of(now))
                .param("cutoff", Columns.of(cutoff))
                .param("dryRun", Columns.of(order.dryRun()))
                .update();
        return ofJob(order.jobId()).orElseThrow();
    }

    /** Adds to what a step has deleted. */
    void count(HousekeepingRun run, HousekeepingTask step, long rows) {
        String column = column(step);
        changed(jdbc.sql("update chat_housekeeping_run set " + column + " = coalesce(" + column
                        + ", 0) + :rows where id = :id")
                .param("rows", rows)
                .param("id", run.id())
                .update());
    }

    void tookStatistics(HousekeepingRun run, long snapshotId) {
        changed(jdbc.sql("update chat_housekeeping_run set snapshot_id = :snapshot where id = :id")
                .param("snapshot", snapshotId)
                .param("id", run.id())
                .update());
    }

    HousekeepingRun finish(HousekeepingRun run, List<String> errors, Instant now) {
        changed(jdbc.sql(Statements.FINISH)
                .param("errors", errors.isEmpty() ? null : String.join("\n", errors))
                .param("now", Columns.of(now))
                .param("status", run.result().failing(errors).status().text())
                .param("id", run.id())
                .update());
        return ofJob(run.jobId()).orElseThrow();
    }

    private static void changed(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("Housekeeping run: expected 1 row, found " + rows);
        }
    }

    private static String column(HousekeepingTask step) {
        return switch (step) {
            case CONVERSATIONS -> "deleted_conversations";
            case MESSAGES -> "cleaned_messages";
            case USERS -> "deleted_users";
            case ALL, STATS -> throw new IllegalArgumentException(step + " deletes nothing");
        };
    }

    private HousekeepingRun run(ResultSet row) throws SQLException {
        return new HousekeepingRun(
                row.getLong("id"),
                row.getLong("job_id"),
                RunSource.of(Columns.text(row, "source")),
                Columns.instant(row, "seen_at"),
                Columns.instant(row, "cutoff"),
                result(row),
                RunStatus.of(Columns.text(row, "status")),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "finished_at"));
    }

    private HousekeepingResult result(ResultSet row) throws SQLException {
        String errors = row.getString("errors");
        return new HousekeepingResult(
                HousekeepingTask.of(Columns.text(row, "task")).orElseThrow(),
                Columns.flag(row, "dry_run"),
                Columns.longOrNull(row, "deleted_conversations"),
                Columns.longOrNull(row, "cleaned_messages"),
                Columns.longOrNull(row, "deleted_users"),
                Columns.longOrNull(row, "snapshot_id") == null ? null : ChatStatistics.read(row),
                errors == null ? List.of() : List.of(errors.split("\n")));
    }

    private static final class Statements {
        static final String BEGIN = """
                insert into chat_housekeeping_run
                       (job_id, source, task, seen_at, cutoff, dry_run, started_at, status)
                values (:job, :source, :task, :now, :cutoff, :dryRun, :now, 'running')
                    on conflict (job_id) do update
                   set status = 'running', finished_at = null, errors = null,
                       -- What was only counted is counted again.
                       deleted_conversations = case chat_housekeeping_run.dry_run
                                                    when 0 then chat_housekeeping_run.deleted_conversations end,
                       cleaned_messages = case chat_housekeeping_run.dry_run
                                               when 0 then chat_housekeeping_run.cleaned_messages end,
                       deleted_users = case chat_housekeeping_run.dry_run
                                            when 0 then chat_housekeeping_run.deleted_users end
                """;
        private static final String SELECT = """
                select r.id, r.job_id, r.source, r.task, r.seen_at, r.cutoff, r.dry_run, r.deleted_conversations,
                       r.cleaned_messages, r.deleted_users, r.errors, r.started_at, r.finished_at, r.status,
                       r.snapshot_id, s.taken_at, s.total_users, s.total_conversations, s.total_messages,
                       s.recent_conversations_24h, s.recent_messages_24h, s.registered_users
                  from chat_housekeeping_run r left join chat_statistics_snapshot s on s.id = r.snapshot_id
                """;
        static final String FIND = SELECT + " where r.job_id = :job";
        static final String LATEST = SELECT + " order by r.id desc limit :limit";
        static final String FINISH = """
                update chat_housekeeping_run set errors = :errors, finished_at = :now, status = :status where id = :id
                """;

        private Statements() {}
    }
}
