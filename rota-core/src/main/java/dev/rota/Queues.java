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

/**
 * What one can see of queues and do to them. This process goes by a change at once, others within a heartbeat, which is a
 * third of their lease. Thread-safe.
 */
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

    /** Sets the limits of a queue, over all workers together; {@link Limits#NONE} takes them away. */
    public void limit(String queue, Limits limits) {
        store.queues().limit(queue, limits);
        engine.refreshQueues();
    }

    /**
     * No worker claims from the queue until somebody resumes it, or {@code until}; what runs goes on.
     *
     * @param by who pauses it, in words
     * @param reason why, or null
     * @param until null means until somebody resumes it
     */
    public void pause(String queue, String by, @Nullable String reason, @Nullable Instant until) {
        if (until != null) {
            Bounds.instant("End of the pause", until);
        }
        store.queues().pause(queue, by, reason, until);
        engine.refreshQueues();
    }

    /** Workers claim from the queue again, because the program says so. False if it was not paused. */
    public boolean resume(String queue) {
        return resume(queue, "code", null);
    }

    /** Workers claim from the queue again, because somebody says so. False if it was not paused. */
    public boolean resume(String queue, String by, @Nullable String reason) {
        boolean resumed = store.queues().resume(queue, by, reason);
        engine.refreshQueues();
        engine.wake(Set.of(queue));
        return resumed;
    }
}
