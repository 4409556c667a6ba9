package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs tasks and keeps a row for each attempt: running, then completed, failed or interrupted.
 *
 * <p>The attempts of one job belong together: the next one goes on at the position of the last, and once one has
 * completed, none runs again. Thread-safe.
 */
public final class TaskRuns {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRuns.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final Limits limits;
    private final FailedAttempts failedAttempts;

    /**
     * Bounds of a run.
     *
     * @param failedShare the run has failed if more than this share of its items failed for the first time; from 0 to 1
     * @param logCharacters so much of a run's log is kept, head and tail
     */
    public record Limits(double failedShare, int logCharacters) {
        /** More than half; about one megabyte. */
        public static final Limits DEFAULTS = new Limits(0.5, 1_000_000);
    }

    /**
     * Why a task runs.
     *
     * @param scheduled when it was due; null if nobody planned it
     * @param trigger what set it off: "schedule", "manual" and the like
     * @param jobId the job it is an attempt of; null outside of jobs
     * @param attempt of the job, from 1
     */
    public record Occasion(
            @Nullable Instant scheduled,
            String trigger,
            @Nullable Long jobId,
            int attempt) {
        /** Asked for by a person, outside of jobs. */
        public static final Occasion MANUAL = new Occasion(null, "manual", null, 1);
    }

    /** What a task does. */
    @FunctionalInterface
    public interface Work {
        void run(TaskRun run) throws SourceUnavailableException, TaskFailedException, InterruptedException;
    }

    public TaskRuns(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock, Limits limits) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.limits = limits;
        this.failedAttempts = new FailedAttempts(jdbc);
    }

    /**
     * Runs a task.
     *
     * @return the row's id; empty if an earlier attempt of the same job completed it
     * @throws SourceUnavailableException when a source is down; the row is failed, the next attempt goes on from here
     * @throws TaskFailedException when too much failed
     * @throws TaskStoppedException when it was stopped; the row is interrupted
     */
    public Optional<Long> run(TaskName task, Occasion occasion, TaskProgress progress, Work work)
            throws SourceUnavailableException, TaskFailedException, InterruptedException {
        Optional<TaskRun> begun = transactions.execute(status -> begin(task, occasion, progress));
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        TaskRun run = begun.get();
        LOG.info("Task {} begins: row {}, job {}", task, run.id(), occasion.jobId());
        try {
            work.run(run);
            refuseIfTooManyFailed(run, occasion);
            end(run, "completed", null);
        } catch (SourceUnavailableException | RuntimeException e) {
            end(run, e instanceof TaskStoppedException ? "interrupted" : "failed", e);
            throw e;
        } catch (TaskFailedException e) {
            run.forgetPosition(); // Whoever runs it again means all of it.
            end(run, "failed", e);
            throw e;
        } catch (InterruptedException e) {
            end(run, "interrupted", e);
            throw e;
        }
        return Optional.of(run.id());
    }

    private Optional<TaskRun> begin(TaskName task, Occasion occasion, TaskProgress progress) {
        Instant now = clock.instant();
        Earlier earlier = Earlier.NONE;
        if (occasion.jobId() != null) {
            interrupt("job_id = " + occasion.jobId(), now);
            earlier = earlier(occasion.jobId());
        }
        if ("completed".equals(earlier.status())) {
            return Optional.empty();
        }
        long id = jdbc.sql(Statements.INSERT)
                .param("task", task.name())
                .param("scheduled", Columns.ofNullable(occasion.scheduled()))
                .param("now", Columns.of(now))
                .param("trigger", occasion.trigger())
                .param("job", occasion.jobId())
                .param("attempt", occasion.attempt())
                .param("position", earlier.position())
                .query(Long.class)
                .single();
        Instant first = earlier.firstStart() == null ? now : earlier.firstStart();
        TaskRun.Tables tables = new TaskRun.Tables(jdbc, transactions, failedAttempts, clock);
        TaskRun.Start start = new TaskRun.Start(id, task, now, first, earlier.position());
        return Optional.of(new TaskRun(tables, start, progress, new LogText(limits.logCharacters())));
    }

    private Earlier earlier(long job) {
        Instant first = jdbc.sql("select min(actual_start) as first from audio_task where job_id = :job")
                .param("job", job)
                .query((row, n) -> Optional.ofNullable(Columns.instantOrNull(row, "first")))
                .single()
                .orElse(null);
        return jdbc.sql("select status, position from audio_task where job_id = :job order by id desc limit 1")
                .param("job", job)
                .query((row, n) -> new Earlier(row.getString("status"), row.getString("position"), first))
                .optional()
                .orElse(Earlier.NONE);
    }

    /**
     * Counted over all attempts of the job: the last one may have met the bad end of a good run. What failed before and
     * still does says nothing about this run, and a crawl that finds nothing new may meet little else.
     */
    private void refuseIfTooManyFailed(TaskRun run, Occasion occasion) throws TaskFailedException {
        long processed = jdbc.sql("select sum(items_processed) from audio_task where id = :id or job_id = :job")
                .param("id", run.id())
                .param("job", occasion.jobId() == null ? -1L : occasion.jobId())
                .query(Long.class)
                .single();
        long failed = failedAttempts.newSince(run.task(), run.firstStartedAt());
        if (failed > limits.failedShare() * processed) {
            throw new TaskFailedException(failed + " of " + processed + " items failed, more than the share of "
                    + limits.failedShare() + " that is tolerated; the rows of failed items say why");
        }
    }

    private void end(TaskRun run, String status, @Nullable Exception error) {
        Instant now = clock.instant();
        run.finishLog();
        String message = error == null ? null : message(error);
        jdbc.sql(Statements.END)
                .param("status", status)
                .param("now", Columns.of(now))
                .param("seconds", Duration.between(run.startedAt(), now).toMillis() / 1000.0)
                .param("error", message)
                .param("log", run.logText())
                .param("id", run.id())
                .update();
        if (error == null) {
            LOG.info("Task {} {}: row {}, {} in {}", run.task(), status, run.id(), run.counts(), run.startedAt());
        } else {
            LOG.error("Task {} {}: row {}, {}: {}", run.task(), status, run.id(), run.counts(), message);
        }
    }

    private static String message(Exception error) {
        return error.getMessage() == null
                ? error.getClass().getName()
                : error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    /**
     * Marks the rows of attempts that are over without having said so, as at start after a crash.
     *
     * @param isRunning whether a job is being run by a living worker
     * @return how many rows were marked
     */
    public int interruptAbandoned(LongPredicate isRunning) {
        List<Long> jobs = jdbc.sql("select distinct coalesce(job_id, -1) from audio_task where status = 'running'")
                .query(Long.class)
                .list();
        int marked = 0;
        for (long job : jobs) {
            if (job == -1) {
                marked += interrupt("job_id is null", clock.instant());
            } else if (!isRunning.test(job)) {
                marked += interrupt("job_id = " + job, clock.instant());
            }
        }
        return marked;
    }

    private int interrupt(String which, Instant now) {
        return jdbc.sql("""
                        update audio_task
                           set status = 'interrupted', actual_end = :now,
                               duration_seconds = (:now - actual_start) / 1000.0,
                               error_message = 'The worker ended before the task did'
                         where status = 'running' and
                        """ + which).param("now", Columns.of(now)).update();
    }

    private record Earlier(
            @Nullable String status,
            @Nullable String position,
            @Nullable Instant firstStart) {
        static final Earlier NONE = new Earlier(null, null, null);
    }

    private static final class Statements {
        static final String INSERT = """
                insert into audio_task
                       (task_name, scheduled_time, actual_start, status, run_trigger, job_id, attempt, position,
                        date_created)
                values (:task, :scheduled, :now, 'running', :trigger, :job, :attempt, :position, :now)
                returning id
                """;
        static final String END = """
                update audio_task
                   set status = :status, actual_end = :now, duration_seconds = :seconds, error_message = :error,
                       log_output = :log
                 where id = :id and status = 'running'
                """;

        private Statements() {}
    }
}
