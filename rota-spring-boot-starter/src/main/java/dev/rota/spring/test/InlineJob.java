package dev.rota.spring.test;

import dev.rota.job.ArgsCodec;
import dev.rota.job.JobContext;
import dev.rota.job.JobLog;
import dev.rota.job.JobProgress;
import dev.rota.job.NewJob;
import dev.rota.job.OutcomeRequest;
import dev.rota.job.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a handler is given that runs inline: nothing of it is stored, and its log is the application's. */
final class InlineJob implements JobContext {
    /** The id of all of them: none that a store gives. */
    static final long ID = -1;

    private final NewJob job;
    private final ArgsCodec codec;
    private final Clock clock;
    private final Items items = new Items();
    private @Nullable String checkpoint;

    InlineJob(NewJob job, ArgsCodec codec, Clock clock) {
        this.job = job;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public long id() {
        return ID;
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
        return 1;
    }

    @Override
    public int maxAttempts() {
        return 1;
    }

    @Override
    public List<String> tags() {
        return job.tags();
    }

    @Override
    public Optional<String> schedule() {
        return Optional.ofNullable(job.origin().schedule());
    }

    @Override
    public Optional<Instant> fireAt() {
        return Optional.ofNullable(job.origin().fireAt());
    }

    @Override
    public Optional<String> trace() {
        return Optional.ofNullable(job.origin().trace());
    }

    @Override
    public Instant dueAt() {
        return clock.instant();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public JobLog log() {
        return (level, line) -> LoggerFactory.getLogger(InlineJob.class)
                .atLevel(org.slf4j.event.Level.valueOf(level.name()))
                .log("{}: {}", job.type(), line);
    }

    @Override
    public JobProgress progress() {
        return items;
    }

    @Override
    public void checkpoint(Object value) {
        checkpoint = codec.encode(value);
    }

    @Override
    public <T> Optional<T> checkpoint(Class<T> type) {
        return Optional.ofNullable(checkpoint).map(json -> codec.decode(json, type));
    }

    @Override
    public void result(Object value) {
        codec.encode(value);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void throwIfCancelled() {}

    @Override
    public String idempotencyKey() {
        return "rota-job-inline";
    }

    @Override
    public long fencingToken() {
        return 1;
    }

    @Override
    public void transactionally(TransactionalWork work) {
        throw new UnsupportedOperationException(
                "A job that runs inline is not stored, so there is nothing to complete with its work: use DRAINED or MANUAL");
    }

    @Override
    public OutcomeRequest snooze(Duration delay, String reason) {
        return new OutcomeRequest(new OutcomeRequest.Snooze(delay, reason));
    }

    @Override
    public OutcomeRequest retryIn(Duration delay, String reason) {
        return new OutcomeRequest(new OutcomeRequest.RetryIn(delay, reason));
    }

    @Override
    public OutcomeRequest cancel(String reason) {
        return new OutcomeRequest(new OutcomeRequest.Cancel(reason));
    }

    @Override
    public OutcomeRequest fail(String reason) {
        return new OutcomeRequest(new OutcomeRequest.Fail(reason));
    }

    private static final class Items implements JobProgress {
        private final AtomicLong succeeded = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();

        @Override
        public void total(long items) {}

        @Override
        public void label(String label) {}

        @Override
        public void ok(long items) {
            succeeded.addAndGet(items);
        }

        @Override
        public void failed(long items) {
            failed.addAndGet(items);
        }

        @Override
        public Progress now() {
            return new Progress(succeeded.get(), failed.get(), null, null);
        }
    }
}
