package dev.rota.engine;

import dev.rota.job.JobContext;
import dev.rota.job.JobError;
import dev.rota.job.JobTracing;
import dev.rota.job.JobTracing.Outcome;
import dev.rota.job.NewJob;
import dev.rota.job.RotaException;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the tracing of the application, so that its failure harms no job: not even an error, such as the one of a method that
 * another version of its library does not have. Thread-safe.
 */
final class Spans {
    private static final Logger LOG = LoggerFactory.getLogger(Spans.class);

    private final JobTracing tracing;

    Spans(JobTracing tracing) {
        this.tracing = tracing;
    }

    /** Jobs that do not say which trace they belong to belong to that of the calling thread. */
    List<NewJob> traced(List<NewJob> jobs) {
        String current = current();
        return current == null
                ? jobs
                : jobs.stream().map(job -> traced(job, current)).toList();
    }

    private static NewJob traced(NewJob job, String trace) {
        NewJob.Origin origin = job.origin();
        return origin.trace() != null
                ? job
                : job.origin(new NewJob.Origin(origin.schedule(), origin.fireAt(), origin.by(), trace));
    }

    private @Nullable String current() {
        try {
            return tracing.current();
        } catch (Throwable e) {
            LOG.warn("The trace of a job could not be told", e);
            return null;
        }
    }

    JobTracing.Span begin(JobContext job) {
        try {
            return tracing.begin(job);
        } catch (Throwable e) {
            LOG.warn("No span could be begun for job {}", job.id(), e);
            return JobTracing.NONE.begin(job);
        }
    }

    /** @param finish empty if there is nothing to write */
    void end(JobTracing.Span span, Ending ending, Optional<Finish> finish) {
        Optional<Transition> transition = finish.map(Finish::transition);
        Outcome outcome = ending instanceof Ending.Committed
                ? Outcome.SUCCEEDED
                : transition.map(Spans::outcome).orElse(Outcome.LOST);
        boolean failed = outcome == Outcome.RETRYING || outcome == Outcome.FAILED;
        try {
            span.end(outcome, failed ? error(ending, transition.orElseThrow()) : null);
        } catch (Throwable e) {
            LOG.warn("The span of an attempt could not be ended", e);
        }
    }

    private static Outcome outcome(Transition transition) {
        return switch (transition.kind()) {
            case SUCCEED -> Outcome.SUCCEEDED;
            case RETRY -> Outcome.RETRYING;
            case FAIL -> Outcome.FAILED;
            case CANCEL -> Outcome.CANCELLED;
            case SNOOZE -> Outcome.SNOOZED;
            case RELEASE, PARK -> Outcome.RELEASED;
        };
    }

    private static Throwable error(Ending ending, Transition transition) {
        if (ending instanceof Ending.Threw threw) {
            return threw.error();
        }
        if (ending instanceof Ending.Undecodable undecodable) {
            return undecodable.error();
        }
        JobError error = transition.error();
        String message = error == null || error.message() == null ? transition.reason() : error.message();
        return new RotaException(message == null ? "failed" : message);
    }
}
