package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.ArgsCodec;
import dev.rota.job.CurrentJob;
import dev.rota.job.Job;
import dev.rota.job.JobTracing;
import dev.rota.job.JobType;
import dev.rota.job.OutcomeRequest;
import dev.rota.retry.RetryPolicy;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.MDC;

/** Runs one attempt, from the decoding of its arguments to the decision what becomes of the job. */
final class AttemptRunner {
    /** How long a job is put off whose arguments are newer than this worker, so that a newer worker may take it. */
    private static final Duration TOO_NEW = Duration.ofSeconds(10);

    private final ArgsCodec codec;
    private final Events events;
    private final RandomGenerator random;
    private final JobErrors errors;
    private final Spans spans;

    AttemptRunner(ArgsCodec codec, Events events, RandomGenerator random, JobErrors errors, Spans spans) {
        this.codec = codec;
        this.events = events;
        this.random = random;
        this.errors = errors;
        this.spans = spans;
    }

    /** Runs the handler in the calling thread. Empty if there is nothing to write: committed already, or lost. */
    <A> Optional<Finish> run(RunningJob running, Handlers.Registered<A> registered) {
        announce(running);
        JobTracing.Span span = spans.begin(running);
        Ending ending = runHandler(running, registered);
        Optional<Finish> finish = running.end()
                ? decide(running, ending, registered.type().settings().retry())
                : Optional.empty();
        spans.end(span, ending, finish);
        return finish;
    }

    /**
     * What becomes of a job whose handler does not heed its interruption. Empty if there is nothing to write: committed
     * already, or lost.
     *
     * @param running ended by the caller
     */
    Optional<Finish> abandon(RunningJob running, RetryPolicy policy) {
        return decide(running, interrupted(running, new InterruptedException()), policy);
    }

    private void announce(RunningJob running) {
        Job job = running.job();
        Instant claimed = Objects.requireNonNull(job.times().claimedAt(), "a claimed job has the time of its claim");
        Duration waited = Duration.between(job.times().dueAt(), claimed);
        events.tell(new RotaEvent.Started(job.id(), job.type(), job.queue(), job.attempt(), job.lease(), waited));
    }

    private <A> Ending runHandler(RunningJob running, Handlers.Registered<A> registered) {
        if (running.isCancelled()) {
            return interrupted(running, new InterruptedException("asked to end before it began"));
        }
        Job job = running.job();
        if (job.times().cancelRequestedAt() != null) {
            // The attempt before had ended by the time that its worker heard of it.
            return new Ending.CancelHonoured("somebody asked for it while the attempt before was ending");
        }
        JobType<A> type = registered.type();
        if (job.request().version() > type.version()) {
            return new Ending.Asked(new OutcomeRequest.Snooze(
                    TOO_NEW,
                    "its arguments have version " + job.request().version() + ", this worker knows up to "
                            + type.version()));
        }
        A args;
        try {
            args = type.decode(codec, job.args(), job.request().version());
        } catch (RuntimeException e) {
            return new Ending.Undecodable(e);
        } catch (Throwable e) {
            // A class that cannot be loaded, say: that lies with this worker, and another may do better.
            return new Ending.Threw(e);
        }
        return call(running, registered, args);
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private <A> Ending call(RunningJob running, Handlers.Registered<A> registered, A args) {
        running.enter(Thread.currentThread());
        try (CurrentJob.Scope scope = CurrentJob.enter(running);
                MDC.MDCCloseable id = MDC.putCloseable("rota.job", Long.toString(running.id()));
                MDC.MDCCloseable name = MDC.putCloseable("rota.type", running.type())) {
            registered.handler().run(args, running);
            return returned(running);
        } catch (OutcomeRequest e) {
            return running.isCancelled() || running.isCommitted()
                    ? interrupted(running, e)
                    : new Ending.Asked(e.wish());
        } catch (Throwable e) {
            return interrupted(running, e);
        } finally {
            running.leave();
        }
    }

    private static Ending returned(RunningJob running) {
        if (running.isCommitted()) {
            return new Ending.Committed();
        }
        return running.stopping() instanceof Stopping.Lost
                ? new Ending.Lost()
                : new Ending.Returned(running.storedResult());
    }

    /** What a thrown error means, given what the attempt was asked to do before. */
    private static Ending interrupted(RunningJob running, Throwable error) {
        if (running.isCommitted()) {
            return new Ending.Committed();
        }
        Stopping stopping = running.stopping();
        if (stopping instanceof Stopping.Lost) {
            return new Ending.Lost();
        }
        if (stopping instanceof Stopping.Cancel cancel) {
            return new Ending.CancelHonoured(cancel.reason());
        }
        if (stopping instanceof Stopping.Timeout timeout) {
            return new Ending.TimedOut(timeout.limit());
        }
        return stopping instanceof Stopping.Shutdown ? new Ending.Interrupted() : new Ending.Threw(error);
    }

    private Optional<Finish> decide(RunningJob running, Ending ending, RetryPolicy policy) {
        if (ending instanceof Ending.Lost) {
            Job job = running.job();
            events.tell(new RotaEvent.LeaseLost(job.id(), job.type(), job.queue(), job.lease()));
        }
        if (ending instanceof Ending.Committed) {
            Outcomes.tell(
                    events,
                    new Finish(
                            running.job(),
                            new Transition.Succeed(null),
                            running.items().atEnd()),
                    running.ran());
        }
        return transition(running, ending, policy)
                .map(transition ->
                        new Finish(running.job(), transition, running.items().atEnd()));
    }

    /** An error that cannot even be described must not keep its job from ending. */
    private Optional<Transition> transition(RunningJob running, Ending ending, RetryPolicy policy) {
        try {
            return OutcomeDecider.decide(ending, running.job(), policy, random, errors.hiding(running.hide()));
        } catch (Throwable e) {
            return Optional.of(new Transition.Fail(
                    JobErrors.asked("Undescribable", e.getClass().getName(), running.type()),
                    "what it failed with, or its retry policy, throws when it is asked"));
        }
    }
}
