package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tasks that failed and may succeed later: because a program is corrected, or because what they need is back. Each is
 * retried some minutes after each failure, and is dead after some retries in vain. Thread-safe.
 */
public final class FailedTasks {
    private static final int LATEST = 200;

    private final JdbcClient jdbc;
    private final WebappSettings.FailedTaskRules rules;

    public FailedTasks(JdbcClient jdbc, WebappSettings.FailedTaskRules rules) {
        this.jdbc = jdbc;
        this.rules = rules;
    }

    /**
     * A task that failed.
     *
     * @param jobId its job, which holds its history
     * @param task the name of its job type
     * @param attempts how often it failed
     * @param nextRetryAt null unless it waits
     * @param status waiting, retried_ok or dead
     */
    public record FailedTask(
            long jobId,
            String task,
            String args,
            String error,
            int attempts,
            Instant firstFailedAt,
            Instant lastFailedAt,
            @Nullable Instant nextRetryAt,
            String status) {}

    /**
     * Notes a failure.
     *
     * @param args as JSON: ids, never addresses
     * @param error without addresses
     */
    public void failed(long jobId, String task, String args, String error, Instant now) {
        jdbc.sql("""
                insert into web_failed_task as f
                  (job_id, task, args, error, attempts, first_failed_at, last_failed_at, next_retry_at, status)
                values (:job, :task, :args, :error, 1, :now, :now, :next, 'waiting')
                on conflict (job_id) do update set
                  error = :error,
                  attempts = f.attempts + 1,
                  last_failed_at = :now,
                  next_retry_at = case when f.attempts >= :retries then null else :next end,
                  status = case when f.attempts >= :retries then 'dead' else 'waiting' end""")
                .param("job", jobId)
                .param("task", task)
                .param("args", args)
                .param("error", error)
                .param("now", Columns.of(now))
                .param("next", Columns.of(now.plus(rules.every())))
                .param("retries", rules.retries())
                .update();
    }

    /** Notes that a task has succeeded, if it had failed before. */
    public void succeeded(long jobId) {
        jdbc.sql("update web_failed_task set status = 'retried_ok', next_retry_at = null where job_id = :job")
                .param("job", jobId)
                .update();
    }

    /** Notes that a task cannot be retried any more. */
    public void dead(long jobId) {
        jdbc.sql("""
                update web_failed_task set status = 'dead', next_retry_at = null
                where job_id = :job and status = 'waiting'""").param("job", jobId).update();
    }

    /** The jobs of tasks whose time to be retried has come. */
    public List<Long> due(Instant now) {
        return jdbc.sql("""
                select job_id from web_failed_task where status = 'waiting' and next_retry_at <= :now
                order by next_retry_at, id""").param("now", Columns.of(now)).query(Long.class).list();
    }

    /** Whether a job's task is to be retried. */
    public boolean waits(long jobId) {
        return jdbc.sql("select count(*) from web_failed_task where job_id = :job and status = 'waiting'")
                        .param("job", jobId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The latest, the latest first. */
    public List<FailedTask> latest() {
        return jdbc.sql("""
                select job_id, task, args, error, attempts, first_failed_at, last_failed_at, next_retry_at, status
                from web_failed_task order by id desc limit :limit""").param("limit", LATEST).query(FailedTasks::task).list();
    }

    private static FailedTask task(ResultSet row, int number) throws SQLException {
        return new FailedTask(
                row.getLong("job_id"),
                Columns.text(row, "task"),
                Columns.text(row, "args"),
                Columns.text(row, "error"),
                row.getInt("attempts"),
                Columns.instant(row, "first_failed_at"),
                Columns.instant(row, "last_failed_at"),
                Columns.instantOrNull(row, "next_retry_at"),
                Columns.text(row, "status"));
    }
}
