package dev.rota;

import dev.rota.engine.Engine;
import dev.rota.retry.Bounds;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one can see of queues and do to them. Thread-safe. Changes reach all workers within a heartbeat. */
public final class Queues {
    private final Store store;
    private final Engine engine;

    Queues(Store store, Engine engine) {
        this.store = store;
        this.engine = engine;
    }

    /** All queues, by name. */
    public List<Queue> list() {
        return store.queues().list();
    }

    /** Sets the limits of a queue, over all workers together. */
    public void limit(String queue, Limits limits) {
        store.queues().limit(queue, limits);
        engine.refreshQueues();
    }

    /** No worker claims from the queue until somebody resumes it, or {@code until}; what runs goes on. */
    public void pause(String queue, String by, @Nullable String reason, @Nullable Instant until) {
        if (until != null) {
            Bounds.instant("End of the pause", until);
        }
        store.queues().pause(queue, by, reason, until);
        engine.refreshQueues();
    }

    /** The same by the program itself. */
    public boolean resume(String queue) {
        return resume(queue, "code", null);
    }

    /** Workers claim from the queue again. False if it was not paused. */
    public boolean resume(String queue, String by, @Nullable String reason) {
        boolean resumed = store.queues().resume(queue, by, reason);
        engine.refreshQueues();
        engine.wake(Set.of(queue));
        return resumed;
    }
}
