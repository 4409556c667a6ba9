package dev.rota;

import dev.rota.engine.Engine;
import dev.rota.engine.Events;
import dev.rota.engine.Handlers;
import dev.rota.event.RotaListener;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Durable background jobs and schedules.
 *
 * <p>A Rota that is built can enqueue jobs and change schedules; once {@linkplain #start() started} it also works jobs. It
 * is thread-safe, and a program needs one for each store.
 *
 * <pre>{@code
 * Rota rota = Rota.builder(SqliteStore.open(file), new JacksonCodec())
 *         .handler(SEND_WELCOME, (args, job) -> mailer.welcome(args.userId()))
 *         .owningStore()
 *         .build();
 * rota.start();
 * Runtime.getRuntime().addShutdownHook(new Thread(rota::close));
 * rota.enqueue(SEND_WELCOME, new SendWelcome(42));
 * Thread.currentThread().join();
 * }</pre>
 *
 * <p>To enqueue does not wait for the job to run: what has not run when a Rota is closed waits in the store.
 */
public final class Rota implements AutoCloseable {
    private static final int BATCH = 5_000;
    /** Of arguments in a batch, or those of one job. */
    private static final int MOST_CHARS = 4_000_000;

    private final Engine engine;
    private final Store store;
    private final ArgsCodec codec;
    private final Clock clock;
    private final Handlers handlers;
    private final Events events;
    private final Configuration configuration;
    private final boolean ownsStore;

    Rota(Engine.Parts parts, String application, boolean ownsStore) {
        this.engine = new Engine(parts);
        this.store = parts.store();
        this.codec = parts.codec();
        this.clock = parts.clock();
        this.handlers = parts.handlers();
        this.events = parts.events();
        this.configuration = Configuration.of(application, parts.settings());
        this.ownsStore = ownsStore;
    }

    /**
     * Begins to build a Rota.
     *
     * @param store where jobs stand
     * @param codec how arguments are written, usually {@code new JacksonCodec()}
     */
    public static RotaBuilder builder(Store store, ArgsCodec codec) {
        return new RotaBuilder(store, codec);
    }

    /**
     * Enqueues a job: in the caller's transaction if Rota was told how to join it, else durable when this returns.
     *
     * @return its id
     * @throws dev.rota.job.ArgsException if the arguments are null, cannot be written, or are longer than 10,000,000
     *     characters as JSON
     * @throws dev.rota.store.StoreException if the store cannot write it
     */
    public <A> long enqueue(JobType<A> type, A args) {
        return job(type, args).enqueue();
    }

    /** Enqueues a job that takes no arguments; returns its id. */
    public long enqueue(JobType<Void> type) {
        return enqueueOne(describe(type, null)).id();
    }

    /**
     * Enqueues many jobs of one type, in batches of 5,000, or fewer where arguments are long, each all or nothing; all of them
     * in the caller's transaction if there is one. Outside a transaction, batches that were enqueued before one that fails
     * stay. A parallel stream is read on the calling thread too.
     *
     * @return their ids, in order
     * @throws dev.rota.job.ArgsException as {@link #enqueue(JobType, Object)}
     */
    public <A> List<Long> enqueueAll(JobType<A> type, Stream<A> args) {
        Batches batches = new Batches();
        // On this thread, because a caller's transaction is bound to it.
        args.sequential().forEachOrdered(one -> batches.add(describe(type, one)));
        return batches.end();
    }

    /**
     * Enqueues jobs of any types, described by {@link #job}: all of them or none, in the caller's transaction if there is
     * one.
     *
     * @return what became of each, in order
     * @throws dev.rota.job.DuplicateJobException if a unique key is held, and that job wants to be rejected then
     */
    public List<Enqueued> enqueueAll(List<JobOrder> orders) {
        return orders.isEmpty()
                ? List.of()
                : engine.enqueue(orders.stream().map(JobOrder::job).toList());
    }

    /** The jobs of one call. */
    private final class Batches {
        private final List<Long> ids = new ArrayList<>();
        private final List<NewJob> batch = new ArrayList<>();
        private int chars;

        void add(NewJob job) {
            if (batch.size() == BATCH || chars + job.args().length() > MOST_CHARS) {
                enqueue();
            }
            batch.add(job);
            chars += job.args().length();
        }

        List<Long> end() {
            enqueue();
            return List.copyOf(ids);
        }

        private void enqueue() {
            if (!batch.isEmpty()) {
                engine.enqueue(List.copyOf(batch)).forEach(made -> ids.add(made.id()));
                batch.clear();
                chars = 0;
            }
        }
    }

    /**
     * Begins to describe a job that is to be enqueued.
     *
     * @throws dev.rota.job.ArgsException if the arguments are null, cannot be written, or are longer than 10,000,000
     *     characters as JSON
     */
    public <A> JobOrder job(JobType<A> type, A args) {
        return new JobOrder(this, describe(type, args));
    }

    /** Begins to describe a job that takes no arguments. */
    public JobOrder job(JobType<Void> type) {
        return new JobOrder(this, describe(type, null));
    }

    private <A> NewJob describe(JobType<A> type, @Nullable A args) {
        return NewJob.of(type.name(), handlers.settings(type), type.encode(codec, args));
    }

    Enqueued enqueueOne(NewJob job) {
        return engine.enqueue(List.of(job)).get(0);
    }

    /** What one can see of jobs and do to them. */
    public Jobs jobs() {
        return new Jobs(store, engine);
    }

    /** What one can see of schedules and do to them. */
    public Schedules schedules() {
        return new Schedules(store, engine, codec, handlers, configuration.application());
    }

    /** What one can see of queues and do to them. */
    public Queues queues() {
        return new Queues(store, engine);
    }

    /**
     * Starts working jobs, on threads of its own. Does nothing if it works already.
     *
     * <p>If the store cannot be reached at this moment, jobs are worked as soon as it can.
     *
     * <p>These threads are daemons: they keep no program alive. A {@code main} method that has nothing else to wait for calls
     * {@code Thread.currentThread().join()}; if it returns, the program ends, and what it ran is taken for crashed. A shutdown
     * hook that calls {@link #close} lets running attempts end first.
     */
    public void start() {
        engine.start();
    }

    /**
     * Works, in the calling thread, whatever is due, until nothing is due any more: for tests, and for programs that do a
     * round of work and end.
     *
     * <p>Meanwhile it is a worker as others are. Nothing is heard of it between two calls, so that after two minutes others
     * see it as lost; {@link #close} signs it off.
     *
     * @return how many attempts were run
     */
    public int runDue() {
        return engine.runDue();
    }

    /**
     * Stops working jobs, and returns when they have ended: nothing more is claimed, and running attempts have
     * {@code patience} to end. Those that have not ended by then are interrupted, and their jobs go back to their queues,
     * which counts as no attempt. Does nothing if no jobs are worked.
     *
     * @param patience zero or longer
     */
    public void stop(Duration patience) {
        engine.stop(patience);
    }

    /** {@linkplain #stop Stops} with the configured grace, and closes the store if Rota was told that it owns it. */
    @Override
    public void close() {
        engine.stop(configuration.grace());
        if (ownsStore) {
            store.close();
        }
    }

    /** Tells {@code listener} from now on what happens in this process. */
    public void listen(RotaListener listener) {
        events.add(listener);
    }

    /** The type of that name, if this Rota has a handler for it. */
    public Optional<JobType<?>> type(String name) {
        return handlers.type(name);
    }

    /** The names of all types that this Rota has a handler for. */
    public Set<String> types() {
        return handlers.types();
    }

    /** The id of this process's worker; empty while it is not started, or has not reached the store yet. */
    public Optional<Long> workerId() {
        return engine.workerId();
    }

    /**
     * True if jobs are worked here no more because somebody has asked this worker, on the dashboard, by a command or over
     * REST, to stop when its jobs have ended. {@link #start} lets it work again.
     */
    public boolean isStoppedAsAsked() {
        return engine.isStoppedAsAsked();
    }

    /** How it was built. */
    public Configuration configuration() {
        return configuration;
    }

    /** The clock that handlers go by. */
    public Clock clock() {
        return clock;
    }

    /** Where jobs stand: for consoles and tools. */
    public Store store() {
        return store;
    }

    /** How arguments are written. */
    public ArgsCodec codec() {
        return codec;
    }
}
