package dev.rota.systems.audiobooks.task;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes rows of tasks that ended before the retention. Rows of running tasks stay however old; failed attempts and
 * acquisitions stay for good and only forget the row. An item is a row. Thread-safe.
 */
public final class TaskCleanup {
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final int retentionDays;

    /**
     * Keeps rows so long.
     *
     * @param retentionDays days of 24 hours, at least 1
     */
    public TaskCleanup(JdbcClient jdbc, int retentionDays) {
        if (retentionDays < 1) {
            throw new IllegalArgumentException(
                    "HISTORY_RETENTION_DAYS: expected 1 or more, found " + retentionDays + "; 30 is the default");
        }
        this.jdbc = jdbc;
        this.retentionDays = retentionDays;
    }

    /** Deletes what ended before the retention, counted from when the run began. */
    public void clean(TaskRun run) {
        Instant before = run.firstStartedAt().minus(Duration.ofDays(retentionDays));
        run.note("Rows that ended before " + before + " are deleted");
        List<Long> ids = next(before);
        while (!ids.isEmpty()) {
            run.checkpoint();
            for (long id : ids) {
                run.succeeded("task " + id, null, () -> delete(id));
            }
            ids = next(before);
        }
    }

    private List<Long> next(Instant before) {
        return jdbc.sql("""
                        select id from audio_task where actual_end < :before and status <> 'running'
                         order by id limit :batch
                        """)
                .param("before", Columns.of(before))
                .param("batch", BATCH)
                .query(Long.class)
                .list();
    }

    /** What refers to the row lets go of it first: not every SQLite connection heeds its foreign keys. */
    private String delete(long id) {
        jdbc.sql("update audio_failed_attempt set task_id = null where task_id = :id")
                .param("id", id)
                .update();
        jdbc.sql("update audio_acquisition set requested_by_task = null where requested_by_task = :id")
                .param("id", id)
                .update();
        int deleted = jdbc.sql("delete from audio_task where id = :id")
                .param("id", id)
                .update();
        return deleted == 1 ? "deleted" : "unchanged";
    }
}
