package dev.rota.engine;

import dev.rota.store.WakeUps;
import java.time.Duration;
import java.util.Set;

/** What a started engine consists of: how that is woken, and the order in which it begins and ends. */
record Machinery(
        Worker worker,
        Dispatcher dispatcher,
        Attempts attempts,
        DutyLoop heartbeats,
        DutyLoop duties,
        DutyLoop pruning,
        Scheduler scheduler,
        Releaser releaser,
        WorkerRequests requests,
        Rescuer rescuer,
        Signal signal,
        WakeUps.Listening listening) {
    private static final Duration LAST_WRITES = Duration.ofSeconds(10);

    void start() {
        heartbeats.start();
        duties.start();
        pruning.start();
        dispatcher.start();
    }

    /** There may be something to do: jobs in these queues, or, if the set is empty, anything. */
    void wake(Set<String> queues) {
        if (queues.isEmpty()) {
            releaser.ask();
            duties.soon(releaser);
            duties.soon(requests);
            duties.soon(scheduler);
        } else if (!worker.knows(queues)) {
            heartbeats.soonAll();
        }
        dispatcher.wake(queues);
    }

    /** A wait that an interruption ends early. */
    @FunctionalInterface
    private interface Wait {
        void run() throws InterruptedException;
    }

    /**
     * Ends all of it in order, also if the caller is interrupted, which only cuts a wait short: no thread is left.
     *
     * @param grace how long attempts have to end before they are interrupted
     * @return true if the caller was interrupted: it is not any more, because that would keep what follows from getting a
     *     connection
     */
    boolean stop(Duration grace) {
        boolean interrupted = false;
        dispatcher.stopClaiming();
        listening.close();
        // May take long over its last part, and nothing waits for it.
        pruning.end();
        interrupted |= isCutShort(() -> awaitIdle(grace));
        worker.held().forEach(job -> job.stop(new Stopping.Shutdown()));
        interrupted |= isCutShort(() -> awaitIdle(LAST_WRITES));
        interrupted |= isCutShort(() -> duties.stop(LAST_WRITES));
        interrupted |= isCutShort(() -> dispatcher.stop(LAST_WRITES));
        interrupted |= isCutShort(() -> pruning.stop(LAST_WRITES));
        interrupted |= isCutShort(() -> heartbeats.stop(LAST_WRITES));
        attempts.shutdown();
        // No wait may have noticed it.
        interrupted |= Thread.interrupted();
        return interrupted;
    }

    /**
     * True if nothing runs, and nothing can come any more, provided that the worker was drained before. Looked at in this
     * order, because what is about to be taken is held afterwards.
     */
    boolean isIdle() {
        return !dispatcher.mayTake() && !worker.holdsAny();
    }

    private static boolean isCutShort(Wait wait) {
        try {
            wait.run();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!isIdle() && System.nanoTime() < end) {
            attempts.awaitChange(Duration.ofMillis(50));
        }
    }
}
