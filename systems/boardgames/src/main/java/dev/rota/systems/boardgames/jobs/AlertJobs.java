package dev.rota.systems.boardgames.jobs;

import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.systems.boardgames.jobs.AlertJobsSettings.Setting;
import dev.rota.systems.boardgames.jobs.JobHealth.Failure;
import dev.rota.systems.common.JobWait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * The jobs of the board-game library: start and stop them, add and remove, enable and disable, run by hand, and see what
 * came of it. What is done here holds for all processes and outlives them. Thread-safe.
 *
 * <p>Methods that name a job throw {@link NoSuchElementException} when there is none of that name.
 */
public final class AlertJobs {
    public static final String OVERDUE = "overdue-alerts";
    public static final String REMINDER = "reminder-alerts";
    public static final String CLEANUP = "cleanup-alerts";

    /** All jobs are of this type. A run that fails is not tried again before its next time. */
    public static final JobType<AlertJobArgs> TYPE = JobType.of("boardgames.alert-job", AlertJobArgs.class)
            .queue("boardgames")
            .maxAttempts(1);

    static final String BY_SCHEDULE = "schedule";
    static final String PREFIX = "boardgames.";

    private static final String BY_HAND = "manual";

    private final Rota rota;
    private final JobTable jobs;
    private final ExecutionTable executions;
    private final AlertJobCodes codes;
    private final JobWait wait;
    private final Duration patience;

    /** @param patience how long a run by hand is waited for */
    AlertJobs(Rota rota, AlertJobParts parts, Duration patience) {
        this.rota = rota;
        this.jobs = parts.jobs();
        this.executions = parts.executions();
        this.codes = parts.codes();
        this.wait = new JobWait(rota);
        this.patience = patience;
    }

    /**
     * Makes the three jobs as the settings say, with this code, and takes away those that are not enabled. For the start
     * of a program; a job that is there keeps its next run, unless its interval has changed.
     */
    void define(AlertJobsSettings settings, Map<String, AlertJobCode> defaults) {
        define(OVERDUE, "Generates alerts for overdue borrowed items", settings.overdueAlerts(), defaults);
        define(REMINDER, "Generates reminders for items due within 2 days", settings.reminderAlerts(), defaults);
        define(CLEANUP, "Cleans up alerts for returned items", settings.alertCleanup(), defaults);
    }

    private void define(String name, String description, Setting setting, Map<String, AlertJobCode> defaults) {
        if (setting.enabled()) {
            codes.add(name, Objects.requireNonNull(defaults.get(name)));
            put(name, description, "default", setting.interval());
        } else if (jobs.find(name).isPresent()) {
            remove(name);
        }
    }

    /** Runs the jobs by schedule again. @throws IllegalStateException when they are run already */
    public void start() {
        if (!jobs.setRunning(true, rota.clock().instant())) {
            throw new IllegalStateException("The alert jobs are running already");
        }
    }

    /**
     * Runs the jobs by schedule no longer. What runs may end within the limit; after it, it is cancelled and noted as
     * interrupted. Does nothing when they are stopped already.
     *
     * @throws InterruptedException when the thread is interrupted; the jobs are stopped all the same
     */
    public void stop(Duration limit) throws InterruptedException {
        jobs.setRunning(false, rota.clock().instant());
        long deadline = System.nanoTime() + limit.toNanos();
        for (Execution run : executions.running()) {
            wait.await(run.jobId(), Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        for (Execution run : executions.running()) {
            executions.interrupt(run, rota.clock().instant());
            rota.jobs().cancel(run.jobId(), "boardgames", "The alert jobs were stopped");
        }
    }

    /** Whether the jobs are run by schedule. */
    public boolean running() {
        return jobs.running();
    }

    /**
     * Adds a job, or gives a job that has lost its code new code; it first runs an interval from now.
     *
     * @throws IllegalStateException when there is one of that name
     */
    public void add(CustomAlertJob job) {
        if (!codes.add(job.name(), job.code())) {
            throw new IllegalStateException(
                    "There is a job " + job.name() + " already: remove it first, or choose another name");
        }
        put(job.name(), job.description(), "custom", job.interval());
    }

    private void put(String name, String description, String kind, Duration interval) {
        jobs.put(name, description, kind, rota.clock().instant());
        rota.schedules()
                .put(Schedule.every(PREFIX + name, interval)
                        .runs(TYPE, new AlertJobArgs(name, BY_SCHEDULE))
                        .tags("boardgames")
                        .description(description));
    }

    /** Removes a job; a run that goes on may end. Its runs and totals stay. */
    public void remove(String name) {
        require(name);
        rota.schedules().remove(PREFIX + name);
        jobs.markRemoved(name, rota.clock().instant());
        codes.remove(name);
        jobs.deleteRemoved(name);
    }

    /** Runs a job by schedule again. */
    public void enable(String name) {
        require(name);
        rota.schedules().resume(PREFIX + name);
    }

    /** Runs a job by schedule no longer; it stays, and can be run by hand. */
    public void disable(String name, String by) {
        require(name);
        rota.schedules().pause(PREFIX + name, by, null, null);
    }

    /**
     * Runs a job now, be it enabled or not, and leaves its next run as it is. Waits for the end for a while.
     *
     * @return the run, which may be running still, failed, or skipped because the job was running; empty when no process
     *     has begun it yet
     * @throws IllegalStateException when this program has no code for the job
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Optional<Execution> runNow(String name, String by) throws InterruptedException {
        long id = enqueue(name, by);
        wait.await(id, patience);
        return executions.ofJob(id);
    }

    private long enqueue(String name, String by) {
        require(name);
        if (codes.of(name).isEmpty()) {
            throw new IllegalStateException("This program has no code for the job " + name + ": add it again");
        }
        return rota.job(TYPE, new AlertJobArgs(name, BY_HAND))
                .tag("boardgames")
                .by(by)
                .enqueue();
    }

    /**
     * Raises all alerts now. Both jobs are run, whether or not the first one fails.
     *
     * @return both runs, with what they failed with; fewer when no process has begun them yet
     */
    public List<Execution> generateAll(String by) throws InterruptedException {
        List<Long> ids = List.of(enqueue(OVERDUE, by), enqueue(REMINDER, by));
        List<Execution> runs = new ArrayList<>();
        for (long id : ids) {
            wait.await(id, patience);
            executions.ofJob(id).ifPresent(runs::add);
        }
        return runs;
    }

    /** Cleans up alerts now; see {@link #runNow}. */
    public Optional<Execution> cleanUp(String by) throws InterruptedException {
        return runNow(CLEANUP, by);
    }

    /** A job as it stands. */
    public JobStatus status(String name) {
        return status(require(name));
    }

    /** All jobs, the three first. */
    public List<JobStatus> list() {
        return jobs.all().stream().map(this::status).toList();
    }

    /** The latest runs of all jobs, the latest first; of each job, 100 are kept. */
    public List<Execution> executions(int limit) {
        return executions.latest(null, Math.max(0, limit));
    }

    /** The latest runs of a job, the latest first; 100 are kept. */
    public List<Execution> executions(String name, int limit) {
        return executions.latest(name, Math.max(0, limit));
    }

    /** All runs of all jobs, also those that are no longer kept. */
    public JobStatistics statistics() {
        return executions.statistics(null);
    }

    /** All runs of one job. */
    public JobStatistics statistics(String name) {
        return executions.statistics(name);
    }

    /** Whether the jobs do what they should. */
    public JobHealth health() {
        Instant now = rota.store().now();
        List<JobStatus> all = list();
        List<JobStatus> enabled = all.stream().filter(JobStatus::enabled).toList();
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (Execution run : executions.lastFailures()) {
            failures.put(run.jobName(), new Failure(run.startedAt(), Objects.requireNonNullElse(run.error(), "")));
        }
        return new JobHealth(
                running(),
                all.size(),
                enabled.size(),
                enabled.stream().mapToLong(job -> lagSeconds(job, now)).max().orElse(0),
                enabled.stream()
                        .filter(job ->
                                job.scheduleSeconds() != null && lagSeconds(job, now) > 2 * job.scheduleSeconds())
                        .map(JobStatus::name)
                        .toList(),
                all.stream()
                        .filter(job -> !job.handlerPresent())
                        .map(JobStatus::name)
                        .toList(),
                failures);
    }

    private static long lagSeconds(JobStatus job, Instant now) {
        Instant next = job.nextRun();
        return next == null ? 0 : Math.max(0, Duration.between(next, now).toSeconds());
    }

    private JobTable.Row require(String name) {
        return jobs.find(name)
                .orElseThrow(() -> new NoSuchElementException("There is no job " + name + ", found "
                        + jobs.all().stream().map(JobTable.Row::name).toList()));
    }

    private JobStatus status(JobTable.Row job) {
        Optional<StoredSchedule> schedule = rota.schedules().find(PREFIX + job.name());
        Instant now = rota.store().now();
        return new JobStatus(
                job.name(),
                job.description(),
                job.kind(),
                schedule.map(AlertJobs::seconds).orElse(null),
                schedule.isPresent() && !schedule.get().isPaused(now),
                codes.of(job.name()).isPresent(),
                executions.lastRun(job.name()).orElse(null),
                schedule.map(StoredSchedule::nextFireAt).orElse(null),
                job.createdAt());
    }

    @SuppressWarnings("NullAway") // Null for Optional.map: no interval.
    private static Long seconds(StoredSchedule schedule) {
        return schedule.effective().trigger() instanceof IntervalTrigger interval
                ? interval.every().toSeconds()
                : null;
    }
}
