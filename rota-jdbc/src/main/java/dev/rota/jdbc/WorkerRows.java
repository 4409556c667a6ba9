package dev.rota.jdbc;

import dev.rota.store.QueueStore;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Worker.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows about workers and queues. */
public final class WorkerRows {
    private WorkerRows() {}

    /**
     * Reads a worker from the columns of {@code rota_worker} and the columns {@code running}, {@code rescued} and
     * {@code silent}, which is true if it was not heard of for {@link WorkerStore.Worker#SILENCE}, or for its lease if that
     * is longer.
     */
    public static WorkerStore.Worker worker(Row row) throws SQLException {
        return new WorkerStore.Worker(
                row.number("id"),
                registration(row),
                state(row),
                row.flag("stopping"),
                row.instant("started_at"),
                row.instant("heartbeat_at"),
                row.integer("running"),
                row.integer("rescued"),
                row.millisOrNull("clock_offset_ms"),
                usage(row));
    }

    /** Nobody may live who would give it up. */
    private static State state(Row row) throws SQLException {
        State kept = row.word("state", State.class);
        return row.flag("silent") && (kept == State.ACTIVE || kept == State.DRAINING) ? State.LOST : kept;
    }

    private static WorkerStore.@Nullable Usage usage(Row row) throws SQLException {
        Long heapUsed = row.numberOrNull("heap_used");
        return heapUsed == null
                ? null
                : new WorkerStore.Usage(
                        row.integerOrNull("cpu_percent"),
                        heapUsed,
                        row.number("heap_max"),
                        row.integer("jobs_per_minute"));
    }

    /** Reads the answer to a heartbeat from the columns of {@code rota_worker} and a column {@code draining}. */
    public static WorkerStore.Pulse pulse(Row row) throws SQLException {
        return new WorkerStore.Pulse(true, row.flag("draining"), row.flag("stopping"), slots(row), null);
    }

    /** Reads a job that was taken from a lost worker from the columns of {@code rota_attempt}. */
    public static WorkerStore.Rescued rescued(Row row) throws SQLException {
        return new WorkerStore.Rescued(row.number("job_id"), row.integer("number"), row.instant("ended_at"));
    }

    /** Reads what is wanted of jobs from the columns {@code id} and {@code reason}, which is null if it is a stack. */
    public static WorkerStore.Requests requests(Statement statement) throws SQLException {
        Map<Long, String> cancels = new HashMap<>();
        Set<Long> stacks = new HashSet<>();
        statement.list(row -> {
            String reason = row.textOrNull("reason");
            return reason == null ? stacks.add(row.number("id")) : cancels.put(row.number("id"), reason) == null;
        });
        return new WorkerStore.Requests(cancels, stacks);
    }

    /** Reads how a worker introduced itself from the columns of {@code rota_worker}. */
    public static WorkerStore.Registration registration(Row row) throws SQLException {
        return new WorkerStore.Registration(
                row.text("name"),
                row.text("host"),
                row.number("pid"),
                row.text("version"),
                slots(row),
                Set.copyOf(row.texts("types")));
    }

    private static Map<String, Integer> slots(Row row) throws SQLException {
        List<String> queues = row.texts("queues");
        List<Long> numbers = row.numbers("slots");
        Map<String, Integer> slots = new HashMap<>();
        for (int i = 0; i < queues.size(); i++) {
            slots.put(queues.get(i), numbers.get(i).intValue());
        }
        return slots;
    }

    /**
     * Puts together what is in each queue.
     *
     * @param waits as {@link dev.rota.store.JobArchive#longestWaits}
     * @param cap for the numbers of jobs
     */
    public static List<QueueStore.Load> loads(
            List<String> queues,
            Map<String, Long> waiting,
            Map<String, Long> running,
            Map<String, Long> blocked,
            Map<String, Duration> waits,
            long cap) {
        return queues.stream()
                .map(queue -> new QueueStore.Load(
                        queue,
                        Math.min(cap, waiting.getOrDefault(queue, 0L)),
                        Math.min(cap, running.getOrDefault(queue, 0L)),
                        Math.min(cap, blocked.getOrDefault(queue, 0L)),
                        waits.get(queue)))
                .toList();
    }

    /** Reads numbers of jobs from the columns {@code queue} and {@code jobs}; those of one queue are added up. */
    public static Map<String, Long> jobs(Statement statement) throws SQLException {
        Map<String, Long> jobs = new HashMap<>();
        statement.list(row -> jobs.merge(row.text("queue"), row.number("jobs"), Long::sum));
        return jobs;
    }

    /** Reads a queue from the columns of {@code rota_queue}. */
    public static QueueStore.Queue queue(Row row) throws SQLException {
        return new QueueStore.Queue(
                row.text("name"),
                new QueueStore.Limits(
                        row.integerOrNull("concurrency"), row.integerOrNull("rate"), row.millisOrNull("period_ms")),
                row.textOrNull("paused_by"),
                row.textOrNull("pause_reason"),
                row.instantOrNull("paused_until"));
    }
}
