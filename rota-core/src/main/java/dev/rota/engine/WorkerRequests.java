package dev.rota.engine;

import dev.rota.store.WorkerStore;
import java.time.Duration;

/**
 * Does what others want of the attempts of this worker, wherever they said it: those whose jobs somebody has cancelled are
 * asked to end, and who wants to know where a handler is in its code is told.
 */
final class WorkerRequests implements Duty {
    private final WorkerStore workers;
    private final Worker worker;

    WorkerRequests(WorkerStore workers, Worker worker) {
        this.workers = workers;
        this.worker = worker;
    }

    @Override
    public String name() {
        return "requests";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(500);
    }

    @Override
    public void runOnce() {
        if (!worker.holdsAny()) {
            return;
        }
        WorkerStore.Requests requests = workers.requests(worker.id());
        requests.cancels().forEach((jobId, reason) -> worker.stop(jobId, new Stopping.Cancel(reason)));
        for (long jobId : requests.stacks()) {
            workers.answerStack(worker.id(), jobId, StackQuestion.text(worker.stack(jobId)));
        }
    }
}
