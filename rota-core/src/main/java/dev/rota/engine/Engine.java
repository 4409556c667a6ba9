package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.ArgsCodec;
import dev.rota.job.FingerprintStrategy;
import dev.rota.job.JobTracing;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.store.CallerTransaction;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.ScheduleStore.FirePlanner;
import dev.rota.store.Store;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enqueues, wakes the machinery, starts it and stops it. Thread-safe. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Parts parts;
    private final Assembly.Kept kept;
    private final Enqueuer enqueuer;
    private final Object manualLock = new Object();
    /** Held while it stops: who stops it too may close the store afterwards. */
    private final Object ending = new Object();

    private volatile @Nullable Machinery running;
    private volatile boolean stoppedAsAsked;
    private @Nullable ManualRun manual;

    /**
     * What an engine is made of.
     *
     * @param clock that handlers go by
     * @param fingerprints tells which failures are alike
     */
    public record Parts(
            Store store,
            ArgsCodec codec,
            Clock clock,
            Handlers handlers,
            Events events,
            CallerTransaction transaction,
            FingerprintStrategy fingerprints,
            JobTracing tracing,
            EngineSettings settings) {}

    public Engine(Parts parts) {
        this.parts = parts;
        this.enqueuer = new Enqueuer(parts.store().jobs());
        RandomGenerator random = RandomGenerator.getDefault();
        RollupWriter rollups = new RollupWriter(parts.store());
        parts.events().add(rollups);
        this.kept = new Assembly.Kept(random, new FirePlanning(random), rollups, new Spans(parts.tracing()));
    }

    public FirePlanner planner() {
        return kept.planning();
    }

    /**
     * Makes jobs durable: in the caller's transaction if there is one, else at once.
     *
     * @return as many as there were jobs, in the same order
     */
    public List<Enqueued> enqueue(List<NewJob> asked) {
        List<NewJob> jobs = kept.spans().traced(asked);
        Optional<Connection> connection = parts.transaction().connection();
        if (connection.isPresent()) {
            List<Enqueued> made = parts.store().jobs().enqueue(connection.get(), jobs);
            parts.transaction().afterCommit(() -> enqueued(jobs, made));
            return made;
        }
        List<Enqueued> made = enqueuer.enqueue(jobs);
        enqueued(jobs, made);
        return made;
    }

    private void enqueued(List<NewJob> jobs, List<Enqueued> made) {
        for (int i = 0; i < jobs.size(); i++) {
            if (made.get(i).fresh()) {
                NewJob job = jobs.get(i);
                parts.events().enqueued(made.get(i).id(), job);
                Duration delay = job.when().delay();
                if (!made.get(i).due() && delay != null) {
                    dueIn(delay);
                }
            }
        }
        dueAt(IntStream.range(0, jobs.size())
                .filter(i -> made.get(i).fresh() && !made.get(i).due())
                .mapToObj(i -> jobs.get(i).when().at())
                .filter(Objects::nonNull)
                .toList());
        Set<String> queues = jobs.stream().map(NewJob::queue).collect(Collectors.toSet());
        Set<String> keys = Releaser.keys(jobs);
        wakeHere(queues);
        lookAt(keys);
        if (!made.stream().allMatch(Enqueued::told)) {
            // Others are told no keys, but that some may have to be looked at.
            parts.store().wakeUps().send(keys.isEmpty() ? queues : Set.of());
        }
    }

    /** These exclusion keys may have room, or there are new jobs that want them. */
    private void lookAt(Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (running != null) {
                running.releaser().ask(keys);
                running.duties().soon(running.releaser());
            }
            if (manual != null) {
                manual.lookAt(keys);
            }
        }
    }

    /** The jobs are durable already, so that the store cannot be asked for its time is no failure: polling finds them. */
    private void dueAt(List<Instant> instants) {
        if (running == null || instants.isEmpty()) {
            return;
        }
        try {
            Instant now = parts.store().now();
            instants.forEach(at -> dueIn(Duration.between(now, at)));
        } catch (RuntimeException e) {
            LOG.debug("Could not find out when jobs are due, polling will", e);
        }
    }

    private synchronized void dueIn(Duration delay) {
        if (running != null && !delay.isNegative()) {
            running.signal().wakeIn(delay);
        }
    }

    /** Says that a schedule made this job for each of these fires, beside its trigger. */
    public void fired(List<Fire> fires, NewJob job) {
        parts.events().enqueued(fires, job);
        // Named, so that a worker which does not know the queue yet looks for it at once; the job may be blocked
        // besides.
        wake(Set.of(job.queue()));
        lookAt(Releaser.keys(List.of(job)));
        wake(Set.of());
    }

    /**
     * Says that there may be something to do: jobs in these queues, or, if the set is empty, anything: jobs anywhere, jobs
     * to let go, jobs to cancel.
     */
    public void wake(Set<String> queues) {
        wakeHere(queues);
        parts.store().wakeUps().send(queues);
    }

    /** Looks at once which queues are paused or limited. Other processes see it within a heartbeat. */
    public synchronized void refreshQueues() {
        if (running != null) {
            running.heartbeats().soonAll();
        }
    }

    private synchronized void wakeHere(Set<String> queues) {
        if (running != null) {
            running.wake(queues);
        }
    }

    /**
     * Starts working jobs. Does nothing if it works already. If the store cannot be reached at this moment, it works them
     * as soon as it can.
     */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        Worker worker =
                new Worker(parts.store(), parts.settings(), parts.handlers().types());
        worker.registerIfReachable();
        kept.rollups().writeAs(worker.id());
        running = new Assembly(parts, kept, this::wake, this::wakeHere, this::lookAt, this::afterHeartbeat).of(worker);
        stoppedAsAsked = false;
        running.start();
        if (worker.isKnown()) {
            LOG.info(
                    "Worker {} works jobs of {} types on {}",
                    worker.id(),
                    worker.types().size(),
                    parts.store().describe());
            parts.events().tell(new RotaEvent.WorkerStarted(worker.id(), worker.name()));
        }
    }

    private void afterHeartbeat() {
        Machinery beating = running;
        if (beating == null) {
            return;
        }
        beating.duties().soon(beating.rescuer());
        Worker worker = beating.worker();
        if (worker.isStopping() && beating.isIdle()) {
            LOG.info("Worker {} was asked to stop when its jobs have ended, and stops", worker.id());
            // Not on this thread, which is one of those that end.
            Threads.named("rota-stop").newThread(() -> stopAsAsked(beating)).start();
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private void stopAsAsked(Machinery stopping) {
        synchronized (ending) {
            synchronized (this) {
                if (running != stopping) {
                    return;
                }
                running = null;
                stoppedAsAsked = true;
            }
            stop(stopping, parts.settings().grace());
        }
    }

    /** True if it has been stopped because somebody asked its worker to, and was not started again. */
    public boolean isStoppedAsAsked() {
        return stoppedAsAsked;
    }

    /**
     * Works, in the calling thread, whatever is due, until nothing is due any more. For tests and for programs that do a
     * round of work and end.
     *
     * @return how many attempts were run
     */
    public synchronized int runDue() {
        if (manual == null) {
            Worker worker =
                    new Worker(parts.store(), parts.settings(), parts.handlers().types());
            manual = new ManualRun(parts, worker, kept);
        }
        return manual.runDue();
    }

    /** Where the handler of a job is, the innermost call first; empty if this engine does not hold the job. */
    public synchronized Optional<List<StackTraceElement>> stack(long jobId) {
        return running == null ? Optional.empty() : running.worker().stack(jobId);
    }

    /**
     * The same of a job that any process runs, whose worker is asked and waited for.
     *
     * @return as {@link StackQuestion#ask}
     */
    public Optional<List<String>> stack(long jobId, Duration most) {
        return stack(jobId)
                .map(frames -> frames.stream().map(StackTraceElement::toString).toList())
                .or(() -> new StackQuestion(parts.store()).ask(jobId, most));
    }

    /** This engine's worker; empty while it is not started, or could not reach the store yet. */
    public synchronized Optional<Long> workerId() {
        return running == null || !running.worker().isKnown()
                ? Optional.empty()
                : Optional.of(running.worker().id());
    }

    /**
     * Stops in two phases: nothing more is claimed, and attempts have their time to end; those that have not ended by
     * then are interrupted, and their jobs go back to their queues, counted as nothing.
     */
    public void stop(Duration grace) {
        synchronized (ending) {
            stopAll(grace);
        }
    }

    private void stopAll(Duration grace) {
        Machinery stopping;
        synchronized (this) {
            stopping = running;
            running = null;
        }
        synchronized (manualLock) {
            if (manual != null) {
                manual.close();
                manual = null;
            }
        }
        if (stopping != null) {
            stop(stopping, grace);
        }
    }

    private void stop(Machinery stopping, Duration grace) {
        boolean interrupted = stopping.stop(grace);
        writeFigures();
        signOff(stopping);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeFigures() {
        try {
            kept.rollups().runOnce();
        } catch (RuntimeException e) {
            LOG.warn("The figures of the last seconds could not be written: {}", e.getMessage());
        }
    }

    private void signOff(Machinery stopping) {
        try {
            parts.store().workers().stop(stopping.worker().id());
        } catch (RuntimeException e) {
            LOG.warn("Could not sign off; the jobs still held are rescued later: {}", e.getMessage());
        }
        parts.events()
                .tell(new RotaEvent.WorkerStopped(
                        stopping.worker().id(), stopping.worker().name()));
    }
}
