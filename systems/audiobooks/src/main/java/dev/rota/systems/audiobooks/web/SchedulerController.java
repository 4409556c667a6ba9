package dev.rota.systems.audiobooks.web;

import dev.rota.Rota;
import dev.rota.schedule.StoredSchedule;
import dev.rota.systems.audiobooks.AudiobookSettings;
import dev.rota.systems.audiobooks.jobs.AudiobookSchedules;
import dev.rota.systems.audiobooks.task.TaskName;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The scheduler: how it is, its jobs, pausing and resuming them. A job here is a task with its schedule. */
@RestController
@RequestMapping("${audiobooks.path:}/scheduler")
class SchedulerController {
    private final Rota rota;
    private final AudiobookSchedules schedules;
    private final AudiobookSettings settings;
    private final InstantSource clock;
    private final Instant started;

    SchedulerController(Rota rota, AudiobookSchedules schedules, AudiobookSettings settings, InstantSource clock) {
        this.rota = rota;
        this.schedules = schedules;
        this.settings = settings;
        this.clock = clock;
        this.started = clock.instant();
    }

    @GetMapping("/status")
    Status status() {
        List<ScheduledJob> jobs = jobs();
        boolean running = settings.scheduler().enabled() && rota.workerId().isPresent();
        boolean paused = !jobs.isEmpty() && jobs.stream().allMatch(ScheduledJob::paused);
        long uptime = Math.max(0, Duration.between(started, clock.instant()).toSeconds());
        return new Status(!running ? "stopped" : paused ? "paused" : "running", running, jobs.size(), uptime, jobs);
    }

    @GetMapping("/jobs")
    List<ScheduledJob> jobs() {
        return Arrays.stream(TaskName.values())
                .flatMap(task -> schedules.find(task).map(found -> job(task, found)).stream())
                .toList();
    }

    @PostMapping("/jobs/{jobId}/pause")
    ResponseEntity<Object> pause(@PathVariable String jobId, Principal user) {
        return change(jobId, (name, by) -> rota.schedules().pause(name, by, "Paused over the interface", null), user);
    }

    @PostMapping("/jobs/{jobId}/resume")
    ResponseEntity<Object> resume(@PathVariable String jobId, Principal user) {
        return change(jobId, (name, by) -> rota.schedules().resume(name), user);
    }

    /** Pausing what is paused, or resuming what is not, changes nothing and is no error. */
    private ResponseEntity<Object> change(String jobId, BiConsumer<String, String> change, Principal user) {
        Optional<TaskName> task =
                TaskName.find(jobId).filter(found -> schedules.find(found).isPresent());
        if (task.isEmpty()) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND)
                    .body(Map.of("detail", "There is no job of that id; /scheduler/jobs lists them"));
        }
        change.accept(AudiobookSchedules.name(task.get()), user.getName());
        return ResponseEntity.ok(
                schedules.find(task.get()).map(found -> job(task.get(), found)).orElseThrow());
    }

    private ScheduledJob job(TaskName task, StoredSchedule schedule) {
        boolean paused = schedule.isPaused(clock.instant());
        return new ScheduledJob(
                task.id(),
                task.purpose(),
                paused ? null : ApiTime.of(schedule.nextFireAt()),
                TriggerText.of(schedule.effective().trigger()),
                paused);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Status(String status, boolean running, int totalJobs, long uptimeSeconds, List<ScheduledJob> jobs) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ScheduledJob(String id, String name, @Nullable String nextRunTime, String trigger, boolean paused) {}
}
