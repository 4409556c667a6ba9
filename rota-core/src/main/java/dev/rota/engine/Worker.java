package dev.rota.engine;

import dev.rota.job.JobContext;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Pulse;
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
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This worker: its id in the store, the jobs it holds, and what it knows of the queues. Thread-safe. */
final class Worker {
    /** The id of a worker that has not made itself known: no store gives it. */
    static final long UNKNOWN = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Store store;
    private volatile Registration registration;
    private final Map<Long, RunningJob> held = new ConcurrentHashMap<>();
    private final LongAdder worked = new LongAdder();
    private volatile long id = UNKNOWN;
    private volatile boolean draining;
    private volatile boolean stopping;
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

    /**
     * Makes itself known to the store, under a new id. What it was asked under the old one still holds: who asked it to
     * drain or to stop did not mean an id.
     */
    void register() {
        WorkerStore workers = store.workers();
        long fresh = workers.register(registration);
        String reason = "asked of it as worker " + id;
        if (stopping) {
            workers.askStop(fresh, "code", reason);
        } else if (draining) {
            workers.drain(fresh, true, "code", reason);
        }
        id = fresh;
        refreshQueues();
    }

    /** If the store cannot be reached, the first heartbeat that reaches it makes the worker known. */
    void registerIfReachable() {
        try {
            register();
        } catch (StoreException e) {
            if (!e.isWorthRetrying()) {
                throw e;
            }
            LOG.warn("The worker starts as soon as the store can be reached: {}", e.getMessage());
        }
    }

    long id() {
        return id;
    }

    boolean isKnown() {
        return id != UNKNOWN;
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

    /** True if it is to stop as soon as it holds no job. */
    boolean isStopping() {
        return stopping;
    }

    /** Takes what is asked of it. True if any of that is new. */
    boolean asked(Pulse pulse) {
        boolean changed = draining != pulse.draining() || stopping != pulse.stopping();
        draining = pulse.draining();
        stopping = pulse.stopping();
        if (!pulse.slots().isEmpty() && !pulse.slots().equals(registration.slots())) {
            registration = given(pulse.slots());
            LOG.info("Worker {} has other slots from now on: {}", id, registration.slots());
            changed = true;
        }
        return changed;
    }

    private Registration given(Map<String, Integer> slots) {
        return new Registration(
                registration.name(),
                registration.host(),
                registration.pid(),
                registration.version(),
                slots,
                registration.types());
    }

    /** An attempt has ended. */
    void workedOne() {
        worked.increment();
    }

    /** How many attempts have ended, ever. */
    long worked() {
        return worked.sum();
    }

    /** How many jobs it may run at once in a queue with slots of its own, or in all others. */
    int slots(String queue) {
        return registration.slots().getOrDefault(queue, 0);
    }

    /** True if there is a new queue, or a limit or a pause has changed. */
    boolean refreshQueues() {
        return queues(store.queues().list());
    }

    /** The same with what is known already. */
    boolean queues(List<Queue> all) {
        Map<String, Queue> fresh = new HashMap<>();
        for (Queue queue : all) {
            fresh.put(queue.name(), queue);
        }
        boolean changed = !fresh.equals(queues);
        queues = fresh;
        return changed;
    }

    /** True if a queue is or was paused: it may go on by itself. */
    boolean hasPaused() {
        return queues.values().stream().anyMatch(queue -> queue.pausedBy() != null);
    }

    /** The names of all queues. */
    Set<String> queueNames() {
        return queues.keySet();
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
