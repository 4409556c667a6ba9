package dev.rota.acceptance.matrix;

import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ArgsCodec;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that enqueues in every way there is, one order after another, and remembers what became of each: whether
 * it was told that the job is durable, whether it rolled the job back, or whether it never got an answer.
 */
final class Driver implements AutoCloseable {
    private static final int PAUSE_MILLIS = 15;

    private final Store store;
    private final Random random;
    private final ArgsCodec codec = new JacksonCodec();
    private final Map<Long, Order> orders = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final List<Long> mayBeCancelled = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "driver");
    private volatile boolean newShape;
    private volatile boolean stopped;
    private volatile RuntimeException broken = new IllegalStateException("not started");
    private volatile boolean failed;

    Driver(Store store, Random random) {
        this.store = store;
        this.random = random;
    }

    /** What the application knows of an order. */
    enum Fate {
        COMMITTED,
        ROLLED_BACK,
        /** No answer came: the job may be there or not. */
        UNSURE,
        /** Another job holds the unique key. */
        KEPT
    }

    /**
     * A job that was asked for.
     *
     * @param dueNanos not before this on the clock of {@link System#nanoTime()}
     * @param job its id if it was committed, else 0
     */
    record Order(long number, String type, Fate fate, long dueNanos, long job) {}

    void start() {
        thread.start();
    }

    /** Ends, and says if it could not do what it was to do for another reason than the fault. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        if (failed) {
            throw broken;
        }
    }

    /** From now on as the newer program does. */
    void newShape() {
        newShape = true;
    }

    Map<Long, Order> orders() {
        return orders;
    }

    private void run() {
        try {
            while (!stopped) {
                step();
                Pause.millis(random.nextInt(2 * PAUSE_MILLIS));
            }
        } catch (RuntimeException e) {
            broken = e;
            failed = true;
        }
    }

    private void step() {
        int choice = random.nextInt(20);
        switch (choice) {
            case 0, 1, 2 -> enqueue(job(Work.PLAIN, ""));
            case 3, 4, 5 -> enqueue(job(Work.EXACT, ""));
            case 6 -> bulk();
            case 7 -> inTransaction(false);
            case 8 -> inTransaction(true);
            case 9, 10 -> enqueue(later(job(Work.PLAIN, "")));
            case 11 -> enqueue(job(Work.FLAKY, ""));
            case 12 -> enqueue(job(Work.SNOOZING, ""));
            case 13 -> mayBeCancelled.addAll(enqueue(job(Work.CANCELLED, "", 100 + random.nextInt(300))));
            case 14 -> cancelOne();
            case 15, 16 -> enqueue(exclusive());
            case 17 -> enqueue(unique());
            case 18 -> enqueue(shape());
            default -> enqueue(job(Work.NARROW, Work.NARROW_QUEUE));
        }
    }

    private record Numbered(long number, NewJob job) {}

    private Numbered job(JobType<Work.Args> type, String key) {
        return job(type, key, random.nextInt(120));
    }

    private Numbered job(JobType<Work.Args> type, String key, int millis) {
        long number = numbers.incrementAndGet();
        return new Numbered(number, NewJob.of(type, codec.encode(new Work.Args(number, millis, key))));
    }

    private Numbered later(Numbered one) {
        Duration delay = Duration.ofMillis(200 + random.nextInt(1_500));
        return new Numbered(one.number(), one.job().when(NewJob.When.in(delay)));
    }

    private Numbered exclusive() {
        String key = "exclusive-" + random.nextInt(3);
        Numbered one = job(Work.EXCLUSIVE, key);
        return new Numbered(one.number(), one.job().exclusion(ExclusionKey.of(key)));
    }

    private Numbered unique() {
        Numbered one = job(Work.UNIQUE, "");
        return new Numbered(one.number(), one.job().unique(UniqueKey.of("unique-" + random.nextInt(4))));
    }

    private Numbered shape() {
        if (!newShape) {
            return job(Work.SHAPE_1, "Ada Lovelace");
        }
        long number = numbers.incrementAndGet();
        return new Numbered(number, NewJob.of(Work.SHAPE_2, codec.encode(new Work.Shape(number, "Ada", "Lovelace"))));
    }

    /** A job of a type that no random step makes. */
    void order(JobType<Work.Args> type) {
        Numbered one = job(type, "");
        while (enqueue(one).isEmpty()) {
            Pause.millis(100);
            one = job(type, "");
        }
    }

    private List<Long> enqueue(Numbered... jobs) {
        return settle(List.of(jobs), Fate.COMMITTED, asked -> store.jobs().enqueue(asked));
    }

    private void bulk() {
        Numbered[] jobs = new Numbered[20 + random.nextInt(30)];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = random.nextInt(4) == 0 ? later(job(Work.EXACT, "")) : job(Work.PLAIN, "", random.nextInt(10));
        }
        enqueue(jobs);
    }

    /** As an application that writes something of its own beside. */
    private void inTransaction(boolean rollsBack) {
        List<Numbered> jobs = List.of(job(Work.PLAIN, ""), job(Work.EXACT, ""));
        settle(jobs, rollsBack ? Fate.ROLLED_BACK : Fate.COMMITTED, asked -> {
            List<Enqueued> made = new ArrayList<>();
            try {
                store.transaction(connection -> {
                    made.addAll(store.jobs().enqueue(connection, asked));
                    if (rollsBack) {
                        throw new RolledBack();
                    }
                });
            } catch (RolledBack e) {
                return made;
            } catch (StoreException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a transaction failed for another reason than the store", e);
            }
            return made;
        });
    }

    private static final class RolledBack extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** How jobs are asked for. */
    private interface Asking {
        List<Enqueued> ask(List<NewJob> jobs);
    }

    private List<Long> settle(List<Numbered> jobs, Fate fate, Asking asking) {
        List<Long> ids = new ArrayList<>();
        long asked = System.nanoTime();
        try {
            List<Enqueued> made = asking.ask(jobs.stream().map(Numbered::job).toList());
            for (int i = 0; i < jobs.size(); i++) {
                boolean fresh = made.get(i).fresh();
                long id = made.get(i).id();
                keep(jobs.get(i), fresh ? fate : Fate.KEPT, asked, fate == Fate.COMMITTED && fresh ? id : 0);
                ids.add(id);
            }
        } catch (StoreException e) {
            jobs.forEach(job -> keep(job, fate == Fate.ROLLED_BACK ? fate : Fate.UNSURE, asked, 0));
            Pause.millis(50);
        }
        return ids;
    }

    private void keep(Numbered job, Fate fate, long askedNanos, long id) {
        Duration delay = job.job().when().delay();
        long due = askedNanos + (delay == null ? 0 : delay.toNanos());
        orders.put(job.number(), new Order(job.number(), job.job().type(), fate, due, id));
    }

    private void cancelOne() {
        if (!mayBeCancelled.isEmpty()) {
            try {
                store.jobs()
                        .cancel(mayBeCancelled.remove(random.nextInt(mayBeCancelled.size())), "driver", "not wanted");
            } catch (StoreException e) {
                // Then it is not cancelled, and must be worked.
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
