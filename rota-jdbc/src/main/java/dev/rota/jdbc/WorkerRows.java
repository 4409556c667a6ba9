package dev.rota.jdbc;

import dev.rota.store.QueueStore;
import dev.rota.store.WorkerStore;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads rows about workers and queues. */
public final class WorkerRows {
    private WorkerRows() {}

    /** Reads a worker from the columns of {@code rota_worker} and a column {@code running}. */
    public static WorkerStore.Worker worker(Row row) throws SQLException {
        List<String> queues = row.texts("queues");
        List<Long> numbers = row.numbers("slots");
        Map<String, Integer> slots = new HashMap<>();
        for (int i = 0; i < queues.size(); i++) {
            slots.put(queues.get(i), numbers.get(i).intValue());
        }
        WorkerStore.Registration registration = new WorkerStore.Registration(
                row.text("name"),
                row.text("host"),
                row.number("pid"),
                row.text("version"),
                slots,
                Set.copyOf(row.texts("types")));
        return new WorkerStore.Worker(
                row.number("id"),
                registration,
                row.word("state", WorkerStore.Worker.State.class),
                row.instant("started_at"),
                row.instant("heartbeat_at"),
                row.integer("running"));
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
