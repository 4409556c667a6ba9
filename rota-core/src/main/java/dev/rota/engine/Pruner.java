package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.Store;
import java.time.Duration;

/** Deletes what retention allows to be deleted, and puts old figures together, a bounded part at a time. */
final class Pruner implements Duty {
    private static final int MOST = 1_000;
    private static final Duration NOTHING_LEFT = Duration.ofMinutes(1);
    private static final Duration MORE_LEFT = Duration.ofMillis(200);

    private final Store store;
    private final Retention retention;
    private final Events events;
    private volatile boolean more;

    Pruner(Store store, Retention retention, Events events) {
        this.store = store;
        this.retention = retention;
        this.events = events;
    }

    @Override
    public String name() {
        return "prune";
    }

    @Override
    public Duration interval() {
        return more ? MORE_LEFT : NOTHING_LEFT;
    }

    @Override
    public void runOnce() {
        long rows = store.jobs().prune(retention, MOST);
        long condensed = store.rollups().condense(MOST);
        more = rows + condensed > 0;
        if (rows > 0) {
            events.tell(new RotaEvent.Pruned(rows));
        }
    }
}
