package dev.rota.engine;

import dev.rota.console.Deploys;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Worker.State;
import java.time.Duration;

/**
 * Keeps, once, that the version of this program has begun to work. Of workers that have one version the first says it: in
 * the middle of a deployment an old one that starts anew is no deployment back.
 */
final class DeployNote implements Duty {
    private final Store store;
    private final Worker worker;
    private final String version;
    private boolean done;

    DeployNote(Store store, Worker worker, String version) {
        this.store = store;
        this.worker = worker;
        this.version = version;
        this.done = !Deploys.isKnown(version);
    }

    @Override
    public String name() {
        return "deploy note";
    }

    /** Until it could be written. */
    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void runOnce() {
        if (done || !worker.isKnown()) {
            return;
        }
        long id = worker.id();
        if (store.workers().list().stream().noneMatch(other -> other.id() < id && isOfThisVersion(other))) {
            new Deploys(store.console().settings()).begin(version, worker.name());
        }
        done = true;
    }

    private boolean isOfThisVersion(WorkerStore.Worker other) {
        return other.registration().version().equals(version)
                && other.state() != State.LOST
                && other.state() != State.STOPPED;
    }
}
