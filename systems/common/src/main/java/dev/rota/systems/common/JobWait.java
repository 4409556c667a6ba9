package dev.rota.systems.common;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of jobs, whichever process works them: for endpoints that answer with a result when there is one
 * soon. Jobs that end in this process are noticed at once, others within a quarter of a second. Thread-safe.
 */
public final class JobWait {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Rota rota;
    private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();

    /** Listens to this Rota for as long as it lives: one is enough. */
    public JobWait(Rota rota) {
        this.rota = rota;
        rota.listen(event -> {
            if (event instanceof RotaEvent.Succeeded
                    || event instanceof RotaEvent.Failed
                    || event instanceof RotaEvent.Cancelled) {
                waiting.forEach(Semaphore::release);
            }
        });
    }

    /**
     * The job as it stands when it has ended, or when the patience has.
     *
     * @param patience zero only looks
     * @return empty when there is no job of that id
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Job> await(long jobId, Duration patience) throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        waiting.add(ended);
        try {
            long left = patience.toNanos();
            Optional<Job> job = rota.jobs().find(jobId);
            while (left > 0 && job.isPresent() && !job.get().state().isFinished()) {
                long from = System.nanoTime();
                ended.tryAcquire(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
                ended.drainPermits();
                left -= System.nanoTime() - from;
                job = rota.jobs().find(jobId);
            }
            return job;
        } finally {
            waiting.remove(ended);
        }
    }
}
