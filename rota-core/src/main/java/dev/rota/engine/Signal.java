package dev.rota.engine;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread: at once, or when a time has come. Thread-safe. */
final class Signal {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_ALARMS = 1_024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final long origin = System.nanoTime();
    private volatile boolean wake;
    private boolean overdue;
    private final PriorityQueue<Long> alarms = new PriorityQueue<>();

    void wake() {
        if (wake) {
            // Whoever waits has not taken notice yet, and will see what happened before this call.
            return;
        }
        lock.lock();
        try {
            wake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Wakes after {@code delay}, up to an hour. Of very many alarms only some are kept: polling finds what they missed.
     *
     * @return false if it does not
     */
    boolean wakeIn(Duration delay) {
        if (delay.compareTo(Duration.ofHours(1)) > 0) {
            return false;
        }
        lock.lock();
        try {
            if (alarms.size() >= MOST_ALARMS) {
                return false;
            }
            alarms.add(now() + delay.toNanos());
            woken.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is woken, or {@code most} has passed. */
    void await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long end = now() + most.toNanos();
            while (!wake && now() < Math.min(end, nextAlarm())) {
                waitUntil(Math.min(end, nextAlarm()));
            }
            overdue |= !wake || now() >= nextAlarm();
            while (now() >= nextAlarm()) {
                alarms.remove();
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@code delay}, whatever happens meanwhile. */
    void rest(Duration delay) throws InterruptedException {
        lock.lock();
        try {
            long end = now() + delay.toNanos();
            while (now() < end) {
                waitUntil(end);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings({"WaitNotInLoop", "unused"})
    private void waitUntil(long at) throws InterruptedException {
        boolean early = woken.await(at - now(), TimeUnit.NANOSECONDS);
    }

    private long nextAlarm() {
        Long first = alarms.peek();
        return first == null ? NEVER : first;
    }

    /** True if the last wait ended because its time was up: then jobs may have become due. */
    boolean takeOverdue() {
        lock.lock();
        try {
            boolean taken = overdue;
            overdue = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
