package dev.rota.engine;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Lets blocked jobs go when their exclusion key has room, or a handler has come for their type. Whoever frees a key or
 * enqueues a job with one says which: only these are looked at, however many others are waited for. What nobody says is
 * found by a {@link KeyWalk}.
 */
final class Releaser implements Duty {
    /** Jobs of one key, or type, that go together. */
    private static final int MOST = 500;
    /** What is asked for beyond so many keys is left to the walk. */
    private static final int MOST_KEYS = 10_000;
    /** So often it looks for what has become due. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** So often it looks for parked jobs although nobody asks. */
    private static final Duration UNASKED = Duration.ofSeconds(20);

    private final JobStore jobs;
    private final Worker worker;
    private final Consumer<Set<String>> wake;
    private final KeyWalk walk;
    /** In the order in which they were asked for, so that none waits behind those that are asked for again and again. */
    private final Set<String> keys = Collections.synchronizedSet(new LinkedHashSet<>());

    private volatile boolean asked = true;
    private boolean more;
    private long lookedForParked = System.nanoTime();

    Releaser(JobStore jobs, Worker worker, Consumer<Set<String>> wake) {
        this.jobs = jobs;
        this.worker = worker;
        this.wake = wake;
        this.walk = new KeyWalk(jobs, System::nanoTime);
    }

    /** The exclusion keys of these jobs. */
    static Set<String> keys(Collection<NewJob> jobs) {
        return jobs.stream()
                .map(NewJob::exclusion)
                .filter(Objects::nonNull)
                .map(ExclusionKey::key)
                .collect(Collectors.toSet());
    }

    @Override
    public String name() {
        return "release";
    }

    /** Something may have changed, nobody knows what: it looks for all that may wait. */
    void ask() {
        asked = true;
        walk.ask();
    }

    /** These exclusion keys may have room, or there are new jobs that want them: at its next turn it looks at them. */
    void ask(Collection<String> changed) {
        if (keys.size() + changed.size() > MOST_KEYS) {
            walk.ask();
        } else {
            keys.addAll(changed);
        }
    }

    @Override
    public Duration interval() {
        if (more || asked || !keys.isEmpty()) {
            return Duration.ZERO;
        }
        Duration wait = walk.untilNext();
        return wait.compareTo(INTERVAL) < 0 ? wait : INTERVAL;
    }

    @Override
    public void runOnce() {
        boolean walks = walk.goesOn();
        releaseAsked(walks);
        if (looksForParked()) {
            unpark();
        }
    }

    /** What has been asked for, what has become due, and a part of all if {@code walks}. */
    private void releaseAsked(boolean walks) {
        Set<String> taken = take();
        try {
            JobStore.Waiting waiting = jobs.blockDue(MOST);
            more = !waiting.due().isEmpty();
            taken.addAll(waiting.due());
            if (waiting.any()) {
                release(taken);
            }
            if (walks && waiting.any()) {
                walk.part(this::release);
            } else if (walks) {
                walk.end();
            }
        } catch (RuntimeException e) {
            ask(taken);
            throw e;
        }
    }

    private Set<String> take() {
        synchronized (keys) {
            Set<String> taken = keys.stream().limit(KeyWalk.PART).collect(Collectors.toCollection(LinkedHashSet::new));
            keys.removeAll(taken);
            return taken;
        }
    }

    private void release(Collection<String> of) {
        Set<String> queues = of.isEmpty() ? Set.of() : jobs.releaseBlocked(of, MOST);
        if (!queues.isEmpty()) {
            wake.accept(queues);
            // There may be more of them than went.
            ask(of);
        }
    }

    private void unpark() {
        Set<String> queues = jobs.unpark(worker.types(), MOST);
        if (!queues.isEmpty()) {
            wake.accept(queues);
            // There may be more, and some may wait for a key now.
            ask();
        }
    }

    /** Whoever parks a job says so; unasked it is looked for now and then, because what was said may be lost. */
    private boolean looksForParked() {
        long now = System.nanoTime();
        if (!asked && now - lookedForParked < UNASKED.toNanos()) {
            return false;
        }
        asked = false;
        lookedForParked = now;
        return !worker.types().isEmpty();
    }
}
