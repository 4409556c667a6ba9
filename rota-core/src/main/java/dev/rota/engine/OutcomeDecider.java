package dev.rota.engine;

import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.OutcomeRequest;
import dev.rota.retry.RetryPolicy;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a job when its handler's run has ended. Pure. */
final class OutcomeDecider {
    private OutcomeDecider() {}

    /**
     * What becomes of the job; empty if there is nothing to write.
     *
     * @param job as it was claimed
     * @param policy how long to wait before the next attempt
     * @param errors describes what an attempt failed with
     */
    static Optional<Transition> decide(
            Ending ending, Job job, RetryPolicy policy, RandomGenerator random, JobErrors errors) {
        if (ending instanceof Ending.Returned returned) {
            return Optional.of(new Transition.Succeed(returned.result()));
        }
        if (ending instanceof Ending.Asked asked) {
            return Optional.of(asked(asked.wish(), job, errors));
        }
        if (ending instanceof Ending.Threw threw) {
            return Optional.of(retried(errors.of(threw.error(), job.type()), threw.error(), job, policy, random));
        }
        if (ending instanceof Ending.TimedOut timedOut) {
            TimeoutException error = new TimeoutException(
                    "The attempt ran longer than its timeout of " + timedOut.limit() + " and was interrupted");
            return Optional.of(retried(errors.of(error, job.type()), error, job, policy, random));
        }
        if (ending instanceof Ending.Undecodable undecodable) {
            return Optional.of(new Transition.Fail(
                    errors.of(undecodable.error(), job.type()),
                    "its arguments could not be read: retrying cannot help"));
        }
        if (ending instanceof Ending.CancelHonoured cancel) {
            return Optional.of(new Transition.Cancel(cancel.reason()));
        }
        if (ending instanceof Ending.Interrupted) {
            return Optional.of(new Transition.Release("its worker stopped", true));
        }
        return Optional.empty();
    }

    private static Transition asked(OutcomeRequest.Wish wish, Job job, JobErrors errors) {
        if (wish instanceof OutcomeRequest.Snooze snooze) {
            return new Transition.Snooze(snooze.delay(), errors.hidden(snooze.reason()));
        }
        if (wish instanceof OutcomeRequest.Cancel cancel) {
            return new Transition.Cancel(errors.hidden(cancel.reason()));
        }
        if (wish instanceof OutcomeRequest.RetryIn retry) {
            String reason = errors.hidden(retry.reason());
            return retryOrFail(retry.delay(), JobErrors.asked("RetryIn", reason, job.type()), reason, job);
        }
        String reason = errors.hidden(((OutcomeRequest.Fail) wish).reason());
        return new Transition.Fail(JobErrors.asked("Fail", reason, job.type()), reason);
    }

    private static Transition retried(
            JobError error, Throwable thrown, Job job, RetryPolicy policy, RandomGenerator random) {
        Optional<Duration> delay = policy.delay(Math.max(1, job.attempt()), thrown, random);
        if (delay.isEmpty()) {
            return new Transition.Fail(error, "its retry policy does not retry " + error.type());
        }
        return retryOrFail(delay.get(), error, null, job);
    }

    private static Transition retryOrFail(Duration delay, JobError error, @Nullable String reason, Job job) {
        return job.attempt() < job.maxAttempts()
                ? new Transition.Retry(delay, error, reason)
                : new Transition.Fail(error, "all " + job.maxAttempts() + " attempts are used up");
    }
}
