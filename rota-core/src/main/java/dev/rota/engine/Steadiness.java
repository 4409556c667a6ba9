package dev.rota.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the silence of other workers means that they are dead. It does not if this worker has been silent itself
 * of late: after an outage, a lock on the workers' table, a suspended machine or a step of the clock, whoever comes back
 * first would give up all others, which only come a moment later. So it waits a full lease from its own first heartbeat
 * thereafter. Thread-safe.
 *
 * <p>It goes by two clocks. The monotonic one stands still while a machine is suspended; the store's shows that, and shows
 * how old heartbeats look after it was set forward.
 */
final class Steadiness {
    private final Duration lease;
    /** Two heartbeats are due in this time: only what holds up a heartbeat makes it longer. */
    private final Duration bearable;

    private Beat last;
    private boolean failing;
    private @Nullable Long recoveredAt;

    /** A moment on both clocks. */
    record Beat(long nanos, Instant at) {
        private boolean isWithin(Duration time, Beat earlier) {
            return nanos - earlier.nanos <= time.toNanos()
                    && Duration.between(earlier.at, at).compareTo(time) <= 0;
        }
    }

    /** Begins with the moment at which the worker made itself known. */
    Steadiness(Duration lease, Beat first) {
        this.lease = lease;
        this.bearable = lease.multipliedBy(2).dividedBy(3);
        this.last = first;
    }

    /** A heartbeat has failed. */
    synchronized void failed() {
        failing = true;
    }

    /** A heartbeat has succeeded. */
    synchronized void beat(Beat now) {
        if (failing || !now.isWithin(bearable, last)) {
            recoveredAt = now.nanos;
        }
        failing = false;
        last = now;
    }

    synchronized boolean isSteady(Beat now) {
        return !failing
                && now.isWithin(bearable, last)
                && (recoveredAt == null || now.nanos - recoveredAt >= lease.toNanos());
    }
}
