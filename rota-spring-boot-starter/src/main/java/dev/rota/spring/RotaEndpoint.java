package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.job.JobState;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The actuator endpoint {@code rota}: schedules, queues and workers. Shows no arguments of jobs. */
@Endpoint(id = "rota")
public final class RotaEndpoint {
    private final Rota rota;

    RotaEndpoint(Rota rota) {
        this.rota = rota;
    }

    @ReadOperation
    public Overview overview() {
        Instant now = rota.store().now();
        return new Overview(
                rota.store().describe(),
                rota.jobs().counts(),
                rota.schedules().list().stream()
                        .map(schedule -> ScheduleLine.of(schedule, now))
                        .toList(),
                rota.queues().list().stream()
                        .map(queue -> QueueLine.of(queue, now))
                        .toList(),
                rota.store().workers().list().stream().map(WorkerLine::of).toList());
    }

    /**
     * What the endpoint answers.
     *
     * @param jobs how many are in each live state and failed, counted up to 10,000
     */
    public record Overview(
            String store,
            Map<JobState, Long> jobs,
            List<ScheduleLine> schedules,
            List<QueueLine> queues,
            List<WorkerLine> workers) {}

    /** A schedule, as it counts now. */
    public record ScheduleLine(
            String name,
            String type,
            String trigger,
            @Nullable String zone,
            String when,
            @Nullable Instant nextFireAt,
            @Nullable Instant lastFireAt,
            boolean paused,
            @Nullable String flag) {
        static ScheduleLine of(StoredSchedule schedule, Instant now) {
            ScheduleDefinition definition = schedule.effective();
            return new ScheduleLine(
                    schedule.name(),
                    definition.job().type(),
                    definition.trigger().text(),
                    definition.trigger().zone() == null
                            ? null
                            : definition.trigger().zone().getId(),
                    definition.trigger().describe(),
                    schedule.nextFireAt(),
                    schedule.lastFireAt(),
                    schedule.isPaused(now),
                    definition.policies().flag());
        }
    }

    /** A queue. */
    public record QueueLine(
            String name,
            boolean paused,
            @Nullable Integer concurrency,
            @Nullable Integer rate) {
        static QueueLine of(Queue queue, Instant now) {
            return new QueueLine(
                    queue.name(),
                    queue.isPaused(now),
                    queue.limits().concurrency(),
                    queue.limits().rate());
        }
    }

    /** A worker. */
    public record WorkerLine(
            long id, String name, String host, long pid, String state, Instant heartbeatAt, int running) {
        static WorkerLine of(Worker worker) {
            return new WorkerLine(
                    worker.id(),
                    worker.registration().name(),
                    worker.registration().host(),
                    worker.registration().pid(),
                    worker.state().name(),
                    worker.heartbeatAt(),
                    worker.running());
        }
    }
}
