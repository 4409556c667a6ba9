package dev.rota.engine;

import dev.rota.job.ArgsCodec;
import dev.rota.job.Job;
import dev.rota.job.JobContext;
import dev.rota.job.JobLog;
import dev.rota.job.JobProgress;
import dev.rota.job.LeaseLostException;
import dev.rota.job.LogLine;
import dev.rota.job.OutcomeRequest;
import dev.rota.retry.Bounds;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.Finish;
import dev.rota.store.JobStore;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A job that this worker holds: as its handler sees it, and as the engine steers it. */
final class RunningJob implements JobContext {
    private static final Stopping NOT = new Stopping.No();
    /** How long lines that are being written are waited for before a transaction, which holds nothing yet. */
    private static final Duration LINES_BEFORE = Duration.ofSeconds(10);
    /** The same at its end, with a connection that others may want, the lines' own writer among them. */
    private static final Duration LINES_WITHIN = Duration.ofMillis(250);

    private final Job job;
    private final long workerId;
    private final Tools tools;
    private final UnaryOperator<String> hide = this::hidden;
    private final ItemCounter items;
    private final LogBuffer log;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Stopping stopping = NOT;
    private @Nullable Thread thread;
    private final long begunNanos = System.nanoTime();
    private volatile @Nullable String result;
    private volatile boolean committed;
    private volatile @Nullable JobSecrets secrets;

    /** What every attempt of an engine is given. */
    record Tools(Store store, ArgsCodec codec, Clock clock, Handlers handlers) {}

    RunningJob(Job job, long workerId, Tools tools) {
        this.job = job;
        this.workerId = workerId;
        this.tools = tools;
        this.log = new LogBuffer(tools.clock(), job.lease(), hide);
        this.items = new ItemCounter(hide);
    }

    Job job() {
        return job;
    }

    /** The id under which this worker claimed it. */
    long workerId() {
        return workerId;
    }

    LogBuffer logBuffer() {
        return log;
    }

    ItemCounter items() {
        return items;
    }

    @Nullable
    String storedResult() {
        return result;
    }

    boolean isCommitted() {
        return committed;
    }

    Stopping stopping() {
        return stopping;
    }

    /** Takes what is secret for this job out of a text. */
    UnaryOperator<String> hide() {
        return hide;
    }

    /** A text as it may be stored. What is secret is not looked for before the first text is. */
    private String hidden(String text) {
        JobSecrets known = secrets;
        if (known == null) {
            known = JobSecrets.of(job, tools.handlers().type(job.type()), tools.codec());
            secrets = known;
        }
        return known.hide(text);
    }

    /** From now on this thread is interrupted when the attempt is asked to end. */
    synchronized void enter(Thread handlerThread) {
        thread = handlerThread;
        if (stopping != NOT) {
            handlerThread.interrupt();
        }
    }

    /** The handler's code has been left: its thread is not to be interrupted any more. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    /** Asks the attempt to end. */
    synchronized void stop(Stopping cause) {
        if (cause.gravity() > stopping.gravity()) {
            stopping = cause;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Where its handler is, the innermost call first; empty if its code has not been entered or has been left. */
    synchronized List<StackTraceElement> stack() {
        return thread == null ? List.of() : List.of(thread.getStackTrace());
    }

    /** How long it has been held. */
    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** True for the first caller only: who ends the attempt, its own thread or the one that gave up waiting for it. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /** True while the handler runs or waits to. */
    boolean isLive() {
        return !ended.get();
    }

    @Override
    public long id() {
        return job.id();
    }

    @Override
    public String type() {
        return job.type();
    }

    @Override
    public String queue() {
        return job.queue();
    }

    @Override
    public int attempt() {
        return job.attempt();
    }

    @Override
    public int maxAttempts() {
        return job.maxAttempts();
    }

    @Override
    public List<String> tags() {
        return job.tags();
    }

    @Override
    public Optional<String> schedule() {
        return Optional.ofNullable(job.request().origin().schedule());
    }

    @Override
    public Optional<Instant> fireAt() {
        return Optional.ofNullable(job.request().origin().fireAt());
    }

    @Override
    public Optional<String> trace() {
        return Optional.ofNullable(job.request().origin().trace());
    }

    @Override
    public Instant dueAt() {
        return job.times().dueAt();
    }

    @Override
    public Clock clock() {
        return tools.clock();
    }

    @Override
    public JobLog log() {
        return log;
    }

    @Override
    public JobProgress progress() {
        return items;
    }

    @Override
    public void checkpoint(Object value) {
        items.touch();
        if (!tools.store()
                .jobs()
                .saveCheckpoint(job.id(), job.lease(), tools.codec().encode(value))) {
            throw lost();
        }
    }

    @Override
    public <T> Optional<T> checkpoint(Class<T> type) {
        return tools.store()
                .jobs()
                .checkpoint(job.id())
                .map(json -> tools.codec().decode(json, type));
    }

    @Override
    public void result(Object value) {
        result = tools.codec().encode(value);
    }

    @Override
    public boolean isCancelled() {
        return stopping != NOT || ended.get();
    }

    @Override
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw cancel("it was asked to end");
        }
    }

    @Override
    public String idempotencyKey() {
        return "rota-job-" + job.id();
    }

    @Override
    public long fencingToken() {
        return job.lease();
    }

    @Override
    public void transactionally(TransactionalWork work) throws Exception {
        if (committed) {
            throw new IllegalStateException("Job " + job.id() + " has been completed by a transaction of its handler");
        }
        // Within it they would wait for it, or for the connection that it has taken, and be refused after it.
        log.hold(LINES_BEFORE);
        // Nothing, or what the transaction has taken along.
        List<List<LogLine>> along = new ArrayList<>();
        try {
            tools.store().transaction(connection -> {
                if (!tools.store().writesOneAtATime()) {
                    // So that what a long one logs is seen meanwhile.
                    log.letGo();
                }
                work.run(connection);
                log.hold(LINES_WITHIN);
                along.add(log.takeHeld());
                if (!isLive()) {
                    // Given up after its timeout: its end is written elsewhere, with what it had logged.
                    throw lost();
                }
                finish(connection, along.get(0));
            });
            committed = true;
            log.end();
            log.written();
        } catch (Throwable e) {
            along.forEach(log::giveBack);
            throw e;
        } finally {
            log.letGo();
        }
    }

    private void finish(Connection transaction, List<LogLine> lines) {
        JobStore jobs = tools.store().jobs();
        if (!lines.isEmpty()) {
            jobs.appendLog(transaction, List.of(new LogNote(job.id(), job.lease(), lines)));
        }
        Finish finish = new Finish(job, new Transition.Succeed(result), items.atEnd());
        if (!jobs.finish(transaction, workerId, finish)) {
            throw lost();
        }
    }

    private LeaseLostException lost() {
        stop(new Stopping.Lost());
        return new LeaseLostException(job.id(), job.lease());
    }

    @Override
    public OutcomeRequest snooze(Duration delay, String reason) {
        return new OutcomeRequest(new OutcomeRequest.Snooze(checked(delay), reason));
    }

    @Override
    public OutcomeRequest retryIn(Duration delay, String reason) {
        return new OutcomeRequest(new OutcomeRequest.RetryIn(checked(delay), reason));
    }

    @Override
    public OutcomeRequest cancel(String reason) {
        return new OutcomeRequest(new OutcomeRequest.Cancel(reason));
    }

    @Override
    public OutcomeRequest fail(String reason) {
        return new OutcomeRequest(new OutcomeRequest.Fail(reason));
    }

    private static Duration checked(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("Delay is " + delay + ", expected zero or longer");
        }
        return Bounds.length("Delay", delay);
    }
}
