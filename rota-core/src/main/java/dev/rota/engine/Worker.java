package dev.rota.engine;

import dev.rota.job.JobContext;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Registration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** This worker: its id in the store, the jobs it holds, and what it knows of the queues. Thread-safe. */
final class Worker {
    private final Store store;
    private final Registration registration;
    private final Map<Long, RunningJob> held = new ConcurrentHashMap<>();
    private volatile long id;
    private volatile boolean draining;
    private volatile Map<String, Queue> queues = Map.of();
    private volatile Set<String> excludedTypes = Set.of();

    Worker(Store store, EngineSettings settings, Set<String> types) {
        this.store = store;
        Map<String, Integer> slots = new HashMap<>(settings.queueSlots());
        slots.put(EngineSettings.ANY_QUEUE, settings.slots());
        this.registration = new Registration(
                settings.workerName(), host(), ProcessHandle.current().pid(), settings.version(), slots, types);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Makes itself known to the store, under a new id. */
    void register() {
        id = store.workers().register(registration);
        refreshQueues();
    }

    long id() {
        return id;
    }

    String name() {
        return registration.name();
    }

    Set<String> types() {
        return registration.types();
    }

    boolean isDraining() {
        return draining;
    }

    void draining(boolean nowDraining) {
        draining = nowDraining;
    }

    void refreshQueues() {
        Map<String, Queue> fresh = new HashMap<>();
        for (Queue queue : store.queues().list()) {
            fresh.put(queue.name(), queue);
        }
        queues = fresh;
    }

    Collection<Queue> queues() {
        return queues.values();
    }

    boolean knows(Collection<String> names) {
        return queues.keySet().containsAll(names);
    }

    /** Types that this worker has no handler for, but another worker has. */
    Set<String> excludedTypes() {
        return excludedTypes;
    }

    void excludedTypes(Set<String> types) {
        excludedTypes = Set.copyOf(types);
    }

    void hold(RunningJob job) {
        held.put(job.id(), job);
    }

    void letGo(RunningJob job) {
        held.remove(job.id(), job);
    }

    /** The jobs that this worker holds, begun or claimed ahead. */
    Collection<RunningJob> held() {
        return List.copyOf(held.values());
    }

    boolean holdsAny() {
        return !held.isEmpty();
    }

    /** Asks the attempt of a job to end, if this worker holds it. */
    void stop(long jobId, Stopping cause) {
        RunningJob job = held.get(jobId);
        if (job != null) {
            job.stop(cause);
        }
    }

    /** The attempt of a job, if this worker holds it. */
    Optional<JobContext> find(long jobId) {
        return Optional.ofNullable(held.get(jobId));
    }

    /** Where the handler of a job is; empty if this worker does not hold it. */
    Optional<List<StackTraceElement>> stack(long jobId) {
        return Optional.ofNullable(held.get(jobId)).map(RunningJob::stack);
    }
}
