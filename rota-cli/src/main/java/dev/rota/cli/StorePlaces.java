package dev.rota.cli;

import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Load;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Usage;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queues and workers of a database. */
final class StorePlaces implements Target.Places {
    /** Jobs of each kind are counted up to this in each queue. */
    private static final int COUNTED = 10_000;

    private final Store store;
    private final String user;
    private final StoreActs acts;

    StorePlaces(Store store, String user, StoreActs acts) {
        this.store = store;
        this.user = user;
        this.acts = acts;
    }

    @Override
    public Body queues() {
        return Body.ofItems(store.queues().list().stream().map(this::body).toList());
    }

    @Override
    public Body limit(String queue, Limits limits) {
        store.queues().limit(queue, limits);
        acts.record("queue.limit", "queue:" + queue, null);
        return found(queue);
    }

    @Override
    public Body pause(String queue, @Nullable String reason, @Nullable Instant until) {
        store.queues().pause(queue, user, reason, until);
        acts.record("queue.pause", "queue:" + queue, reason);
        return found(queue);
    }

    @Override
    public Body resume(String queue) {
        store.queues().resume(queue);
        acts.record("queue.resume", "queue:" + queue, null);
        return found(queue);
    }

    @Override
    public Body loads() {
        List<Worker> workers = store.workers().list();
        Map<String, Load> loads =
                store.queues().loads(COUNTED).stream().collect(Collectors.toMap(Load::queue, Function.identity()));
        return Body.ofItems(store.queues().list().stream()
                .map(queue -> body(
                        loads.getOrDefault(queue.name(), new Load(queue.name(), 0, 0, 0, null)),
                        workers.stream()
                                .filter(worker -> takesFrom(worker, queue.name()))
                                .count()))
                .toList());
    }

    private static boolean takesFrom(Worker worker, String queue) {
        Map<String, Integer> slots = worker.registration().slots();
        return worker.state() == Worker.State.ACTIVE && slots.getOrDefault(queue, slots.getOrDefault("*", 0)) > 0;
    }

    private static Body body(Load load, long workers) {
        return new Shape()
                .put("name", load.queue())
                .put("waiting", counted(load.waiting()))
                .put("running", counted(load.running()))
                .put("blocked", counted(load.blocked()))
                .put("longestWait", load.longestWait())
                .put("workers", workers)
                .body();
    }

    private static Body counted(long number) {
        return new Shape()
                .put("value", number)
                .put("relation", number < COUNTED ? "eq" : "gte")
                .body();
    }

    @Override
    public Body purgePreview(String queue) {
        throw StoreOperations.serversOnly();
    }

    @Override
    public Body purge(String queue, @Nullable String reason) {
        throw StoreOperations.serversOnly();
    }

    private Body found(String name) {
        return store.queues().list().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .map(this::body)
                .orElseThrow(() -> CommandFailure.notFound("There is no queue \"" + name + "\"."));
    }

    @Override
    public Body workers() {
        return Body.ofItems(
                store.workers().list().stream().map(StorePlaces::body).toList());
    }

    @Override
    public Set<String> waiting(List<String> queues) {
        Set<String> waiting = new HashSet<>(store.archive().longestWaits().keySet());
        waiting.retainAll(queues);
        return waiting;
    }

    private Worker worker(long id) {
        return store.workers().list().stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> CommandFailure.notFound("There is no worker " + id + "."));
    }

    @Override
    public Body drain(long worker, boolean draining, @Nullable String reason) {
        requireAlive(worker, store.workers().drain(worker, draining, user, reason));
        acts.record(draining ? "worker.drain" : "worker.resume", "worker:" + worker, reason);
        return body(worker(worker));
    }

    @Override
    public Body stop(long worker, @Nullable String reason) {
        requireAlive(worker, store.workers().askStop(worker, user, reason));
        acts.record("worker.stop", "worker:" + worker, reason);
        return body(worker(worker));
    }

    @Override
    public Body giveSlots(long worker, Map<String, Integer> slots, @Nullable String reason) {
        Worker before = worker(worker);
        requireAlive(worker, before.isAlive());
        try {
            Map<String, Integer> all = before.registration().withSlots(slots).slots();
            requireAlive(worker, store.workers().giveSlots(worker, all, user, reason));
            acts.record(
                    "worker.slots",
                    "worker:" + worker,
                    reason,
                    slots(before.registration().slots()),
                    slots(all));
            return body(worker(worker));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage() + ".");
        }
    }

    private void requireAlive(long worker, boolean alive) {
        if (!alive) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "Worker " + worker + " is " + Words.of(worker(worker).state())
                            + ": expected one that is active or draining.");
        }
    }

    private static Body slots(Map<String, Integer> slots) {
        return new Shape().put("slots", new Body(new TreeMap<>(slots))).body();
    }

    private Body body(Queue queue) {
        boolean paused = queue.isPaused(store.now());
        return new Shape()
                .put("name", queue.name())
                .put(
                        "limits",
                        new Shape()
                                .put("concurrency", queue.limits().concurrency())
                                .put("rate", queue.limits().rate())
                                .put("period", queue.limits().period())
                                .body())
                .put("paused", paused)
                .put("pausedBy", paused ? queue.pausedBy() : null)
                .put("pauseReason", paused ? queue.pauseReason() : null)
                .put("pausedUntil", paused ? queue.pausedUntil() : null)
                .body();
    }

    private static Body body(Worker worker) {
        Usage usage = worker.usage();
        return new Shape()
                .put("id", worker.id())
                .put("name", worker.registration().name())
                .put("host", worker.registration().host())
                .put("pid", worker.registration().pid())
                .put("version", worker.registration().version())
                .put("state", worker.state())
                .put("stopping", worker.stopping())
                .put("slots", new Body(new TreeMap<>(worker.registration().slots())))
                .put(
                        "types",
                        new TreeSet<>(worker.registration().types()).stream().toList())
                .put("running", worker.running())
                .put("startedAt", worker.startedAt())
                .put("heartbeatAt", worker.heartbeatAt())
                .put("clockOffset", worker.clockOffset())
                .put("cpuPercent", usage == null ? null : usage.cpuPercent())
                .put("heapUsed", usage == null ? null : (Long) usage.heapUsed())
                .put("heapMax", usage == null ? null : (Long) usage.heapMax())
                .put("jobsPerMinute", usage == null ? null : (Integer) usage.jobsPerMinute())
                .put("rescued", worker.rescued())
                .body();
    }
}
