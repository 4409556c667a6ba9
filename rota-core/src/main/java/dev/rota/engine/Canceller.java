package dev.rota.engine;

import dev.rota.store.WorkerStore;
import java.time.Duration;

/** Asks the attempts of this worker to end whose jobs somebody has cancelled, wherever that was done. */
final class Canceller implements Duty {
    private final WorkerStore workers;
    private final Worker worker;

    Canceller(WorkerStore workers, Worker worker) {
        this.workers = workers;
        this.worker = worker;
    }

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(500);
    }

    @Override
    public void runOnce() {
        if (worker.holdsAny()) {
            workers.cancelRequests(worker.id())
                    .forEach((jobId, reason) -> worker.stop(jobId, new Stopping.Cancel(reason)));
        }
    }
}
