package dev.rota.spring.test;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.CurrentJob;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OutcomeRequest;
import dev.rota.job.RotaException;
import dev.rota.spring.RotaHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs jobs as a {@link TestMode} says. */
final class ModeRunning implements RecordingStore.Running, RotaListener, AutoCloseable {
    private final TestMode mode;
    private final Supplier<Rota> rota;
    private final Supplier<RotaHandlers> handlers;
    private final ThreadLocal<Boolean> draining = ThreadLocal.withInitial(() -> false);
    /** A thread of its own, because the committing one still has Spring's transaction bound to it. */
    private final ExecutorService drainer = Executors.newSingleThreadExecutor();

    ModeRunning(TestMode mode, Supplier<Rota> rota, Supplier<RotaHandlers> handlers) {
        this.mode = mode;
        this.rota = rota;
        this.handlers = handlers;
    }

    @Override
    public void on(RotaEvent event) {
        if (mode != TestMode.DRAINED
                || !(event instanceof RotaEvent.Enqueued enqueued)
                || enqueued.schedule() != null
                || draining.get()
                || CurrentJob.get().isPresent()) {
            return;
        }
        CompletableFuture.runAsync(this::drain, drainer).join();
    }

    private void drain() {
        draining.set(true);
        try {
            rota.get().runDue();
        } finally {
            draining.remove();
        }
    }

    @Override
    public boolean runInline(NewJob job) {
        Optional<JobType<?>> type = rota.get().type(job.type());
        Optional<JobHandler<?>> handler = handlers.get().find(job.type());
        if (mode != TestMode.INLINE || !dueNow(job) || type.isEmpty() || handler.isEmpty()) {
            return false;
        }
        try {
            run(job, type.get(), handler.get());
        } catch (OutcomeRequest asked) {
            throw new RotaException("Job of type " + job.type() + " ran inline and asked for " + asked.wish(), asked);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new RotaException("Job of type " + job.type() + " ran inline and failed: " + e.getMessage(), e);
        }
        return true;
    }

    private boolean dueNow(NewJob job) {
        NewJob.When when = job.when();
        return when.delay() != null
                ? when.delay().equals(Duration.ZERO)
                : when.at() != null && !when.at().isAfter(rota.get().store().now());
    }

    @SuppressWarnings("unchecked")
    private <A> void run(NewJob job, JobType<A> type, JobHandler<?> handler) throws Exception {
        InlineJob context = new InlineJob(job, rota.get().codec(), rota.get().clock());
        try (CurrentJob.Scope scope = CurrentJob.enter(context)) {
            A args = type.decode(rota.get().codec(), job.args(), job.version());
            ((JobHandler<A>) handler).run(args, context);
        }
    }

    @Override
    public void close() {
        drainer.shutdownNow();
    }
}
