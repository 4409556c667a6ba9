package dev.rota.cli;

import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Queues and workers of a database. */
final class StorePlaces implements Target.Places {
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
    public Body drain(long worker, boolean draining) {
        store.workers().drain(worker, draining);
        acts.record(draining ? "worker.drain" : "worker.resume", "worker:" + worker, null);
        return store.workers().list().stream()
                .filter(one -> one.id() == worker)
                .findFirst()
                .map(StorePlaces::body)
                .orElseThrow(() -> CommandFailure.notFound("There is no worker " + worker + "."));
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
        Map<String, @Nullable Object> slots =
                new LinkedHashMap<>(worker.registration().slots());
        return new Shape()
                .put("id", worker.id())
                .put("name", worker.registration().name())
                .put("host", worker.registration().host())
                .put("pid", worker.registration().pid())
                .put("version", worker.registration().version())
                .put("state", worker.state())
                .put("slots", new Body(slots))
                .put(
                        "types",
                        new TreeSet<>(worker.registration().types()).stream().toList())
                .put("running", worker.running())
                .put("startedAt", worker.startedAt())
                .put("heartbeatAt", worker.heartbeatAt())
                .body();
    }
}
