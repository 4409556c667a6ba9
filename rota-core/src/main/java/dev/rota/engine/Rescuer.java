package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.JobStore.Rescue;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes the jobs of dead workers from them. */
final class Rescuer implements Duty {
    private static final int MOST = 1_000;

    private final Store store;
    private final Heartbeat heartbeat;
    private final Events events;
    private final EngineSettings settings;
    private final Consumer<Set<String>> wake;

    Rescuer(Store store, Heartbeat heartbeat, Events events, EngineSettings settings, Consumer<Set<String>> wake) {
        this.store = store;
        this.heartbeat = heartbeat;
        this.events = events;
        this.settings = settings;
        this.wake = wake;
    }

    @Override
    public String name() {
        return "rescue";
    }

    @Override
    public Duration interval() {
        return settings.heartbeat();
    }

    @Override
    public void runOnce() {
        if (!heartbeat.mayRescue() || !heartbeat.isSteady()) {
            return;
        }
        List<Rescue> rescued = store.jobs().rescue(settings.lease(), settings.maxCrashes(), MOST);
        Map<Long, List<Long>> byWorker = new TreeMap<>();
        Set<String> queues = new HashSet<>();
        for (Rescue rescue : rescued) {
            events.tell(new RotaEvent.Rescued(
                    rescue.jobId(),
                    rescue.type(),
                    rescue.queue(),
                    rescue.workerId(),
                    rescue.crashes(),
                    rescue.failed()));
            byWorker.computeIfAbsent(rescue.workerId(), id -> new ArrayList<>()).add(rescue.jobId());
            queues.add(rescue.queue());
        }
        byWorker.forEach((workerId, jobIds) -> events.tell(new RotaEvent.WorkerLost(workerId, jobIds)));
        if (!queues.isEmpty()) {
            wake.accept(queues);
            // One that failed, was cancelled or was put off has given its exclusion key up.
            wake.accept(Set.of());
        }
    }
}
