package dev.rota.engine;

import dev.rota.event.RotaEvent;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Deletes what retention allows to be deleted, a bounded part at a time. */
final class Pruner implements Duty {
    /** How many rows of each kind are deleted at a time, at the most. */
    static final int MOST = 1_000;

    /** What is kept for days need not go in the minute: twenty statements look for it. */
    static final Duration RETENTION = Duration.ofMinutes(5);

    /** Figures of minutes are put together as the minutes pass. */
    static final Duration FIGURES = Duration.ofMinutes(1);

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
    Pruner(String name, Duration rest, LongSupplier part, Events events) {
        this.name = name;
        this.rest = rest;
        this.part = part;
        this.events = events;
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
