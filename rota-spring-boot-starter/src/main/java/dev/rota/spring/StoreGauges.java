package dev.rota.spring;

import dev.rota.job.JobState;
import dev.rota.store.Store;
import dev.rota.store.Store.Size;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only the store knows. The same in all processes: take the maximum, not the sum. The store is asked at most every ten
 * seconds, for sizes every five minutes, and only when somebody reads the meters.
 */
final class StoreGauges implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);
    private static final int COUNT_CAP = 10_000;
    private static final Duration JOBS_AGE = Duration.ofSeconds(10);
    private static final Duration SIZE_AGE = Duration.ofMinutes(5);

    private final Remembered<Map<JobState, Long>> counts;
    private final Remembered<Map<String, Duration>> waits;
    private final Remembered<Size> size;

    StoreGauges(Supplier<Store> store) {
        this.counts =
                new Remembered<>(JOBS_AGE, Map.of(), () -> store.get().archive().counts(COUNT_CAP));
        this.waits = new Remembered<>(JOBS_AGE, Map.of(), () -> waits(store.get()));
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
        MultiGauge byQueue = MultiGauge.builder("rota.jobs.oldest.wait")
                .description("How long the job that is due and waits longest has been due")
                .baseUnit("seconds")
                .register(registry);
        MultiGauge byTable = MultiGauge.builder("rota.table.size")
                .description("Size of a table of Rota with its indexes")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder("rota.jobs.oldest.wait.max", () -> {
                    byQueue.register(waitRows(), true);
                    return seconds(waits.get().values().stream()
                            .max(Duration::compareTo)
                            .orElse(Duration.ZERO));
                })
                .description("The longest of rota.jobs.oldest.wait")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("rota.database.size", () -> {
                    byTable.register(sizeRows(), true);
                    return size.get().bytes();
                })
                .description("Size of the database that jobs stand in")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    /** A queue in which nothing waits is told as zero, not left out: graphs and alerts need the way down. */
    private static Map<String, Duration> waits(Store store) {
        Map<String, Duration> all = new TreeMap<>();
        store.queues().list().forEach(queue -> all.put(queue.name(), Duration.ZERO));
        all.putAll(store.archive().longestWaits());
        return all;
    }

    private List<MultiGauge.Row<?>> waitRows() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        waits.get().forEach((queue, wait) -> rows.add(MultiGauge.Row.of(Tags.of("queue", queue), seconds(wait))));
        return rows;
    }

    private List<MultiGauge.Row<?>> sizeRows() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        size.get().tables().forEach((table, bytes) -> rows.add(MultiGauge.Row.of(Tags.of("table", table), bytes)));
        return rows;
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
