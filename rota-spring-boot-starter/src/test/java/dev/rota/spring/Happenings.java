package dev.rota.spring;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps what happened, and lets a test wait for it. */
final class Happenings implements RotaListener {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<RotaEvent> events = new ArrayList<>();

    @Override
    public void on(RotaEvent event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<RotaEvent> all() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a job of that id has come to {@code kind}. */
    <E extends RotaEvent.JobEvent> E await(Class<E> kind, long jobId) throws InterruptedException {
        lock.lock();
        try {
            long left = PATIENCE_NANOS;
            while (true) {
                for (RotaEvent event : events) {
                    if (kind.isInstance(event) && kind.cast(event).jobId() == jobId) {
                        return kind.cast(event);
                    }
                }
                if (left <= 0) {
                    throw new AssertionError("Job " + jobId + " never came to " + kind.getSimpleName() + ": " + events);
                }
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
