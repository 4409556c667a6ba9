package dev.rota.micrometer;

import dev.rota.job.JobState;
import dev.rota.store.Store;
import dev.rota.store.Store.Size;
import dev.rota.store.WorkerStore.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only the store knows. The same in all processes: take the maximum, not the sum. The store is asked at most every ten
 * seconds, for sizes every five minutes, and only when somebody reads the meters. Thread-safe.
 */
public final class StoreGauges implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);
    private static final int COUNT_CAP = 10_000;
    private static final Duration JOBS_AGE = Duration.ofSeconds(10);
    private static final Duration SIZE_AGE = Duration.ofMinutes(5);

    private final Remembered<Map<JobState, Long>> counts;
    private final Remembered<Map<String, Duration>> waits;
    private final Remembered<Integer> slots;
    private final Remembered<Size> size;

    /**
     * Asks nothing yet.
     *
     * @param store where to ask; called when the meters are read
     */
    public StoreGauges(Supplier<Store> store) {
        this.counts =
                new Remembered<>(JOBS_AGE, Map.of(), () -> store.get().archive().counts(COUNT_CAP));
        this.waits = new Remembered<>(JOBS_AGE, Map.of(), () -> waits(store.get()));
        this.slots = new Remembered<>(JOBS_AGE, 0, () -> slots(store.get()));
        this.size = new Remembered<>(
                SIZE_AGE, new Size(0, Map.of()), () -> store.get().size());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (JobState state : JobState.values()) {
            if (JobState.live().contains(state) || state == JobState.FAILED) {
                Gauge.builder("rota.jobs.by.state", () -> counts.get().getOrDefault(state, 0L))
                        .description("Jobs in a state, counted up to 10,000")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
        Gauge.builder("rota.workers.slots", slots::get)
                .description("How many jobs all workers that claim jobs may run at once")
                .register(registry);
        Set<String> queues = ConcurrentHashMap.newKeySet();
        Gauge.builder("rota.jobs.oldest.wait.max", () -> {
                    addQueues(registry, queues);
                    return seconds(waits.get().values().stream()
                            .max(Duration::compareTo)
                            .orElse(Duration.ZERO));
                })
                .description("The longest of rota.jobs.oldest.wait")
                .baseUnit("seconds")
                .register(registry);
        Set<String> tables = ConcurrentHashMap.newKeySet();
        Gauge.builder("rota.database.size", () -> {
                    addTables(registry, tables);
                    return size.get().bytes();
                })
                .description("Size of the database that jobs stand in")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    /** Each is added once and never replaced: a registry that is being read would see a replaced one twice. */
    private void addQueues(MeterRegistry registry, Set<String> known) {
        for (String queue : waits.get().keySet()) {
            if (known.add(queue)) {
                Gauge.builder("rota.jobs.oldest.wait", () -> seconds(waits.get().getOrDefault(queue, Duration.ZERO)))
                        .description("How long the job that is due and waits longest has been due")
                        .baseUnit("seconds")
                        .tag("queue", queue)
                        .register(registry);
            }
        }
    }

    private void addTables(MeterRegistry registry, Set<String> known) {
        for (String table : size.get().tables().keySet()) {
            if (known.add(table)) {
                Gauge.builder("rota.table.size", () -> size.get().tables().getOrDefault(table, 0L))
                        .description("Size of a table of Rota with its indexes")
                        .baseUnit(BaseUnits.BYTES)
                        .tag("table", table)
                        .register(registry);
            }
        }
    }

    /** A queue in which nothing waits is told as zero, not left out: graphs and alerts need the way down. */
    private static Map<String, Duration> waits(Store store) {
        Map<String, Duration> all = new TreeMap<>();
        store.queues().list().forEach(queue -> all.put(queue.name(), Duration.ZERO));
        all.putAll(store.archive().longestWaits());
        return all;
    }

    private static int slots(Store store) {
        return store.workers().list().stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .flatMap(worker -> worker.registration().slots().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** An answer of the store that is used again for a while. While the store cannot answer the last one stays. */
    private static final class Remembered<T> {
        private final long ageNanos;
        private final Supplier<T> ask;
        private T answer;
        private long askedAt;

        Remembered(Duration age, T before, Supplier<T> ask) {
            this.ageNanos = age.toNanos();
            this.ask = ask;
            this.answer = before;
            this.askedAt = System.nanoTime() - ageNanos;
        }

        synchronized T get() {
            long now = System.nanoTime();
            if (now - askedAt >= ageNanos) {
                askedAt = now;
                try {
                    answer = ask.get();
                } catch (RuntimeException e) {
                    LOG.debug("The store does not say how much it holds", e);
                }
            }
            return answer;
        }
    }
}
