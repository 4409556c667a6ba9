package dev.rota.engine;

import static java.util.Objects.requireNonNull;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.Progress;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers figures of what happens in this process, and writes them every few seconds: so that a finished job costs no
 * write for them, and a dead process takes the figures of its last seconds with it.
 */
final class RollupWriter implements RotaListener, Duty {
    private final Store store;
    private final Map<Key, Tally> pending = new HashMap<>();
    private volatile long source;

    /** Held while figures are written, which may take long; nobody who counts waits for it. */
    private final Object writing = new Object();

    private Map<Key, Figures> unwritten = Map.of();
    private Map<Key, Figures> ofMinute = Map.of();
    private Instant minute = Instant.MIN;

    RollupWriter(Store store) {
        this.store = store;
    }

    private record Key(String type, String queue) {}

    /** Counts up. */
    private static final class Tally {
        private final long[] ran = new long[Histogram.BUCKETS];
        private final long[] waited = new long[Histogram.BUCKETS];
        private Duration ranTotal = Duration.ZERO;
        private long enqueued;
        private long succeeded;
        private long retried;
        private long failedAttempts;
        private long failed;
        private long cancelled;
        private long itemsSucceeded;
        private long itemsFailed;

        void ran(Duration duration) {
            ran[Histogram.bucket(duration)]++;
            ranTotal = ranTotal.plus(duration);
        }

        void succeeded(int attempt, Duration duration, Progress progress) {
            succeeded++;
            retried += attempt > 1 ? 1 : 0;
            itemsSucceeded += progress.succeeded();
            itemsFailed += progress.failed();
            ran(duration);
        }

        void failed(Duration duration, boolean forGood) {
            failedAttempts++;
            failed += forGood ? 1 : 0;
            ran(duration);
        }

        Figures figures() {
            return new Figures(
                    enqueued,
                    succeeded,
                    retried,
                    failedAttempts,
                    failed,
                    cancelled,
                    new Items(itemsSucceeded, itemsFailed),
                    Histogram.of(ran),
                    ranTotal,
                    Histogram.of(waited));
        }
    }

    /**
     * Begins to write as this worker. Only the first id of a process counts, so that the figures of a minute do not stand
     * there twice when a worker has to make itself known anew.
     */
    synchronized void writeAs(long workerId) {
        if (source == 0) {
            source = workerId;
        }
    }

    @Override
    public void on(RotaEvent event) {
        if (event instanceof RotaEvent.Enqueued enqueued) {
            count(enqueued, tally -> tally.enqueued++);
        } else if (event instanceof RotaEvent.Started started) {
            count(started, tally -> tally.waited[Histogram.bucket(started.waited())]++);
        } else if (event instanceof RotaEvent.Succeeded done) {
            count(done, tally -> tally.succeeded(done.attempt(), done.ran(), done.progress()));
        } else if (event instanceof RotaEvent.Retrying retrying) {
            count(retrying, tally -> tally.failed(retrying.ran(), false));
        } else if (event instanceof RotaEvent.Failed failed) {
            count(failed, tally -> tally.failed(failed.ran(), true));
        } else if (event instanceof RotaEvent.Cancelled cancelled) {
            count(cancelled, tally -> tally.cancelled++);
        } else if (event instanceof RotaEvent.Rescued rescued && rescued.failed()) {
            count(rescued, tally -> tally.failed++);
        }
    }

    private synchronized void count(RotaEvent.JobEvent of, Consumer<Tally> count) {
        count.accept(pending.computeIfAbsent(new Key(of.type(), of.queue()), key -> new Tally()));
    }

    @Override
    public String name() {
        return "figures";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    /** What cannot be written stays, and is written the next time. */
    @Override
    public void runOnce() {
        if (source == 0) {
            return;
        }
        synchronized (writing) {
            unwritten = sum(unwritten, takePending());
            if (!unwritten.isEmpty()) {
                write();
            }
        }
    }

    private synchronized Map<Key, Figures> takePending() {
        Map<Key, Figures> taken = new HashMap<>();
        pending.forEach((key, tally) -> taken.put(key, tally.figures()));
        pending.clear();
        return taken;
    }

    private static Map<Key, Figures> sum(Map<Key, Figures> one, Map<Key, Figures> other) {
        Map<Key, Figures> sums = new HashMap<>(one);
        other.forEach((key, figures) -> sums.merge(key, figures, Figures::plus));
        return sums;
    }

    private void write() {
        Instant now = store.now().truncatedTo(ChronoUnit.MINUTES);
        Map<Key, Figures> sums = sum(now.equals(minute) ? ofMinute : Map.of(), unwritten);
        List<Entry> changed = unwritten.keySet().stream()
                .map(key -> new Entry(key.type(), key.queue(), requireNonNull(sums.get(key))))
                .toList();
        store.rollups().put(source, now, changed);
        unwritten = Map.of();
        ofMinute = sums;
        minute = now;
    }
}
