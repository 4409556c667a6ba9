package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore.Pulse;
import java.time.Duration;
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
    private final Runnable onChange;
    private volatile boolean failing;
    private volatile @Nullable Long recoveredAt;

    Heartbeat(Store store, Worker worker, Events events, Duration interval, Runnable onChange) {
        this.store = store;
        this.worker = worker;
        this.events = events;
        this.interval = interval;
        this.onChange = onChange;
    }

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public void runOnce() {
        try {
            beat();
        } catch (StoreException e) {
            failing = true;
            throw e;
        }
        if (failing) {
            recoveredAt = System.nanoTime();
            failing = false;
        }
    }

    private void beat() {
        Pulse pulse = store.workers().heartbeat(worker.id());
        boolean changed = true;
        if (!pulse.known()) {
            long lost = worker.id();
            lose(lost);
            worker.register();
            // What an exchange under way has brought under the old id meanwhile.
            lose(lost);
            LOG.warn("Worker {} was given up as lost; it goes on as worker {}", lost, worker.id());
            events.tell(new RotaEvent.WorkerStarted(worker.id(), worker.name()));
        } else {
            changed = pulse.queues() == null ? worker.refreshQueues() : worker.queues(pulse.queues());
        }
        changed |= worker.draining(pulse.draining());
        if (changed || worker.hasPaused()) {
            onChange.run();
        }
    }

    private void lose(long workerId) {
        worker.held().stream().filter(job -> job.workerId() == workerId).forEach(job -> job.stop(new Stopping.Lost()));
    }

    /**
     * True unless a heartbeat failed within the last {@code lease}. After an outage nobody could send a
     * heartbeat, so nobody may be given up for having sent none.
     */
    boolean isSteady(Duration lease) {
        Long recovered = recoveredAt;
        return !failing && (recovered == null || System.nanoTime() - recovered >= lease.toNanos());
    }
}
