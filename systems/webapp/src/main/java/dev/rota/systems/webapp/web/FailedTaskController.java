package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.FailedTasks;
import dev.rota.systems.webapp.app.FailedTasks.FailedTask;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Failed tasks, for administrators. */
@RestController
@RequestMapping({"${webapp.path:}", "${webapp.path:}/api/v1"})
class FailedTaskController {
    private final FailedTasks failed;

    FailedTaskController(FailedTasks failed) {
        this.failed = failed;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record FailedTaskBody(
            long jobId,
            String task,
            String error,
            int attempts,
            Instant firstFailedAt,
            Instant lastFailedAt,
            @Nullable Instant nextRetryAt,
            String status) {
        static FailedTaskBody of(FailedTask task) {
            return new FailedTaskBody(
                    task.jobId(),
                    task.task(),
                    task.error(),
                    task.attempts(),
                    task.firstFailedAt(),
                    task.lastFailedAt(),
                    task.nextRetryAt(),
                    task.status());
        }
    }

    /** The latest 200. */
    @GetMapping("/failed-tasks")
    List<FailedTaskBody> list() {
        return failed.latest().stream().map(FailedTaskBody::of).toList();
    }
}
