package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.JobStore;
import dev.rota.store.JobStore.Retention;
import java.time.Duration;

/** Deletes what retention allows to be deleted, a bounded part at a time. */
final class Pruner implements Duty {
    private static final int MOST = 1_000;
    private static final Duration NOTHING_LEFT = Duration.ofMinutes(1);
    private static final Duration MORE_LEFT = Duration.ofMillis(200);

    private final JobStore jobs;
    private final Retention retention;
    private final Events events;
    private volatile boolean more;

    Pruner(JobStore jobs, Retention retention, Events events) {
        this.jobs = jobs;
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
        long rows = jobs.prune(retention, MOST);
        more = rows > 0;
        if (more) {
            events.tell(new RotaEvent.Pruned(rows));
        }
    }
}
