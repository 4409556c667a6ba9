package dev.rota.engine;

import dev.rota.event.RotaEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs duties on one thread, each when its time has come or somebody asks for it. A duty that fails is tried again after a
 * wait that doubles up to five seconds, or what the duty bears; the others go on.
 */
final class DutyLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DutyLoop.class);

    private final Events events;
    private final List<Turn> turns = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean stopped;

    /** A duty with the time of its next turn, on the clock of {@link System#nanoTime()}. */
    private static final class Turn {
        final Duty duty;
        long at;

        @Nullable
        Backoff failing;

        Turn(Duty duty, long at) {
            this.duty = duty;
            this.at = at;
        }
    }

    DutyLoop(String name, List<Duty> duties, Events events) {
        this.events = events;
        long now = System.nanoTime();
        duties.forEach(duty -> turns.add(new Turn(duty, now)));
        thread = Threads.named(name).newThread(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Makes a duty run soon, whatever its interval. */
    void soon(Duty duty) {
        lock.lock();
        try {
            for (Turn turn : turns) {
                if (turn.duty == duty && turn.failing == null) {
                    turn.at = System.nanoTime();
                }
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Makes all duties run soon. */
    void soonAll() {
        turns.forEach(turn -> soon(turn.duty));
    }

    /** Begins no duty any more; the one that runs goes on. */
    void end() {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the loop, and waits up to {@code most} for the duty that runs. */
    void stop(Duration most) throws InterruptedException {
        end();
        thread.join(Math.max(1, most.toMillis()));
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }

    private void loop() {
        try {
            for (Turn turn = next(); turn != null; turn = next()) {
                run(turn);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted and ends", Thread.currentThread().getName());
        }
    }

    private @Nullable Turn next() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped) {
                Turn first = turns.get(0);
                for (Turn turn : turns) {
                    first = turn.at - first.at < 0 ? turn : first;
                }
                long wait = first.at - System.nanoTime();
                if (wait <= 0) {
                    first.at = Long.MAX_VALUE / 2 + System.nanoTime();
                    return first;
                }
                long left = changed.awaitNanos(wait);
                LOG.trace("woke with {} ns left", left);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Duration failed(Turn turn, RuntimeException error) {
        turn.failing = turn.failing == null ? Backoff.first() : turn.failing.next();
        Duration longest = turn.duty.longestPause();
        Duration wait = turn.failing.delay().compareTo(longest) < 0 ? turn.failing.delay() : longest;
        Failures.report(LOG, events, turn.duty.name(), error, wait);
        return wait;
    }

    private void run(Turn turn) {
        Duration wait;
        try {
            turn.duty.runOnce();
            if (turn.failing != null) {
                events.tell(new RotaEvent.StoreRecovered(turn.duty.name()));
                turn.failing = null;
            }
            wait = turn.duty.interval();
        } catch (RuntimeException e) {
            wait = failed(turn, e);
        } catch (Throwable e) {
            // The thread must not end with it: a worker without a heart is given up while it works.
            wait = failed(turn, new IllegalStateException("Duty " + turn.duty.name() + " failed: " + e, e));
        }
        lock.lock();
        try {
            turn.at = Math.min(turn.at, System.nanoTime() + wait.toNanos());
        } finally {
            lock.unlock();
        }
    }
}
