package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Pulse;
import java.time.Duration;
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
    private final Steadiness steadiness;

    /** Makes the duty of a worker that has just made itself known. */
    Heartbeat(Store store, Worker worker, Events events, EngineSettings settings, Runnable onChange) {
        this.store = store;
        this.worker = worker;
        this.events = events;
        this.interval = settings.heartbeat();
        this.onChange = onChange;
        this.steadiness = new Steadiness(settings.lease(), moment());
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
            beat();
            steadiness.beat(moment());
        } catch (RuntimeException e) {
            steadiness.failed();
            throw e;
        }
    }

    private void beat() {
        Pulse pulse = store.workers().heartbeat(worker.id());
        if (!pulse.known()) {
            long lost = worker.id();
            lose(lost);
            worker.register();
            // What an exchange under way has brought under the old id meanwhile.
            lose(lost);
            LOG.warn("Worker {} was given up as lost; it goes on as worker {}", lost, worker.id());
            events.tell(new RotaEvent.WorkerStarted(worker.id(), worker.name()));
        } else {
            worker.refreshQueues();
        }
        worker.draining(pulse.draining());
        onChange.run();
    }

    private void lose(long workerId) {
        worker.held().stream().filter(job -> job.workerId() == workerId).forEach(job -> job.stop(new Stopping.Lost()));
    }

    /** Whether a worker that has been silent for a lease is dead, as far as this one can tell. */
    boolean isSteady() {
        return steadiness.isSteady(moment());
    }
}
