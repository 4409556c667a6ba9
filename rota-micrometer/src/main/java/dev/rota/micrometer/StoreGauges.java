package dev.rota.micrometer;

import dev.rota.job.JobState;
import dev.rota.schedule.Flag;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.Store;
import dev.rota.store.Store.Size;
import dev.rota.store.WorkerStore.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only the store knows. The same in all processes: take the maximum, not the sum. The store is asked at most every ten
 * seconds, for sizes every five minutes, and only when somebody reads the meters. Thread-safe.
 */
public final class StoreGauges implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(StoreGauges.class);
    private static final int COUNT_CAP = 10_000;
    private static final int MOST_SCHEDULES = 1_000;
    private static final Duration JOBS_AGE = Duration.ofSeconds(10);
    private static final Duration SIZE_AGE = Duration.ofMinutes(5);

    private final Remembered<Map<JobState, Long>> counts;
    private final Remembered<Map<String, Duration>> waits;
    private final Remembered<Map<String, Duration>> overdue;
    private final Remembered<Crew> crew;
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
        this.overdue = new Remembered<>(JOBS_AGE, Map.of(), () -> overdue(store.get()));
        this.crew = new Remembered<>(JOBS_AGE, Crew.NONE, () -> crew(store.get()));
        this.size = new Remembered<>(
                SIZE_AGE, new Size(0, Map.of()), () -> store.get().size());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindStates(registry);
        bindWorkers(registry);
        Set<String> queues = ConcurrentHashMap.newKeySet();
        Gauge.builder("rota.jobs.oldest.wait.max", () -> {
                    addQueues(registry, queues);
                    return longest(waits.get());
                })
                .description("The longest of rota.jobs.oldest.wait")
                .baseUnit("seconds")
                .register(registry);
        Set<String> schedules = ConcurrentHashMap.newKeySet();
        Gauge.builder("rota.schedules.overdue.max", () -> {
                    addSchedules(registry, schedules);
                    return longest(overdue.get());
                })
                .description("The longest of rota.schedules.overdue")
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

    private void bindStates(MeterRegistry registry) {
        for (JobState state : JobState.values()) {
            if (JobState.live().contains(state) || state == JobState.FAILED) {
                Gauge.builder("rota.jobs.by.state", () -> counts.get().getOrDefault(state, 0L))
                        .description("Jobs in a state, counted up to 10,000")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }

    private void bindWorkers(MeterRegistry registry) {
        for (Worker.State state : List.of(Worker.State.ACTIVE, Worker.State.DRAINING, Worker.State.LOST)) {
            Gauge.builder("rota.workers.by.state", () -> crew.get().count(state))
                    .description("Workers in a state; those that were lost for a day")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("rota.workers.slots", () -> crew.get().slots())
                .description("How many jobs all workers that claim jobs may run at once")
                .register(registry);
        Gauge.builder("rota.workers.silence", () -> seconds(crew.get().silence()))
                .description("How long no worker was heard of, 0 if there is none to be heard of")
                .baseUnit("seconds")
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
                Gauge.builder("rota.queues.slots", () -> crew.get().slots(queue))
                        .description("How many jobs of a queue all workers that claim jobs may run at once")
                        .tag("queue", queue)
                        .register(registry);
            }
        }
    }

    private void addSchedules(MeterRegistry registry, Set<String> known) {
        for (String schedule : overdue.get().keySet()) {
            if (known.add(schedule)) {
                Gauge.builder(
                                "rota.schedules.overdue",
                                () -> seconds(overdue.get().getOrDefault(schedule, Duration.ZERO)))
                        .description("For how long a schedule that is late has been due; it is there once it was late")
                        .baseUnit("seconds")
                        .tag("schedule", schedule)
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

    /** Only those that nothing holds back, and that are due for longer than their grace. */
    private static Map<String, Duration> overdue(Store store) {
        Instant now = store.now();
        Map<String, Duration> late = new TreeMap<>();
        List<StoredSchedule> due = store.schedules().soonest(now, MOST_SCHEDULES);
        Set<String> off = due.isEmpty()
                ? Set.of()
                : store.schedules().flags().stream()
                        .filter(flag -> !flag.isOn())
                        .map(Flag::name)
                        .collect(Collectors.toSet());
        for (StoredSchedule schedule : due) {
            Instant next = schedule.nextFireAt();
            if (next != null && schedule.isLate(off, now)) {
                late.put(schedule.name(), Duration.between(next, now));
            }
        }
        return late;
    }

    private static Crew crew(Store store) {
        return new Crew(store.workers().list(), store.now());
    }

    private static double longest(Map<String, Duration> times) {
        return seconds(times.values().stream().max(Duration::compareTo).orElse(Duration.ZERO));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** The workers that the store knew at a time. */
    private record Crew(List<Worker> workers, Instant at) {
        private static final String ANY_QUEUE = "*";

        static final Crew NONE = new Crew(List.of(), Instant.EPOCH);

        private Stream<Map<String, Integer>> claiming() {
            return workers.stream()
                    .filter(worker -> worker.state() == Worker.State.ACTIVE)
                    .map(worker -> worker.registration().slots());
        }

        long count(Worker.State state) {
            return workers.stream().filter(worker -> worker.state() == state).count();
        }

        int slots() {
            return claiming()
                    .flatMap(slots -> slots.values().stream())
                    .mapToInt(Integer::intValue)
                    .sum();
        }

        int slots(String queue) {
            return claiming()
                    .mapToInt(slots -> slots.getOrDefault(queue, slots.getOrDefault(ANY_QUEUE, 0)))
                    .sum();
        }

        Duration silence() {
            return workers.stream()
                    .filter(Worker::isAlive)
                    .map(Worker::heartbeatAt)
                    .max(Instant::compareTo)
                    .filter(last -> last.isBefore(at))
                    .map(last -> Duration.between(last, at))
                    .orElse(Duration.ZERO);
        }
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
