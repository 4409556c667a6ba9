package dev.rota.engine;

import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Lets blocked jobs go when their exclusion key has room, or a handler has come for their type. */
final class Releaser implements Duty {
    private static final int MOST = 500;

    private final JobStore jobs;
    private final Worker worker;
    private final Consumer<Set<String>> wake;
    private volatile boolean more;

    Releaser(JobStore jobs, Worker worker, Consumer<Set<String>> wake) {
        this.jobs = jobs;
        this.worker = worker;
        this.wake = wake;
    }

    @Override
    public String name() {
        return "release";
    }

    @Override
    public Duration interval() {
        return more ? Duration.ZERO : Duration.ofSeconds(5);
    }

    @Override
    public void runOnce() {
        Set<String> released = jobs.releaseBlocked(MOST);
        Set<String> unparked = worker.types().isEmpty() ? Set.of() : jobs.unpark(worker.types(), MOST);
        more = !released.isEmpty() || !unparked.isEmpty();
        if (!released.isEmpty()) {
            wake.accept(released);
        }
        if (!unparked.isEmpty()) {
            wake.accept(unparked);
        }
    }
}
