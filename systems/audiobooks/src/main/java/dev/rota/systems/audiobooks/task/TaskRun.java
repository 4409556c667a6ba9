package dev.rota.systems.audiobooks.task;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A run of a task, and its row: items, position, log. One thread runs it.
 *
 * <p>The position is a text of the task's own that says where to go on behind the last item.
 */
public final class TaskRun {
    private static final int LINES_BETWEEN_WRITES = 200;

    private final Tables tables;
    private final Start start;
    private final TaskProgress progress;
    private final LogText log;
    private final Map<String, Integer> tally = new TreeMap<>();
    private @Nullable String position;
    private int succeeded;
    private int failed;
    private int unwritten;

    record Tables(
            JdbcClient jdbc, TransactionTemplate transactions, FailedAttempts failedAttempts, InstantSource clock) {}

    record Start(
            long id,
            TaskName task,
            Instant at,
            Instant first,
            @Nullable String position) {}

    TaskRun(Tables tables, Start start, TaskProgress progress, LogText log) {
        this.tables = tables;
        this.start = start;
        this.progress = progress;
        this.log = log;
        this.position = start.position();
    }

    /** The id of its row. */
    public long id() {
        return start.id();
    }

    TaskName task() {
        return start.task();
    }

    Instant startedAt() {
        return start.at();
    }

    /** When the first attempt of the job began; this one, if it is the first. */
    public Instant firstStartedAt() {
        return start.first();
    }

    /** Where to go on; empty at the beginning. */
    public Optional<String> position() {
        return Optional.ofNullable(position);
    }

    Instant now() {
        return tables.clock().instant();
    }

    /**
     * Commits what an item changes, that it succeeded, and the position behind it.
     *
     * @param item its key: an id, never a name
     * @param next the position; null leaves it
     * @param writes what it changes; returns what became of it, such as {@code inserted}, for the tally
     */
    public void succeeded(String item, @Nullable String next, Supplier<String> writes) {
        String became = tables.transactions().execute(status -> {
            String outcome = writes.get();
            tables.failedAttempts().resolve(start.task(), item, now());
            count("items_succeeded", next);
            return outcome;
        });
        position = next == null ? position : next;
        succeeded++;
        tally.merge(became, 1, Integer::sum);
        progress.ok();
    }

    /** Commits that an item failed, and the position behind it. */
    public void failed(String item, @Nullable String next, String reason) {
        tables.transactions().executeWithoutResult(status -> {
            tables.failedAttempts().add(start.task(), item, start.id(), reason, now());
            count("items_failed", next);
        });
        position = next == null ? position : next;
        failed++;
        note("Item " + item + " failed: " + reason);
        progress.failed(item, reason);
    }

    /** Moves on where there is no item. */
    public void moveTo(String next) {
        tables.transactions().executeWithoutResult(status -> update("position = :next", next));
        position = next;
    }

    void forgetPosition() {
        tables.transactions().executeWithoutResult(status -> update("position = :next", null));
        position = null;
    }

    /**
     * To be called before each item.
     *
     * @throws TaskStoppedException to be let through
     */
    public void checkpoint() {
        progress.checkpoint();
    }

    /** A line for the log: ids, never names. */
    public void note(String line) {
        log.add(now() + " " + line);
        progress.log(line);
        if (++unwritten >= LINES_BETWEEN_WRITES) {
            unwritten = 0;
            tables.jdbc()
                    .sql("update audio_task set log_output = :log where id = :id and status = 'running'")
                    .param("log", log.text())
                    .param("id", start.id())
                    .update();
        }
    }

    /** What became of items in this attempt, by the words that {@link #succeeded} was given. */
    public Map<String, Integer> tally() {
        return Map.copyOf(tally);
    }

    /** What was done in this attempt, in words. */
    public String counts() {
        return (succeeded + failed) + " processed, " + succeeded + " succeeded, " + failed + " failed"
                + (tally.isEmpty() ? "" : " " + tally);
    }

    void finishLog() {
        log.add(now() + " " + counts());
    }

    String logText() {
        return log.text();
    }

    private void count(String column, @Nullable String next) {
        update(
                "items_processed = items_processed + 1, " + column + " = " + column
                        + " + 1, position = coalesce(:next, position)",
                next);
    }

    private void update(String change, @Nullable String next) {
        int rows = tables.jdbc()
                .sql("update audio_task set " + change + " where id = :id and status = 'running'")
                .param("next", next)
                .param("id", start.id())
                .update();
        if (rows == 0) {
            throw new TaskStoppedException("Row " + start.id() + " of task " + start.task()
                    + " is no longer running: another worker has taken over; nothing was written");
        }
    }

    static String millis(Instant instant) {
        return Long.toString(Columns.of(instant));
    }
}
