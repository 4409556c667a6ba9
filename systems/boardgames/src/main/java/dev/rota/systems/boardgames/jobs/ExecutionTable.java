package dev.rota.systems.boardgames.jobs;

import dev.rota.systems.boardgames.jobs.Execution.Status;
import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The runs of the jobs, and how many there were. Thread-safe, over processes too. */
final class ExecutionTable {
    /** Finished runs that are kept of each job. */
    static final int KEPT = 100;

    private static final int LONGEST_ERROR = 1_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    ExecutionTable(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** A run's job, source and beginning. */
    record Begin(String jobName, long jobId, String source, Instant at) {}

    /** The run of a job that is running, if one is. */
    Optional<Execution> running(String jobName) {
        return jdbc.sql(Statements.SELECT + " where job_name = :name and status = 'running'")
                .param("name", jobName)
                .query((row, n) -> read(row))
                .optional();
    }

    /** All that are running. */
    List<Execution> running() {
        return jdbc.sql(Statements.SELECT + " where status = 'running' order by id")
                .query((row, n) -> read(row))
                .list();
    }

    /** Begins a run; empty when another of the same job is running, and then that is noted instead. */
    Optional<Long> begin(Begin run) {
        return Objects.requireNonNull(transactions.execute(status -> {
            Optional<Long> id = insert(run, "running", null);
            if (id.isEmpty()) {
                insert(run, "skipped", run.at());
            }
            return id;
        }));
    }

    private Optional<Long> insert(Begin run, String status, @Nullable Instant finished) {
        return jdbc.sql(Statements.INSERT)
                .param("name", run.jobName())
                .param("job", run.jobId())
                .param("source", run.source())
                .param("status", status)
                .param("started", Columns.of(run.at()))
                .param("finished", Columns.ofNullable(finished))
                .param("duration", finished == null ? null : 0L)
                .query(Long.class)
                .optional();
    }

    /** Ends a run that succeeded or failed, counts it, and forgets the oldest. Nothing if it was interrupted before. */
    void finish(long id, Begin run, @Nullable Throwable error, Instant now) {
        transactions.executeWithoutResult(status -> {
            if (end(id, error == null ? "success" : "failed", words(error), run.at(), now)) {
                jdbc.sql(Statements.COUNT)
                        .param("name", run.jobName())
                        .param("success", error == null ? 1 : 0)
                        .param("failed", error == null ? 0 : 1)
                        .update();
                jdbc.sql(Statements.FORGET)
                        .param("name", run.jobName())
                        .param("kept", KEPT)
                        .update();
            }
        });
    }

    /** Ends a run that is not counted. False if it has ended before. */
    boolean interrupt(Execution run, Instant now) {
        return end(run.id(), "interrupted", null, run.startedAt(), now);
    }

    private boolean end(long id, String status, @Nullable String error, Instant started, Instant now) {
        return jdbc.sql("""
                        update boardgames_job_execution
                           set status = :status, error = :error, finished_at = :now, duration_ms = :duration
                         where id = :id and status = 'running'
                        """)
                        .param("status", status)
                        .param("error", error)
                        .param("now", Columns.of(now))
                        .param(
                                "duration",
                                Math.max(0, Duration.between(started, now).toMillis()))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** The latest run that belongs to a job of Rota's. */
    Optional<Execution> ofJob(long jobId) {
        return jdbc.sql(Statements.SELECT + " where job_id = :job order by id desc limit 1")
                .param("job", jobId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The latest runs, the latest first, without those that were skipped. */
    List<Execution> latest(@Nullable String jobName, int limit) {
        return jdbc.sql(Statements.SELECT + " where status <> 'skipped'"
                        + (jobName == null ? "" : " and job_name = :name") + " order by id desc limit :limit")
                .param("name", jobName)
                .param("limit", limit)
                .query((row, n) -> read(row))
                .list();
    }

    /** The last failure of each job that is kept. */
    List<Execution> lastFailures() {
        return jdbc.sql(Statements.SELECT + """
                         where id in (select max(id) from boardgames_job_execution where status = 'failed'
                                       group by job_name)
                        """).query((row, n) -> read(row)).list();
    }

    /** When a job last began; empty if never, or long ago. */
    Optional<Instant> lastRun(String jobName) {
        return latest(jobName, 1).stream().findFirst().map(Execution::startedAt);
    }

    /** Of one job, or of all when null. */
    JobStatistics statistics(@Nullable String jobName) {
        return jdbc.sql("""
                        select coalesce(sum(total), 0) as total, coalesce(sum(success), 0) as success,
                               coalesce(sum(failed), 0) as failed
                          from boardgames_job_total
                        """ + (jobName == null ? "" : " where job_name = :name"))
                .param("name", jobName)
                .query((row, n) ->
                        new JobStatistics(row.getLong("total"), row.getLong("success"), row.getLong("failed")))
                .single();
    }

    private static @Nullable String words(@Nullable Throwable error) {
        if (error == null) {
            return null;
        }
        String text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
    }

    private static Execution read(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong("id"),
                Columns.text(row, "job_name"),
                row.getLong("job_id"),
                Columns.text(row, "source"),
                Status.valueOf(Columns.text(row, "status").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "started_at"),
                Columns.longOrNull(row, "duration_ms"),
                row.getString("error"));
    }

    private static final class Statements {
        static final String SELECT = """
                select id, job_name, job_id, source, status, started_at, duration_ms, error
                  from boardgames_job_execution
                """;
        static final String INSERT = """
                insert into boardgames_job_execution
                       (job_name, job_id, source, status, started_at, finished_at, duration_ms)
                values (:name, :job, :source, :status, :started, :finished, :duration)
                    on conflict do nothing
                returning id
                """;
        static final String COUNT = """
                insert into boardgames_job_total (job_name, total, success, failed)
                values (:name, 1, :success, :failed)
                    on conflict (job_name) do update
                   set total = boardgames_job_total.total + 1,
                       success = boardgames_job_total.success + :success,
                       failed = boardgames_job_total.failed + :failed
                """;
        static final String FORGET = """
                delete from boardgames_job_execution
                 where job_name = :name and status <> 'running'
                   and id <= (select e.id from boardgames_job_execution e
                               where e.job_name = :name and e.status <> 'skipped'
                               order by e.id desc limit 1 offset :kept)
                """;

        private Statements() {}
    }
}
