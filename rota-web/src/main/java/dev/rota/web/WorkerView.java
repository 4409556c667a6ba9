package dev.rota.web;

import dev.rota.store.WorkerStore.Usage;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A worker as REST tells it.
 *
 * @param stopping true if it stops when its jobs have ended
 * @param clockOffset by how much its clock is ahead of the database's, negative if it is behind; null until it is known
 * @param cpuPercent of all processors that its process may use; null, as all below, until it has said so
 * @param heapUsed in bytes
 * @param heapMax in bytes
 * @param jobsPerMinute attempts that ended in the last minute
 * @param rescued how many jobs were taken from it because it was lost
 */
record WorkerView(
        long id,
        String name,
        String host,
        long pid,
        String version,
        String state,
        boolean stopping,
        Map<String, Integer> slots,
        Set<String> types,
        int running,
        Instant startedAt,
        Instant heartbeatAt,
        @Nullable Duration clockOffset,
        @Nullable Integer cpuPercent,
        @Nullable Long heapUsed,
        @Nullable Long heapMax,
        @Nullable Integer jobsPerMinute,
        int rescued) {
    static WorkerView of(Worker worker) {
        Usage usage = worker.usage();
        return new WorkerView(
                worker.id(),
                worker.registration().name(),
                worker.registration().host(),
                worker.registration().pid(),
                worker.registration().version(),
                Problem.lower(worker.state()),
                worker.stopping(),
                new TreeMap<>(worker.registration().slots()),
                new TreeSet<>(worker.registration().types()),
                worker.running(),
                worker.startedAt(),
                worker.heartbeatAt(),
                worker.clockOffset(),
                usage == null ? null : usage.cpuPercent(),
                usage == null ? null : (Long) usage.heapUsed(),
                usage == null ? null : (Long) usage.heapMax(),
                usage == null ? null : (Integer) usage.jobsPerMinute(),
                worker.rescued());
    }
}
