package dev.rota.systems.audiobooks.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rota.systems.common.Columns;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The history of tasks: a row for each attempt. */
@RestController
@RequestMapping("${audiobooks.path:}/tasks")
class TaskController {
    private static final int MOST = 100;
    private static final String COLUMNS = "select id, task_name, status, scheduled_time, actual_start, actual_end,"
            + " duration_seconds, items_processed, items_succeeded, items_failed, error_message";

    private final JdbcClient jdbc;

    TaskController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest rows, the latest first. */
    @GetMapping("/recent")
    ResponseEntity<Object> recent(@RequestParam(defaultValue = "10") String limit) {
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                    .body(Map.of("detail", "limit: expected a whole number from 1 to " + MOST));
        }
        List<TaskRow> rows = jdbc.sql(COLUMNS + " from audio_task order by date_created desc, id desc limit :limit")
                .param("limit", Integer.parseInt(limit))
                .query((row, n) -> row(row))
                .list();
        return ResponseEntity.ok(rows);
    }

    @GetMapping("/{taskId:\\d{1,18}}")
    ResponseEntity<Object> task(@PathVariable long taskId) {
        Optional<TaskDetails> found = jdbc.sql(COLUMNS + ", log_output from audio_task where id = :id")
                .param("id", taskId)
                .query((row, n) -> new TaskDetails(row(row), row.getString("log_output")))
                .optional();
        return found.<ResponseEntity<Object>>map(details -> ResponseEntity.ok(details))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .body(Map.of(
                                "detail", "There is no task of that id; it may be older than the history is kept")));
    }

    private static TaskRow row(ResultSet row) throws SQLException {
        BigDecimal seconds = row.getBigDecimal("duration_seconds");
        return new TaskRow(
                row.getLong("id"),
                Columns.text(row, "task_name"),
                Columns.text(row, "status"),
                ApiTime.of(Columns.instantOrNull(row, "scheduled_time")),
                ApiTime.of(Columns.instantOrNull(row, "actual_start")),
                ApiTime.of(Columns.instantOrNull(row, "actual_end")),
                seconds == null ? null : seconds.doubleValue(),
                row.getInt("items_processed"),
                row.getInt("items_succeeded"),
                row.getInt("items_failed"),
                row.getString("error_message"));
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record TaskRow(
            long taskId,
            String taskName,
            String status,
            @Nullable String scheduledTime,
            @Nullable String actualStart,
            @Nullable String actualEnd,
            @Nullable Double durationSeconds,
            int itemsProcessed,
            int itemsSucceeded,
            int itemsFailed,
            @Nullable String errorMessage) {}

    /** The row's fields and the log, side by side. */
    @JsonNaming(SnakeCaseStrategy.class)
    record TaskDetails(@JsonUnwrapped TaskRow row, @Nullable String logOutput) {}
}
