package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.Conditions;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How queues stand: what waits in them, what runs, who works them. Counted only so far. */
final class Places {
    static final int COUNTED = 100;

    private final Rota rota;

    /**
     * A queue as a row.
     *
     * @param waitingCount queued jobs, at most one more than is counted
     * @param oldestDueAt since when the first of them waits; null if nothing waits, or too much to tell
     * @param workers that take from it
     */
    record QueueRow(
            String name,
            int waitingCount,
            int runningCount,
            @Nullable Instant oldestDueAt,
            int workers,
            Limits limits,
            boolean paused,
            @Nullable String pausedBy,
            @Nullable String pauseReason,
            @Nullable Instant pausedUntil) {
        String waiting() {
            return Labels.capped(waitingCount, COUNTED + 1L).replace(COUNTED + 1 + "+", COUNTED + "+");
        }

        String running() {
            return Labels.capped(runningCount, COUNTED + 1L).replace(COUNTED + 1 + "+", COUNTED + "+");
        }

        boolean hasWaiting() {
            return waitingCount > 0;
        }

        /** Jobs wait, nothing holds them back, and nobody will ever come. */
        boolean isStranded() {
            return workers == 0 && hasWaiting() && !paused;
        }

        String limitsText() {
            String concurrency = limits.concurrency() == null ? "" : limits.concurrency() + " at once";
            String rate = limits.rate() == null || limits.period() == null
                    ? ""
                    : limits.rate() + " per " + Times.rough(limits.period());
            return concurrency.isEmpty() && rate.isEmpty()
                    ? "none"
                    : concurrency + (concurrency.isEmpty() || rate.isEmpty() ? "" : ", ") + rate;
        }
    }

    Places(Rota rota) {
        this.rota = rota;
    }

    List<QueueRow> queues(Instant now) {
        List<Worker> active = rota.store().workers().list().stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .toList();
        return rota.queues().list().stream()
                .map(queue -> row(queue, active, now))
                .toList();
    }

    private QueueRow row(Queue queue, List<Worker> active, Instant now) {
        List<Job> waiting = jobs(queue, JobState.QUEUED);
        int workers = (int) active.stream()
                .filter(worker -> Conditions.takesFrom(worker, queue.name()))
                .count();
        boolean paused = queue.isPaused(now);
        return new QueueRow(
                queue.name(),
                waiting.size(),
                jobs(queue, JobState.RUNNING).size(),
                waiting.size() > COUNTED
                        ? null
                        : waiting.stream()
                                .map(job -> job.times().dueAt())
                                .min(Instant::compareTo)
                                .orElse(null),
                workers,
                queue.limits(),
                paused,
                paused ? queue.pausedBy() : null,
                paused ? queue.pauseReason() : null,
                paused ? queue.pausedUntil() : null);
    }

    private List<Job> jobs(Queue queue, JobState state) {
        return rota.jobs().list(Query.NEWEST.queue(queue.name()).states(state).limit(COUNTED + 1));
    }
}
