package dev.rota.engine;

import dev.rota.event.RotaEvent;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Deletes what retention allows to be deleted, a bounded part at a time. */
final class Pruner implements Duty {
    /** How many rows of each kind are deleted at a time, at the most. */
    static final int MOST = 1_000;

    private static final Duration NOTHING_LEFT = Duration.ofMinutes(1);
    private static final Duration MORE_LEFT = Duration.ofMillis(200);

    private final String name;
    private final LongSupplier part;
    private final Events events;
    private volatile boolean more;

    /**
     * A pruner.
     *
     * @param part deletes so much as is deleted at a time, and says how many rows it were; 0 means nothing is left
     */
    Pruner(String name, LongSupplier part, Events events) {
        this.name = name;
        this.part = part;
        this.events = events;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return more ? MORE_LEFT : NOTHING_LEFT;
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
