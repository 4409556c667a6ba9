package dev.rota.systems.chat.admin;

import dev.rota.Rota;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.chat.duty.RunStatus;
import dev.rota.systems.chat.jobs.ChatSchedules;
import dev.rota.systems.chat.jobs.HousekeepingDesk;
import dev.rota.systems.chat.jobs.HousekeepingDesk.Answer;
import dev.rota.systems.chat.jobs.HousekeepingDesk.Progress;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Status, trigger and statistics for superusers, below the path {@code chat.path} (by default none). */
@RestController
@RequestMapping("${chat.path:}/api/admin/scheduler")
class SchedulerController {
    /** {@code 2025-12-17T02:00:00+00:00}. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private final HousekeepingDesk desk;
    private final ChatSchedules schedules;
    private final Housekeeping housekeeping;
    private final Rota rota;
    private final Duration patience;

    SchedulerController(
            HousekeepingDesk desk,
            ChatSchedules schedules,
            Housekeeping housekeeping,
            Rota rota,
            @Value("${chat.trigger.patience:30s}") Duration patience) {
        this.desk = desk;
        this.schedules = schedules;
        this.housekeeping = housekeeping;
        this.rota = rota;
        this.patience = patience;
    }

    /** The schedules that are on. */
    @GetMapping("/status")
    Map<String, Object> status() {
        List<Map<String, @Nullable Object>> jobs =
                schedules.on().stream().map(SchedulerController::job).toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", schedules.running() ? "running" : "stopped");
        answer.put("total_jobs", jobs.size());
        answer.put("jobs", jobs);
        return answer;
    }

    /**
     * Runs a task: 200 with its result when it ends soon, else 202 with where to look; 400 for an unknown task; 409 with
     * the id of the one that runs.
     */
    @PostMapping("/trigger")
    ResponseEntity<Map<String, Object>> trigger(@RequestBody(required = false) @Nullable Wish wish, Principal who)
            throws InterruptedException {
        if (wish == null || wish.task() == null) {
            return unknownTask();
        }
        Optional<HousekeepingTask> task = HousekeepingTask.of(wish.task());
        if (task.isEmpty()) {
            return unknownTask();
        }
        boolean dryRun = Boolean.TRUE.equals(wish.dryRun());
        Answer asked = desk.ask(task.get(), RunSource.MANUAL, dryRun, who.getName());
        if (!asked.accepted()) {
            return ResponseEntity.status(409)
                    .location(run(asked.jobId()))
                    .body(Map.of(
                            "message",
                            "A housekeeping is running already: wait until " + asked.jobId() + " has ended",
                            "running_id",
                            asked.jobId()));
        }
        return progress(desk.await(asked.jobId(), patience).orElseThrow());
    }

    /** A run that was triggered: as trigger answers. */
    @GetMapping("/runs/{id}")
    ResponseEntity<Map<String, Object>> run(@PathVariable("id") String id) throws InterruptedException {
        Optional<Progress> progress =
                id.matches("\\d{1,18}") ? desk.await(Long.parseLong(id), Duration.ZERO) : Optional.empty();
        return progress.isPresent()
                ? progress(progress.get())
                : ResponseEntity.status(404).body(Map.of("message", "There is no housekeeping " + id));
    }

    /** What was counted last; counted now when nothing was yet. */
    @GetMapping("/statistics")
    Map<String, Object> statistics() {
        return Answers.statistics(housekeeping
                .statistics()
                .latest()
                .orElseGet(() -> housekeeping.statistics().count(rota.clock().instant())));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException e) {
        return unknownTask();
    }

    private static ResponseEntity<Map<String, Object>> unknownTask() {
        String expected = "Expected {\"task\": …} with one of " + String.join(", ", HousekeepingTask.texts());
        return ResponseEntity.badRequest().body(Map.of("message", expected));
    }

    private ResponseEntity<Map<String, Object>> progress(Progress progress) {
        HousekeepingRun run = progress.run();
        if (run != null && run.status() != RunStatus.RUNNING) {
            return ResponseEntity.status(Answers.status(run)).body(Answers.run(run));
        }
        if (progress.ended()) {
            return ResponseEntity.status(500)
                    .body(Map.of("message", "Housekeeping " + progress.jobId() + " ended as " + progress.state()));
        }
        return ResponseEntity.accepted()
                .location(run(progress.jobId()))
                .body(Map.of("message", "Housekeeping is running", "id", progress.jobId()));
    }

    private static URI run(long jobId) {
        return ServletUriComponentsBuilder.fromCurrentRequestUri()
                .replacePath(null)
                .path(path())
                .path("/runs/{id}")
                .build(jobId);
    }

    /** Of the request, up to and including {@code /scheduler}. */
    private static String path() {
        String path =
                ServletUriComponentsBuilder.fromCurrentRequestUri().build().getPath();
        String whole = path == null ? "" : path;
        return whole.substring(0, whole.indexOf("/scheduler") + "/scheduler".length());
    }

    private static Map<String, @Nullable Object> job(ChatSchedules.Entry entry) {
        ZonedDateTime next = entry.nextRun();
        Map<String, @Nullable Object> job = new LinkedHashMap<>();
        job.put("id", entry.id());
        job.put("name", entry.name());
        job.put("next_run_time", next == null ? null : TIME.format(next));
        job.put("trigger", entry.trigger());
        return job;
    }

    /**
     * What is to be run.
     *
     * @param task one of the five
     * @param dryRun true to count only
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Wish(@Nullable String task, @Nullable Boolean dryRun) {}
}
