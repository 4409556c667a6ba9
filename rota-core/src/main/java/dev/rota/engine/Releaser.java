package dev.rota.engine;

import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Lets blocked jobs go when their exclusion key has room, or a handler has come for their type. */
final class Releaser implements Duty {
    private static final int MOST = 500;
    /** Of so many turns that nobody has asked for, one looks for parked jobs. */
    private static final int UNASKED = 4;

    private final JobStore jobs;
    private final Worker worker;
    private final Consumer<Set<String>> wake;
    private volatile boolean more;
    private volatile boolean asked = true;
    private int quiet;

    Releaser(JobStore jobs, Worker worker, Consumer<Set<String>> wake) {
        this.jobs = jobs;
        this.worker = worker;
        this.wake = wake;
    }

    @Override
    public String name() {
        return "release";
    }

    /** Something may have changed: at its next turn it looks for all that may wait. */
    void ask() {
        asked = true;
    }

    @Override
    public Duration interval() {
        return more ? Duration.ZERO : Duration.ofSeconds(5);
    }

    @Override
    public void runOnce() {
        Set<String> released = jobs.releaseBlocked(MOST);
        Set<String> unparked = looksForParked() ? jobs.unpark(worker.types(), MOST) : Set.of();
        more = !released.isEmpty() || !unparked.isEmpty();
        if (!released.isEmpty()) {
            wake.accept(released);
        }
        if (!unparked.isEmpty()) {
            wake.accept(unparked);
        }
    }

    /** Whoever parks a job says so; unasked it is looked for now and then, because what was said may be lost. */
    private boolean looksForParked() {
        quiet++;
        if (!asked && !more && quiet < UNASKED) {
            return false;
        }
        asked = false;
        quiet = 0;
        return !worker.types().isEmpty();
    }
}
