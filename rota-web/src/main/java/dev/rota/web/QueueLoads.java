package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.Conditions;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Load;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Point;
import dev.rota.store.RollupStore.Series;
import dev.rota.store.WorkerStore.Worker;
import dev.rota.web.chart.Sparkline;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How queues stand: what waits in them, what runs, who works them. Counted only so far. */
final class QueueLoads {
    /** Jobs of each kind are counted up to this in each queue. */
    static final int COUNTED = 10_000;

    private static final Lookback ACTIVITY = Lookback.HOUR;
    private static final Duration ACTIVITY_STEP = Duration.ofMinutes(2);

    private final Rota rota;

    /**
     * A queue as a row.
     *
     * @param waitingCount jobs that are due and may be claimed, counted so far
     * @param blockedCount jobs that wait for an exclusion key or a handler
     * @param oldestDueAt since when the one that waits longest is due; null if nothing waits
     * @param longestWait how long that is; null if nothing waits
     * @param workers that take from it
     */
    record QueueRow(
            String name,
            long waitingCount,
            long runningCount,
            long blockedCount,
            @Nullable Instant oldestDueAt,
            @Nullable Duration longestWait,
            int workers,
            Limits limits,
            boolean paused,
            @Nullable String pausedBy,
            @Nullable String pauseReason,
            @Nullable Instant pausedUntil) {
        String waiting() {
            return Labels.capped(waitingCount, COUNTED);
        }

        /** With the limit, where there is one. */
        String running() {
            return Labels.capped(runningCount, COUNTED)
                    + (limits.concurrency() == null ? "" : " / " + limits.concurrency());
        }

        boolean hasWaiting() {
            return waitingCount > 0;
        }

        /** What waits in it, as one asks for it among jobs: also what is not due yet. */
        String waitingQuery() {
            Term.Texts here = new Term.Texts(Key.QUEUE, List.of(new Term.Value(name, false)), false);
            return here.text() + " state:queued,scheduled,retrying,blocked";
        }

        /** Jobs wait, nothing holds them back, and nobody will ever come. */
        boolean isStranded() {
            return workers == 0 && hasWaiting() && !paused;
        }

        /** Its oldest job has waited longer than this, and nobody has paused it. */
        boolean isSlow(Duration most) {
            return !paused && longestWait != null && longestWait.compareTo(most) > 0;
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

    QueueLoads(Rota rota) {
        this.rota = rota;
    }

    /**
     * What went through a queue in the last hour.
     *
     * @param failed jobs that failed for good
     * @param ended jobs that came to an end, in steps of two minutes
     */
    record Activity(long failed, Sparkline ended) {}

    List<QueueRow> queues(Instant now) {
        return rows(rota.queues().list(), now);
    }

    /** One of them. */
    QueueRow queue(Queue queue, Instant now) {
        return rows(List.of(queue), now).get(0);
    }

    private List<QueueRow> rows(List<Queue> queues, Instant now) {
        List<Worker> active = rota.store().workers().list().stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .toList();
        Map<String, Load> loads = rota.store().queues().loads(COUNTED).stream()
                .collect(Collectors.toMap(Load::queue, Function.identity()));
        return queues.stream()
                .map(queue -> row(
                        queue, loads.getOrDefault(queue.name(), new Load(queue.name(), 0, 0, 0, null)), active, now))
                .toList();
    }

    private static QueueRow row(Queue queue, Load load, List<Worker> active, Instant now) {
        int workers = (int) active.stream()
                .filter(worker -> Conditions.takesFrom(worker, queue.name()))
                .count();
        boolean paused = queue.isPaused(now);
        return new QueueRow(
                queue.name(),
                load.waiting(),
                load.running(),
                load.blocked(),
                load.longestWait() == null ? null : now.minus(load.longestWait()),
                load.longestWait(),
                workers,
                queue.limits(),
                paused,
                paused ? queue.pausedBy() : null,
                paused ? queue.pauseReason() : null,
                paused ? queue.pausedUntil() : null);
    }

    /** What went through each queue; queues through which nothing went are left out. */
    Map<String, Activity> activity(Instant now) {
        Map<String, Map<Instant, Figures>> byQueue = new HashMap<>();
        Instant until = ACTIVITY.until(now.plus(ACTIVITY_STEP));
        Series wanted = new Series(until.minus(ACTIVITY.length()), until, ACTIVITY_STEP, By.QUEUE, null, null);
        for (Point point : rota.store().rollups().series(wanted)) {
            byQueue.computeIfAbsent(point.name(), name -> new TreeMap<>())
                    .merge(point.at(), point.figures(), Figures::plus);
        }
        Map<String, Activity> activity = new HashMap<>();
        byQueue.forEach((queue, figures) -> activity.put(queue, activity(figures, now)));
        return activity;
    }

    private static Activity activity(Map<Instant, Figures> figures, Instant now) {
        long step = ACTIVITY_STEP.toSeconds();
        Instant last = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), step) * step);
        List<Sparkline.Value> values = new ArrayList<>();
        for (Instant at = last.minus(ACTIVITY.length()).plus(ACTIVITY_STEP);
                !at.isAfter(last);
                at = at.plus(ACTIVITY_STEP)) {
            long ended = figures.getOrDefault(at, Figures.NONE).finished();
            values.add(new Sparkline.Value(
                    Labels.counted(ended, "job", "jobs") + " ended in the 2 minutes from " + Times.utc(at), ended));
        }
        Figures all = figures.values().stream().reduce(Figures.NONE, Figures::plus);
        return new Activity(
                all.failed(),
                Sparkline.of(values, Labels.counted(all.finished(), "job", "jobs") + " ended in the last hour"));
    }
}
