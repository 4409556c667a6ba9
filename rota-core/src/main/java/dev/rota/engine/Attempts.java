package dev.rota.engine;

import dev.rota.job.Job;
import dev.rota.retry.RetryPolicy;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs attempts in the slots of lanes, and keeps those that have ended until they are written. Thread-safe. */
final class Attempts {
    /** How long a handler may go on after its timeout before its slot is given to another. */
    private static final Duration HEED = Duration.ofSeconds(5);

    private final Worker worker;
    private final Handlers handlers;
    private final AttemptRunner runner;
    private final RunningJob.Tools tools;
    private final Signal signal;
    private final ExecutorService threads = Threads.forAttempts();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Threads.named("rota-timer"));
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Job> committed = new ConcurrentLinkedQueue<>();
    private final Object change = new Object();
    private final AtomicInteger endedCount = new AtomicInteger();
    private volatile boolean awaited;

    Attempts(Worker worker, Handlers handlers, AttemptRunner runner, RunningJob.Tools tools, Signal signal) {
        this.worker = worker;
        this.handlers = handlers;
        this.runner = runner;
        this.tools = tools;
        this.signal = signal;
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Puts a claimed job in a lane; {@link #begin} begins it.
     *
     * @param claimedAs the worker's id when it claimed the job; if it has another by now, the job is lost already
     */
    void accept(Lane lane, Job job, long claimedAs) {
        RunningJob running = new RunningJob(job, claimedAs, tools);
        if (handlers.find(job.type()).isEmpty()) {
            end(running, new Transition.Park("this worker has no handler for type " + job.type()));
            return;
        }
        worker.hold(running);
        if (worker.id() != claimedAs) {
            running.stop(new Stopping.Lost());
        }
        lane.add(running);
    }

    /** Begins as many jobs of a lane as it has free slots. */
    void begin(Lane lane) {
        while (lane.tryOccupy()) {
            try {
                threads.execute(() -> work(lane));
            } catch (Throwable e) {
                // No thread to be had: the slot stays free, and the dispatcher tries again.
                lane.vacate();
                throw e;
            }
        }
    }

    /** Works in one slot until there is nothing more to do in it. */
    private void work(Lane lane) {
        Slot slot = new Slot(lane);
        try {
            RunningJob job = lane.next();
            while (job != null && slot.isOurs()) {
                run(slot, job);
                slot.ran(job);
                job = slot.isOurs() && !lane.isOverfull() ? lane.next() : null;
            }
        } finally {
            slot.giveUp();
            begin(lane);
            // Queues with limits get a free slot only, and this one has just become free.
            slot.committed().ifPresent(committed::add);
            signal.wake();
        }
    }

    /** A slot, until it is given up: by the thread that works in it, or by the timer when that thread is stuck. */
    private static final class Slot {
        private final Lane lane;
        private boolean ours = true;
        private @Nullable Job committed;

        Slot(Lane lane) {
            this.lane = lane;
        }

        synchronized boolean isOurs() {
            return ours;
        }

        void ran(RunningJob job) {
            if (job.isCommitted()) {
                committed = job.job();
            }
        }

        /** A job that ended in it by a transaction of its handler, if one did. */
        Optional<Job> committed() {
            return Optional.ofNullable(committed);
        }

        synchronized void giveUp() {
            if (ours) {
                ours = false;
                lane.vacate();
            }
        }
    }

    private void run(Slot slot, RunningJob job) {
        Handlers.Registered<?> registered = handlers.find(job.type()).orElseThrow();
        Duration timeout = job.job().request().timeout();
        Optional<Future<?>> alarm = Optional.ofNullable(timeout)
                .map(limit -> timer.schedule(
                        () -> timeUp(
                                slot, job, limit, registered.type().settings().retry()),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS));
        long begun = System.nanoTime();
        try {
            Optional<Finish> end = runner.run(job, registered);
            worker.workedOne();
            end.ifPresentOrElse(finish -> end(job, finish), () -> letGo(job));
        } finally {
            alarm.ifPresent(future -> future.cancel(false));
            // Not how long it was held: what waits behind others does not take longer for it.
            slot.lane.took(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private void timeUp(Slot slot, RunningJob job, Duration limit, RetryPolicy policy) {
        job.stop(new Stopping.Timeout(limit));
        var unused = timer.schedule(() -> giveUp(slot, job, policy), HEED.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The handler does not heed its interruption: its job goes on without it, and so does its slot. */
    private void giveUp(Slot slot, RunningJob job, RetryPolicy policy) {
        if (job.end()) {
            // Also if there is nothing to write, because it has committed its end or lost its job.
            Optional<Finish> end = runner.abandon(job, policy);
            slot.giveUp();
            end.ifPresentOrElse(finish -> end(job, finish), () -> letGo(job));
            begin(slot.lane);
        }
    }

    /** There is nothing to write: its handler has committed its end, or it was lost. */
    private void letGo(RunningJob job) {
        worker.letGo(job);
        if (job.isCommitted()) {
            committed.add(job.job());
            signal.wake();
        }
    }

    private void end(RunningJob job, Finish finish) {
        job.logBuffer().end();
        ended.add(Ended.of(job, finish));
        endedCount.incrementAndGet();
        // Only now, so that whoever stops the worker sees it held until it is seen to be written.
        worker.letGo(job);
        if (awaited) {
            synchronized (change) {
                change.notifyAll();
            }
        }
        signal.wake();
    }

    private void end(RunningJob job, Transition transition) {
        if (job.end()) {
            end(job, new Finish(job.job(), transition, null));
        }
    }

    /** Ends a claimed job that cannot be read. */
    void fail(Exchange.Unreadable unreadable, long claimedAs) {
        end(new RunningJob(unreadable.job(), claimedAs, tools), Outcomes.unreadable(unreadable));
    }

    /** Gives a job back that has not begun. */
    void handBack(RunningJob job, String reason) {
        end(job, new Transition.Release(reason, false));
    }

    /** Takes a job that was claimed without our hearing of it back to its queue. */
    void handBackStray(Job job) {
        end(
                new RunningJob(job, worker.id(), tools),
                new Transition.Release("the answer that claimed it was lost", false));
    }

    /** True if an attempt of this job has ended here and waits to be written. */
    boolean hasEnded(long jobId) {
        return ended.stream().anyMatch(one -> one.finish().job().id() == jobId);
    }

    boolean hasEnded() {
        return endedCount.get() > 0;
    }

    int ended() {
        return endedCount.get();
    }

    /** Moves attempts that have ended to {@code to}, until it has {@code most}. */
    void drainEnded(List<Ended> to, int most) {
        while (to.size() < most) {
            Ended one = ended.poll();
            if (one == null) {
                return;
            }
            endedCount.decrementAndGet();
            to.add(one);
        }
    }

    /** The next job that has ended by a transaction of its handler, once or twice each; null if there is none. */
    @Nullable
    Job nextCommitted() {
        return committed.poll();
    }

    /** Waits until an attempt ends, or {@code most} has passed; or less, which its caller does not mind. */
    @SuppressWarnings("WaitNotInLoop")
    void awaitChange(Duration most) throws InterruptedException {
        awaited = true;
        synchronized (change) {
            change.wait(most.toMillis());
        }
    }

    void shutdown() {
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
