package dev.rota.web;

import dev.rota.Rota;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Worker;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of workers, on pages and over REST alike: to claim nothing more, to go on, to stop when their jobs have
 * ended, to take other slots. A worker hears it with its next heartbeat.
 */
final class WorkerActs {
    private final Rota rota;
    private final Acts acts;

    /** Numbers by queue; {@code *} stands for all queues without slots of their own. */
    record Slots(Map<String, Integer> slots) {
        Slots {
            slots = new TreeMap<>(slots);
        }
    }

    WorkerActs(Rota rota) {
        this.rota = rota;
        this.acts = new Acts(rota);
    }

    private WorkerStore workers() {
        return rota.store().workers();
    }

    /** The worker; a {@link Problem} if there is none. */
    Worker find(long id) {
        return workers().list().stream()
                .filter(worker -> worker.id() == id)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("worker", id));
    }

    private static String by(Context ctx) {
        return Caller.of(ctx).principal().name();
    }

    /** To claim nothing more, or to go on. */
    void drain(Context ctx, long id, boolean draining, @Nullable String reason) {
        Worker worker = find(id);
        require(worker, workers().drain(id, draining, by(ctx), reason));
        acts.record(ctx, draining ? "worker.drain" : "worker.resume", "worker:" + id, reason);
    }

    void stop(Context ctx, long id, @Nullable String reason) {
        Worker worker = find(id);
        require(worker, workers().askStop(id, by(ctx), reason));
        acts.record(ctx, "worker.stop", "worker:" + id, reason);
    }

    /**
     * Gives it other slots.
     *
     * @param changes for each queue whose slots are to change; a {@link Problem} if one of them cannot be
     */
    void giveSlots(Context ctx, long id, Map<String, @Nullable Integer> changes, @Nullable String reason) {
        Worker worker = find(id);
        require(worker, worker.isAlive());
        if (changes.isEmpty()) {
            throw Problem.invalid(
                    "missing-field", "A field is missing", "/slots", "Expected a number for at least one queue");
        }
        WorkerStore.Registration changed = worker.registration();
        for (Map.Entry<String, @Nullable Integer> change : changes.entrySet()) {
            changed = changed(changed, change.getKey(), change.getValue());
        }
        require(worker, workers().giveSlots(id, changed.slots(), by(ctx), reason));
        acts.record(
                ctx,
                "worker.slots",
                "worker:" + id,
                reason,
                new Acts.Change(new Slots(worker.registration().slots()), new Slots(changed.slots())));
    }

    private static WorkerStore.Registration changed(
            WorkerStore.Registration registration, String queue, @Nullable Integer count) {
        try {
            if (count == null) {
                throw new IllegalArgumentException(
                        "Slots of " + queue + " are missing, expected 0 to " + WorkerStore.Registration.MOST_SLOTS);
            }
            return registration.withSlots(Map.of(queue, count));
        } catch (IllegalArgumentException e) {
            String pointer = "/slots/" + queue.replace("~", "~0").replace("/", "~1");
            throw Problem.invalid("invalid-field", "Slots are not valid", pointer, String.valueOf(e.getMessage()));
        }
    }

    private static void require(Worker worker, boolean alive) {
        if (!alive) {
            String state = worker.isAlive() ? "gone" : Problem.lower(worker.state());
            throw Problem.wrongState(
                    "The worker's state does not allow it",
                    "Worker " + worker.id() + " is " + state + ": expected one that is active or draining",
                    "Nothing can be asked of a worker that does not live: look at GET /workers for those that do.",
                    state,
                    List.of());
        }
    }
}
