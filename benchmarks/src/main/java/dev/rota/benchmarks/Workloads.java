package dev.rota.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** What is measured, the same for all contenders. */
final class Workloads {
    private static final long MOST_SECONDS = 240;
    /** So many drains are one figure, because one alone is off by a third now and then. */
    private static final int PROBES = 5;

    private final Setup setup;
    private final Contender contender;

    Workloads(Setup setup, Contender contender) {
        this.setup = setup;
        this.contender = contender;
    }

    void run(String name) throws Exception {
        switch (name) {
            case "W1" -> enqueue();
            case "W1B" -> bulk();
            case "W2" -> drain();
            case "W3-work" -> latencyWorker();
            case "W3-enqueue" -> latencyEnqueuer();
            case "W4" -> idle();
            case "W5" -> backlog();
            case "W6" -> schedules();
            case "W7", "W7-hour" -> pinned();
            case "W9" -> startUp();
            default -> throw new IllegalArgumentException("No workload " + name);
        }
    }

    /** Durable single enqueues by 8 threads, for some seconds after a warm-up. */
    private void enqueue() throws Exception {
        int threads = 8;
        if (setup.number("listening", 0) == 1) {
            contender.start(number -> {});
        }
        AtomicLong next = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(pool.submit(() -> {
                while (!stop.get()) {
                    contender.enqueue(next.getAndIncrement());
                }
                return null;
            }));
        }
        pause(Duration.ofSeconds(setup.number("warm", 5)));
        Cpu before = Cpu.now(setup);
        long from = System.nanoTime();
        long first = next.get();
        pause(Duration.ofSeconds(setup.number("seconds", 3)));
        long jobs = next.get() - first;
        double seconds = (System.nanoTime() - from) / 1e9;
        Cpu used = Cpu.now(setup).since(before);
        stop.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        pool.shutdown();
        Child.result("jobs/s", jobs / seconds);
        cpu(used, jobs);
        if (setup.number("listening", 0) == 1) {
            contender.stop();
        } else {
            drainAll((int) next.get());
        }
    }

    /** Bulk enqueues of 10,000 jobs a call, for some seconds after a warm-up. */
    private void bulk() throws Exception {
        int size = 10_000;
        long end = System.nanoTime() + setup.number("warm", 5) * 1_000_000_000L;
        long next = 0;
        while (System.nanoTime() < end) {
            contender.enqueueAll(next, size);
            next += size;
        }
        Cpu before = Cpu.now(setup);
        long first = next;
        long from = System.nanoTime();
        end = from + setup.number("seconds", 3) * 1_000_000_000L;
        while (System.nanoTime() < end) {
            contender.enqueueAll(next, size);
            next += size;
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        Child.result("jobs/s", (next - first) / seconds);
        cpu(Cpu.now(setup).since(before), next - first);
        if (setup.number("verify", 0) == 1) {
            drainAll((int) next);
        }
    }

    /** Works all jobs off, and checks that each ran once and is kept. */
    private void drainAll(int jobs) throws Exception {
        Ledger ledger = new Ledger(jobs);
        contender.start(ledger::ran);
        ledger.await(jobs, MOST_SECONDS);
        awaitDrained();
        contender.stop();
        ledger.check();
        checkHistory(jobs);
    }

    private void awaitDrained() throws Exception {
        while (!contender.isDrained()) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void checkHistory(long jobs) throws Exception {
        long kept = contender.history();
        if (kept >= 0 && kept != jobs) {
            throw new IllegalStateException("The history has " + kept + " jobs, expected " + jobs);
        }
        Child.result("history", kept < 0 ? 0 : 1);
    }

    /** Works a queue off, from the start of the worker to the last completion. The same was done before, to warm up. */
    private void drain() throws Exception {
        int jobs = setup.number("jobs", 100_000);
        int warm = setup.number("warm-jobs", jobs / 2);
        Ledger warming = new Ledger(warm);
        contender.enqueueAll(0, warm);
        contender.start(warming::ran);
        warming.await(warm, MOST_SECONDS);
        awaitDrained();
        contender.stop();
        contender.enqueueAll(0, jobs);
        settle();
        Ledger ledger = new Ledger(jobs);
        double rate = drained(ledger, jobs);
        Child.result("jobs/s", rate);
        warming.check();
        ledger.check();
        checkHistory(warm + jobs);
    }

    private double drained(Ledger ledger, int jobs) throws Exception {
        Cpu before = Cpu.now(setup);
        long from = System.nanoTime();
        contender.start(ledger::ran);
        ledger.await(jobs, MOST_SECONDS);
        awaitDrained();
        double seconds = (System.nanoTime() - from) / 1e9;
        cpu(Cpu.now(setup).since(before), jobs);
        contender.stop();
        return jobs / seconds;
    }

    /** Lets the database do what a checkpoint or vacuum of an earlier phase would do in the next. */
    private void settle() throws SQLException {
        if (setup.isSqlite()) {
            return;
        }
        setup.run("vacuum analyze", "checkpoint");
    }

    private void cpu(Cpu used, double jobs) {
        Child.result("worker ms/job", used.worker() / jobs);
        Child.result("server ms/job", used.server() / jobs);
    }

    /** Notes when each job's handler starts; the other process notes when it was enqueued, and when that had returned. */
    private void latencyWorker() throws Exception {
        int jobs = setup.number("warm-jobs", 0) + setup.number("jobs", 1_500);
        AtomicLongArray started = new AtomicLongArray(jobs);
        Ledger ledger = new Ledger(jobs);
        contender.start(number -> {
            started.set((int) number, System.nanoTime());
            ledger.ran(number);
        });
        System.out.println("READY");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        ledger.await(jobs, 30);
        contender.stop();
        ledger.check();
        writeTimes(started);
    }

    /** A job every 20 ms; before, so that both processes have worked for a while, one each, or as fast as that goes, and a pause. */
    private void latencyEnqueuer() throws Exception {
        int warm = setup.number("warm-jobs", 0);
        int jobs = warm + setup.number("jobs", 1_500);
        AtomicLongArray called = new AtomicLongArray(jobs);
        AtomicLongArray returned = new AtomicLongArray(jobs);
        long at = System.nanoTime();
        for (int n = 0; n < jobs; n++) {
            at = n == warm ? System.nanoTime() + 5_000_000_000L : at + (n < warm ? 1_000_000L : 20_000_000L);
            while (System.nanoTime() < at) {
                LockSupport.parkNanos(at - System.nanoTime());
            }
            called.set(n, System.nanoTime());
            contender.enqueue(n);
            returned.set(n, System.nanoTime());
        }
        writeTimes(called, returned);
    }

    /** All of the first, then all of the next. */
    private void writeTimes(AtomicLongArray... kinds) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (AtomicLongArray times : kinds) {
            for (int n = 0; n < times.length(); n++) {
                lines.append(times.get(n)).append('\n');
            }
        }
        Files.writeString(Path.of(setup.option("times", "times")), lines);
    }

    /** What a worker costs that has nothing to do. The other process counts its statements. */
    private void idle() throws Exception {
        contender.start(number -> {});
        contender.enqueue(0);
        pause(Duration.ofSeconds(setup.number("warm", 10)));
        System.out.println("BEGIN");
        Cpu before = Cpu.now(setup);
        int seconds = setup.number("seconds", 30);
        pause(Duration.ofSeconds(seconds));
        Cpu used = Cpu.now(setup).since(before);
        System.out.println("END");
        Child.result("worker CPU %", used.worker() / seconds / 10);
        Child.result("server CPU %", used.server() / seconds / 10);
        contender.stop();
    }

    /** The rate of the first 20,000 jobs of a backlog. */
    private void backlog() throws Exception {
        int backlog = setup.number("backlog", 20_000);
        int measured = 20_000;
        contender.enqueueAll(0, measured);
        Ledger warming = new Ledger(measured);
        contender.start(warming::ran);
        warming.await(measured, MOST_SECONDS);
        awaitDrained();
        contender.stop();
        contender.fill(0, backlog);
        settle();
        Ledger ledger = new Ledger(backlog);
        long from = System.nanoTime();
        contender.start(ledger::ran);
        ledger.await(measured, MOST_SECONDS);
        Child.result("jobs/s", measured / ((System.nanoTime() - from) / 1e9));
        // Closing hands back what it holds; the rest is left.
    }

    /**
     * 10,000 schedules, of which 1,000 are due in the same second, and others five, ten and fifteen seconds later, in a process
     * that has run some jobs before. The first time is told apart from the last.
     */
    private void schedules() throws Exception {
        int all = setup.number("schedules", 10_000);
        int due = all / 10;
        int times = setup.number("times", 4);
        Instant first = Instant.now().plusSeconds(setup.number("lead", 25)).truncatedTo(ChronoUnit.SECONDS);
        List<Instant> dues = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            dues.add(
                    i < times * due
                            ? first.plusSeconds(i / due * 5L)
                            : first.plus(Duration.ofDays(100)).plusSeconds(i));
        }
        long from = System.nanoTime();
        contender.schedule(dues);
        Child.result("register s", (System.nanoTime() - from) / 1e9);
        double[] late = new double[times * due];
        int warm = setup.number("warm", 200);
        Ledger ledger = new Ledger(late.length + warm);
        contender.start(number -> {
            if (number < late.length) {
                late[(int) number] =
                        Duration.between(dues.get((int) number), Instant.now()).toNanos() / 1e6;
            }
            ledger.ran(number);
        });
        for (int i = 0; i < warm; i++) {
            contender.enqueue(late.length + i);
        }
        ledger.await(late.length + warm, 120);
        ledger.check();
        Percentiles.report("first ", Arrays.copyOf(late, due));
        Percentiles.report("", Arrays.copyOfRange(late, late.length - due, late.length));
        contender.stop();
    }

    /** From the start of the process to its first job, on tables that are there, and the memory of one that has worked. */
    private void startUp() throws Exception {
        int jobs = setup.number("jobs", 1_000);
        contender.enqueue(0);
        CompletableFuture<Long> first = new CompletableFuture<>();
        Ledger ledger = new Ledger(jobs + 1);
        contender.start(number -> {
            first.complete(System.currentTimeMillis());
            ledger.ran(number);
        });
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        Child.result("first job s", (first.get(MOST_SECONDS, TimeUnit.SECONDS) - began) / 1e3);
        for (int n = 1; n <= jobs; n++) {
            contender.enqueue(n);
        }
        ledger.await(jobs + 1, MOST_SECONDS);
        ledger.check();
        awaitDrained();
        Child.result("resident MiB", Memory.residentMib());
        System.gc();
        Child.result("heap MiB", Memory.heapMib());
        contender.stop();
    }

    /** The rate of a worker at the beginning and at the end of many jobs while a session pins what vacuum may clear. */
    private void pinned() throws Exception {
        int probe = 20_000;
        int warm = 2 * probe;
        int jobs = warm + setup.number("jobs", 200_000) / probe * probe + 2 * PROBES * probe;
        Ledger ledger = new Ledger(jobs);
        contender.start(ledger::ran);
        work(ledger, 0, warm);
        try (var idle = java.sql.DriverManager.getConnection(setup.url());
                var statement = idle.createStatement()) {
            idle.setAutoCommit(false);
            idle.setTransactionIsolation(java.sql.Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select count(*) from pg_class");
            List<Double> rates = new ArrayList<>();
            for (int done = warm; done < jobs; done += probe) {
                rates.add(work(ledger, done, probe));
            }
            double before = Percentiles.median(rates.subList(0, PROBES));
            double after = Percentiles.median(rates.subList(rates.size() - PROBES, rates.size()));
            Child.result("jobs/s", after);
            Child.result("jobs/s before", before);
            Child.result("after / before", after / before);
        }
        awaitDrained();
        contender.stop();
        ledger.check();
    }

    /**
     * Enqueues so many jobs, and gives the rate at which that and their work was done. Whether the completions are there is
     * asked at the end: asking walks over all dead rows.
     */
    private double work(Ledger ledger, int done, int jobs) throws Exception {
        long from = System.nanoTime();
        contender.enqueueAll(done, jobs);
        ledger.await(done + jobs, MOST_SECONDS);
        return jobs / ((System.nanoTime() - from) / 1e9);
    }

    private static void pause(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
