package dev.rota.testing;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Keeps what happened, and lets a test wait for what is to happen. Thread-safe. */
public final class EventLog implements RotaListener {
    /** So long a test waits before it fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<RotaEvent> events = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @Override
    public void on(RotaEvent event) {
        lock.lock();
        try {
            events.add(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The events of one kind so far, in order. */
    public <E extends RotaEvent> List<E> of(Class<E> kind) {
        lock.lock();
        try {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first event of this kind that matches; it may have happened already. */
    public <E extends RotaEvent> E await(Class<E> kind, Predicate<E> which) {
        return await(kind, which, 1).get(0);
    }

    /**
     * Waits until so many events of this kind that match have happened.
     *
     * @throws AssertionError after a minute
     */
    public <E extends RotaEvent> List<E> await(Class<E> kind, Predicate<E> which, int count) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            List<E> found = of(kind).stream().filter(which).toList();
            while (found.size() < count) {
                if (left <= 0) {
                    throw new AssertionError("Waited " + PATIENCE.toSeconds() + " s for " + count + " "
                            + kind.getSimpleName() + ", saw " + found.size() + "; all that happened: " + latest());
                }
                left = changed.awaitNanos(left);
                found = of(kind).stream().filter(which).toList();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + kind.getSimpleName(), e);
        } finally {
            lock.unlock();
        }
    }

    private List<RotaEvent> latest() {
        return events.subList(Math.max(0, events.size() - 50), events.size());
    }
}
