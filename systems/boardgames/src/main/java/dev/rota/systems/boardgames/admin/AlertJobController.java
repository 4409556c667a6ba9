package dev.rota.systems.boardgames.admin;

import dev.rota.systems.boardgames.jobs.AlertJobs;
import dev.rota.systems.boardgames.jobs.Execution;
import dev.rota.systems.boardgames.jobs.Execution.Status;
import dev.rota.systems.boardgames.jobs.JobHealth;
import dev.rota.systems.boardgames.jobs.JobStatistics;
import dev.rota.systems.boardgames.jobs.JobStatus;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The alert jobs for admins, below the path {@code boardgames.path} (by default none). A job is added by code, not over
 * HTTP: see {@link dev.rota.systems.boardgames.jobs.CustomAlertJob}.
 */
@RestController
@RequestMapping("${boardgames.path:}/jobs")
class AlertJobController {
    private static final int MOST = 1_000;

    private final AlertJobs jobs;
    private final Duration stopLimit;

    AlertJobController(AlertJobs jobs, @Value("${boardgames.stop.limit:20s}") Duration stopLimit) {
        this.jobs = jobs;
        this.stopLimit = stopLimit;
    }

    @GetMapping
    List<Job> list() {
        return jobs.list().stream().map(Job::of).toList();
    }

    @GetMapping("/{name}")
    Job status(@PathVariable("name") String name) {
        return Job.of(jobs.status(name));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("name") String name) {
        jobs.remove(name);
    }

    @PostMapping("/{name}/enable")
    Job enable(@PathVariable("name") String name) {
        jobs.enable(name);
        return status(name);
    }

    @PostMapping("/{name}/disable")
    Job disable(@PathVariable("name") String name, Principal who) {
        jobs.disable(name, who.getName());
        return status(name);
    }

    /** 200 with the run when it ended soon, else 202. */
    @PostMapping("/{name}/run")
    ResponseEntity<?> run(@PathVariable("name") String name, Principal who) throws InterruptedException {
        Optional<Execution> run = jobs.runNow(name, who.getName());
        return run.isPresent() && run.get().status() != Status.RUNNING
                ? ResponseEntity.ok(Run.of(run.get()))
                : ResponseEntity.accepted().body(Map.of("message", name + " is running"));
    }

    @PostMapping("/generate-all")
    List<Run> generateAll(Principal who) throws InterruptedException {
        return jobs.generateAll(who.getName()).stream().map(Run::of).toList();
    }

    @PostMapping("/start")
    Map<String, Boolean> start() {
        jobs.start();
        return Map.of("is_running", true);
    }

    @PostMapping("/stop")
    Map<String, Boolean> stop() throws InterruptedException {
        jobs.stop(stopLimit);
        return Map.of("is_running", false);
    }

    @GetMapping("/executions")
    List<Run> executions(
            @RequestParam(name = "limit", defaultValue = "10") int limit,
            @RequestParam(name = "job", required = false) @Nullable String job) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: expected 1 to " + MOST + ", found " + limit);
        }
        return (job == null ? jobs.executions(limit) : jobs.executions(job, limit))
                .stream().map(Run::of).toList();
    }

    @GetMapping("/statistics")
    Totals statistics() {
        return Totals.of(jobs.statistics());
    }

    /** 503 when a job is later than two of its intervals. */
    @GetMapping("/health")
    ResponseEntity<Health> health() {
        JobHealth health = jobs.health();
        return ResponseEntity.status(health.healthy() ? 200 : 503).body(Health.of(health));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> unknown(NoSuchElementException e) {
        return problem(404, e);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> conflict(IllegalStateException e) {
        return problem(409, e);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> wrong(IllegalArgumentException e) {
        return problem(400, e);
    }

    private static ResponseEntity<Map<String, String>> problem(int status, Exception e) {
        return ResponseEntity.status(status).body(Map.of("message", String.valueOf(e.getMessage())));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Job(
            String name,
            String description,
            String kind,
            @Nullable Long scheduleSeconds,
            boolean enabled,
            boolean handlerPresent,
            @Nullable Instant lastRun,
            @Nullable Instant nextRun) {
        static Job of(JobStatus job) {
            return new Job(
                    job.name(),
                    job.description(),
                    job.kind(),
                    job.scheduleSeconds(),
                    job.enabled(),
                    job.handlerPresent(),
                    job.lastRun(),
                    job.nextRun());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Run(
            long id,
            String jobName,
            String trigger,
            String status,
            Instant startedAt,
            @Nullable Long durationMs,
            @Nullable String error) {
        static Run of(Execution run) {
            return new Run(
                    run.id(),
                    run.jobName(),
                    run.source(),
                    run.status().name().toLowerCase(Locale.ROOT),
                    run.startedAt(),
                    run.durationMs(),
                    run.error());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Totals(
            long totalExecutions,
            long successfulExecutions,
            long failedExecutions,
            @Nullable Double successRatePercent) {
        static Totals of(JobStatistics statistics) {
            return new Totals(
                    statistics.totalExecutions(),
                    statistics.successfulExecutions(),
                    statistics.failedExecutions(),
                    statistics.successRate());
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Health(
            boolean isRunning,
            int totalJobs,
            int enabledJobs,
            long lagSeconds,
            List<String> late,
            List<String> withoutHandler,
            Map<String, JobHealth.Failure> lastFailures) {
        static Health of(JobHealth health) {
            return new Health(
                    health.running(),
                    health.totalJobs(),
                    health.enabledJobs(),
                    health.lagSeconds(),
                    health.late(),
                    health.withoutHandler(),
                    health.lastFailures());
        }
    }
}
