package dev.rota.acceptance.matrix;

import dev.rota.RotaBuilder;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The jobs of the matrix, and how they are worked. Each tells the ledger when it begins and when it ends. */
final class Work {
    /**
     * What every job is given.
     *
     * @param number of the order, by which it is found again; 0 for jobs of a schedule
     * @param millis how long it works
     * @param key that it is limited by, or empty
     */
    record Args(long number, int millis, String key) {}

    /** The second version of the arguments of {@link #SHAPE_2}: what was one word is two. */
    record Shape(long number, String first, String last) {}

    static final String NARROW_QUEUE = "narrow";
    static final int NARROW_LIMIT = 2;

    /** Does not fail, and so may use up one attempt and no more, whatever happens around it. */
    static final JobType<Args> PLAIN = type("plain");

    /** Leaves a row in the database, in one transaction with its completion. */
    static final JobType<Args> EXACT = type("exact");

    /** Fails the first time. */
    static final JobType<Args> FLAKY = type("flaky");

    /** Asks for a later time once. */
    static final JobType<Args> SNOOZING = type("snoozing");

    /** Works long enough to be cancelled meanwhile. */
    static final JobType<Args> CANCELLED = type("cancelled");

    /** One at a time for each key. */
    static final JobType<Args> EXCLUSIVE = type("exclusive");

    /** Enqueued again and again under few keys. */
    static final JobType<Args> UNIQUE = type("unique");

    static final JobType<Args> NARROW = type("narrow").queue(NARROW_QUEUE);

    /** Of a schedule; leaves a row as {@link #EXACT} does. */
    static final JobType<Args> TICK = type("tick");

    /** Takes its process with it. */
    static final JobType<Args> POISON = type("poison");

    /** Never returns, and heeds no interruption. */
    static final JobType<Args> STUCK =
            type("stuck").timeout(Duration.ofSeconds(1)).maxAttempts(1);

    /** As an older program knows it: its arguments are {@link Args}. */
    static final JobType<Args> SHAPE_1 = type("shape");

    /** As a newer program knows it. */
    static final JobType<Shape> SHAPE_2 = JobType.of(SHAPE_1.name(), Shape.class)
            .retry(SHAPE_1.settings().retry())
            .version(2, old -> {
                String[] words = String.valueOf(old.get("key")).split(" ", 2);
                return new java.util.HashMap<>(
                        java.util.Map.of("number", old.get("number"), "first", words[0], "last", words[1]));
            });

    private static final List<JobType<Args>> SIMPLE = List.of(PLAIN, CANCELLED, EXCLUSIVE, UNIQUE, NARROW);

    private final LedgerClient ledger;
    private final String worker;

    private Work(LedgerClient ledger, String worker) {
        this.ledger = ledger;
        this.worker = worker;
    }

    private static JobType<Args> type(String name) {
        return JobType.of("matrix." + name, Args.class)
                .maxAttempts(60)
                .retry(RetryPolicy.fixed(Duration.ofMillis(200)));
    }

    /** Gives a worker the handlers of all types, as a program of {@code version} 1 or 2 has them. */
    static void handlers(RotaBuilder rota, LedgerClient ledger, String worker, int version) {
        Work work = new Work(ledger, worker);
        SIMPLE.forEach(type -> rota.handler(type, work.noted((args, job) -> pause(args.millis()))));
        rota.handler(EXACT, work.noted(work::exact));
        rota.handler(TICK, work.noted(work::exact));
        rota.handler(FLAKY, work.noted(Work::flaky));
        rota.handler(SNOOZING, work.noted(Work::snoozing));
        rota.handler(POISON, work.noted((args, job) -> Runtime.getRuntime().halt(137)));
        rota.handler(STUCK, work.noted((args, job) -> neverReturn()));
        if (version == 1) {
            rota.handler(SHAPE_1, work.noted((args, job) -> pause(args.millis())));
        } else {
            rota.handler(SHAPE_2, (shape, job) -> work.note(job, shape.number(), shape.last(), () -> pause(5)));
        }
    }

    /** What a handler does between its beginning and its end. */
    @FunctionalInterface
    private interface Doing {
        void run() throws Exception;
    }

    private JobHandler<Args> noted(JobHandler<Args> handler) {
        return (args, job) -> note(job, args.number(), args.key(), () -> handler.run(args, job));
    }

    private void note(JobContext job, long number, String key, Doing doing) throws Exception {
        if (!ledger.begins(job, number, key)) {
            throw new IllegalStateException("The ledger has seen a later lease of job " + job.id());
        }
        boolean done = false;
        try {
            doing.run();
            done = true;
        } finally {
            ledger.ends(job, number, key, done);
        }
    }

    private void exact(Args args, JobContext job) throws Exception {
        pause(args.millis());
        job.transactionally(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into matrix_effect (job_id, lease, worker) values (?, ?, ?)")) {
                insert.setLong(1, job.id());
                insert.setLong(2, job.fencingToken());
                insert.setString(3, worker);
                insert.executeUpdate();
            }
        });
    }

    private static void flaky(Args args, JobContext job) throws InterruptedException {
        pause(args.millis());
        if (job.attempt() == 1) {
            throw new IllegalStateException("the first attempt always fails");
        }
    }

    private static void snoozing(Args args, JobContext job) throws InterruptedException {
        pause(args.millis());
        if (job.checkpoint(String.class).isEmpty()) {
            job.checkpoint("snoozed");
            throw job.snooze(Duration.ofMillis(300), "once");
        }
    }

    private static void neverReturn() {
        while (true) {
            try {
                pause(60_000);
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    @SuppressWarnings("ReturnValueIgnored")
    private static void pause(int millis) throws InterruptedException {
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody opens it");
        }
    }
}
