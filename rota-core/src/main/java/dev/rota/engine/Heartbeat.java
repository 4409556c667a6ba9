package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore.Pulse;
import dev.rota.store.WorkerStore.Sight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that this worker lives. If the store has given it up, all its jobs are lost to it: their attempts are told to end,
 * and the worker makes itself known under a new id.
 */
final class Heartbeat implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Store store;
    private final Worker worker;
    private final Events events;
    private final Duration interval;
    private final Duration lease;
    private final Runnable onChange;
    private final Steadiness steadiness;
    private final InstantSource clock;
    private final UsageGauge usage;
    private @Nullable Duration clockOffset;
    private volatile boolean mayRescue = true;

    /** Makes the duty of a worker that has just made itself known, or could not. */
    Heartbeat(
            Store store,
            Worker worker,
            Events events,
            EngineSettings settings,
            InstantSource clock,
            Runnable onChange) {
        this.store = store;
        this.clock = clock;
        this.worker = worker;
        this.events = events;
        this.interval = settings.heartbeat();
        this.lease = settings.lease();
        this.onChange = onChange;
        this.usage = new UsageGauge(worker::worked);
        this.steadiness = steadiness();
    }

    private Steadiness steadiness() {
        if (worker.isKnown()) {
            try {
                return new Steadiness(lease, moment());
            } catch (StoreException e) {
                LOG.debug("The store cannot be reached right after the start", e);
            }
        }
        Steadiness late = new Steadiness(lease, new Steadiness.Beat(System.nanoTime(), Instant.EPOCH));
        late.failed();
        return late;
    }

    private Steadiness.Beat moment() {
        return new Steadiness.Beat(System.nanoTime(), store.now());
    }

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    /** Others wait a lease at the most for a heartbeat after an outage. */
    @Override
    public Duration longestPause() {
        return interval;
    }

    @Override
    public void runOnce() {
        try {
            Instant before = clock.instant();
            Pulse pulse = store.workers().heartbeat(worker.id(), lease, clockOffset, usage.read());
            take(pulse);
            Sight sight = pulse.sight();
            Steadiness.Beat beat = sight == null ? moment() : new Steadiness.Beat(System.nanoTime(), sight.now());
            steadiness.beat(beat);
            clockOffset = offset(before, beat.at(), clock.instant());
        } catch (RuntimeException e) {
            steadiness.failed();
            throw e;
        }
    }

    /** The store's time was read between two looks at this worker's clock: how long that took must not count. */
    static Duration offset(Instant before, Instant store, Instant after) {
        if (store.isBefore(before)) {
            return Duration.between(store, before);
        }
        return store.isAfter(after) ? Duration.between(store, after) : Duration.ZERO;
    }

    private void take(Pulse pulse) {
        boolean changed;
        if (!pulse.known()) {
            long lost = worker.id();
            lose(lost);
            worker.register();
            // What an exchange under way has brought under the old id meanwhile.
            lose(lost);
            if (lost == Worker.UNKNOWN) {
                LOG.info("The store can be reached, and knows this as worker {}", worker.id());
            } else {
                LOG.warn("Worker {} was given up as lost; it goes on as worker {}", lost, worker.id());
            }
            events.tell(new RotaEvent.WorkerStarted(worker.id(), worker.name()));
            changed = true;
        } else {
            Sight sight = pulse.sight();
            changed = sight == null ? worker.refreshQueues() : worker.queues(sight.queues());
            changed |= worker.asked(pulse);
            mayRescue = sight == null || sight.mayRescue();
            changed |= sight != null && sight.mayRescue();
        }
        if (changed || worker.hasPaused() || worker.isStopping()) {
            onChange.run();
        }
    }

    private void lose(long workerId) {
        worker.held().stream().filter(job -> job.workerId() == workerId).forEach(job -> job.stop(new Stopping.Lost()));
    }

    /** False if the store said with the last heartbeat that nobody is silent and nothing left behind. */
    boolean mayRescue() {
        return mayRescue;
    }

    /** Whether a worker that has been silent for a lease is dead, as far as this one can tell. */
    boolean isSteady() {
        return steadiness.isSteady(moment());
    }
}
