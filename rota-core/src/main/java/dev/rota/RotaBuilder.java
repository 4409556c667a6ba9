package dev.rota;

import dev.rota.console.ConsoleStore;
import dev.rota.engine.Engine;
import dev.rota.engine.EngineSettings;
import dev.rota.engine.Events;
import dev.rota.engine.Handlers;
import dev.rota.event.RotaListener;
import dev.rota.job.ArgsCodec;
import dev.rota.job.FingerprintStrategy;
import dev.rota.job.JobHandler;
import dev.rota.job.JobTracing;
import dev.rota.job.JobType;
import dev.rota.store.CallerTransaction;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds a {@link Rota}. Each method returns this builder; numbers and times out of their range are refused by
 * {@link #build}. Not thread-safe.
 */
public final class RotaBuilder {
    private final Store store;
    private final ArgsCodec codec;
    private final Handlers handlers = new Handlers();
    private final Events events = new Events();
    private CallerTransaction transaction = CallerTransaction.NONE;
    private JobTracing tracing = JobTracing.NONE;
    private Clock clock = Clock.systemUTC();
    private String workerName = EngineSettings.DEFAULTS.workerName();
    private String version = EngineSettings.DEFAULTS.version();
    private int slots = EngineSettings.DEFAULTS.slots();
    private final Map<String, Integer> queueSlots = new HashMap<>();
    private Duration poll = EngineSettings.DEFAULTS.poll();
    private Duration lease = EngineSettings.DEFAULTS.lease();
    private Duration grace = EngineSettings.DEFAULTS.grace();
    private int maxCrashes = EngineSettings.DEFAULTS.maxCrashes();
    private Retention retention = EngineSettings.DEFAULTS.retention();
    private ConsoleStore.Retention consoleRetention = EngineSettings.DEFAULTS.consoleRetention();
    private FingerprintStrategy fingerprints = FingerprintStrategy.byFrames();
    private String application = "default";
    private boolean ownsStore;

    RotaBuilder(Store store, ArgsCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /**
     * Jobs of this type are run by this handler.
     *
     * @throws dev.rota.job.RotaException if the type has one already
     * @throws IllegalArgumentException if the handler is null
     */
    public <A> RotaBuilder handler(JobType<A> type, JobHandler<A> handler) {
        handlers.add(type, handler);
        return this;
    }

    /** One more listener, which is told what happens in this process. */
    public RotaBuilder listener(RotaListener listener) {
        events.add(listener);
        return this;
    }

    /** The clock that handlers go by; the system's in UTC unless set. It decides nothing about when jobs run. */
    public RotaBuilder clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    /** How enqueueing joins the transaction of the calling thread; it joins none unless set. */
    public RotaBuilder joining(CallerTransaction callerTransaction) {
        transaction = callerTransaction;
        return this;
    }

    /** How jobs are tied to traces; {@link JobTracing#NONE} unless set. */
    public RotaBuilder tracing(JobTracing jobTracing) {
        tracing = jobTracing;
        return this;
    }

    /** The name of this process's worker, for people; {@code worker} unless set. */
    public RotaBuilder workerName(String name) {
        workerName = name;
        return this;
    }

    /** The version of this program, for people; {@code unknown} unless set. */
    public RotaBuilder version(String version) {
        this.version = version;
        return this;
    }

    /** How many jobs run at once in all queues without slots of their own, 0 or more; 20 unless set. */
    public RotaBuilder slots(int slots) {
        this.slots = slots;
        return this;
    }

    /** How many jobs run at once in this queue, apart from all others, 0 or more. */
    public RotaBuilder slots(String queue, int slots) {
        queueSlots.put(queue, slots);
        return this;
    }

    /** How often the store is asked for jobs when nothing wakes the worker, 10 ms or longer; every second unless set. */
    public RotaBuilder poll(Duration poll) {
        this.poll = poll;
        return this;
    }

    /** A worker silent for this long is given up, and its jobs are rescued, 2 s or longer; 15 s unless set. */
    public RotaBuilder lease(Duration lease) {
        this.lease = lease;
        return this;
    }

    /** How long {@link Rota#close} waits for running attempts before it interrupts them, zero or longer; 20 s unless set. */
    public RotaBuilder grace(Duration grace) {
        this.grace = grace;
        return this;
    }

    /** A job that has taken more workers with it than this is failed, 0 or more; 3 unless set. */
    public RotaBuilder maxCrashes(int maxCrashes) {
        this.maxCrashes = maxCrashes;
        return this;
    }

    /** How long jobs that have ended and fires of schedules are kept; {@link Retention#DEFAULTS} unless set. */
    public RotaBuilder retention(Retention retention) {
        this.retention = retention;
        return this;
    }

    /** How long the audit and other things of the console are kept; the audit 400 days unless set. */
    public RotaBuilder retention(ConsoleStore.Retention retention) {
        consoleRetention = retention;
        return this;
    }

    /** Which failures are alike; {@link FingerprintStrategy#byFrames} unless set. */
    public RotaBuilder fingerprints(FingerprintStrategy strategy) {
        fingerprints = strategy;
        return this;
    }

    /**
     * The name of this application among those that share the store, by which its schedules are known as its own (see
     * {@link Schedules#define}); {@code default} unless set.
     */
    public RotaBuilder application(String name) {
        application = name;
        return this;
    }

    /** Closing the Rota closes its store too. */
    public RotaBuilder owningStore() {
        ownsStore = true;
        return this;
    }

    /**
     * Brings the tables to the version this program knows, and builds the Rota. It works no jobs until it is started.
     *
     * @throws IllegalArgumentException if a number or a time is out of its range
     * @throws dev.rota.store.StoreException if the store cannot be reached, or is of a newer version
     */
    public Rota build() {
        EngineSettings settings = new EngineSettings(
                workerName, version, slots, queueSlots, poll, lease, grace, maxCrashes, retention, consoleRetention);
        store.migrate();
        return new Rota(
                new Engine.Parts(store, codec, clock, handlers, events, transaction, fingerprints, tracing, settings),
                application,
                ownsStore);
    }
}
