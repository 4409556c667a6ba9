package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Deletes what retention allows to be deleted, a bounded part at a time. */
final class Pruner implements Duty {
    /** How many rows of each kind are deleted at a time, at the most. */
    private static final int MOST = 1_000;

    /** What is kept for days need not go in the minute: twenty statements look for it. */
    private static final Duration RETENTION = Duration.ofMinutes(5);

    /** Figures of minutes are put together as the minutes pass. */
    private static final Duration FIGURES = Duration.ofMinutes(1);

    private static final Duration MORE_LEFT = Duration.ofMillis(200);

    private final String name;
    private final Duration rest;
    private final LongSupplier part;
    private final Events events;
    private volatile boolean more;

    /**
     * A pruner.
     *
     * @param rest how long it rests when nothing is left
     * @param part deletes so much as is deleted at a time, and says how many rows it were; 0 means nothing is left
     */
    private Pruner(String name, Duration rest, LongSupplier part, Events events) {
        this.name = name;
        this.rest = rest;
        this.part = part;
        this.events = events;
    }

    /** All there are. Their statements may take long, so nothing that has to be on time shares a thread with them. */
    static List<Duty> all(Store store, EngineSettings settings, Events events) {
        LongSupplier jobs = () -> store.jobs().prune(settings.retention(), MOST);
        LongSupplier console = () -> store.console().prune(settings.consoleRetention(), MOST);
        LongSupplier figures = () -> store.rollups().condense(MOST);
        return List.of(
                new Pruner("prune", RETENTION, jobs, events),
                new Pruner("prune console", RETENTION, console, events),
                new Pruner("condense", FIGURES, figures, events));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return more ? MORE_LEFT : rest;
    }

    @Override
    public void runOnce() {
        long rows = part.getAsLong();
        more = rows > 0;
        if (more) {
            events.tell(new RotaEvent.Pruned(rows));
        }
    }
}
