package dev.rota.systems.audiobooks.task;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Items that failed, one row for each, for good: attempts are counted up, and success is noted. Holds keys of items, never
 * names. Thread-safe.
 */
public final class FailedAttempts {
    private static final int LONGEST = 1000;

    private final JdbcClient jdbc;

    public FailedAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that an item failed, in the caller's transaction. */
    public void add(TaskName task, String item, long taskId, String error, Instant now) {
        jdbc.sql("""
                        insert into audio_failed_attempt
                               (task_name, item_key, task_id, first_failed_at, last_failed_at, last_error)
                        values (:task, :item, :taskId, :now, :now, :error)
                            on conflict (task_name, item_key) do update
                           set attempts = audio_failed_attempt.attempts + 1, task_id = excluded.task_id,
                               last_failed_at = excluded.last_failed_at, last_error = excluded.last_error,
                               resolved_at = null
                        """)
                .param("task", task.name())
                .param("item", item)
                .param("taskId", taskId)
                .param("now", Columns.of(now))
                .param("error", error.length() > LONGEST ? error.substring(0, LONGEST) : error)
                .update();
    }

    void resolve(TaskName task, String item, Instant now) {
        jdbc.sql("""
                        update audio_failed_attempt set resolved_at = :now
                         where task_name = :task and item_key = :item and resolved_at is null
                        """)
                .param("task", task.name())
                .param("item", item)
                .param("now", Columns.of(now))
                .update();
    }

    /** How many items have failed since an instant that had not failed before. */
    long newSince(TaskName task, Instant instant) {
        return jdbc.sql("""
                        select count(*) from audio_failed_attempt
                         where task_name = :task and first_failed_at >= :since and resolved_at is null
                        """)
                .param("task", task.name())
                .param("since", Columns.of(instant))
                .query(Long.class)
                .single();
    }

    /** The next item after {@code after} that still fails and was last tried before an instant, in the keys' order. */
    Optional<String> unresolved(TaskName task, Instant triedBefore, String after) {
        return jdbc.sql("""
                        select item_key from audio_failed_attempt
                         where task_name = :task and resolved_at is null and last_failed_at < :before
                           and item_key > :after
                         order by item_key limit 1
                        """)
                .param("task", task.name())
                .param("before", Columns.of(triedBefore))
                .param("after", after)
                .query(String.class)
                .optional();
    }

    /** All of a task, by key. */
    public List<FailedAttempt> list(TaskName task) {
        return jdbc.sql("""
                        select item_key, attempts, last_error, resolved_at from audio_failed_attempt
                         where task_name = :task order by item_key
                        """)
                .param("task", task.name())
                .query((row, n) -> new FailedAttempt(
                        Columns.text(row, "item_key"),
                        row.getInt("attempts"),
                        Columns.text(row, "last_error"),
                        Optional.ofNullable(Columns.instantOrNull(row, "resolved_at"))))
                .list();
    }

    /** An item that failed so many times; resolved once it succeeded. */
    public record FailedAttempt(String item, int attempts, String lastError, Optional<Instant> resolvedAt) {}
}
