package dev.rota.store;

import dev.rota.job.Attempt;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a running job when its attempt ends. */
public sealed interface Transition {
    /** The state that the job enters. */
    JobState to();

    /** What the attempt came to. */
    Attempt.Outcome outcome();

    /** What it failed with, or null. */
    default @Nullable JobError error() {
        return null;
    }

    /** Why, in words, or null. */
    default @Nullable String reason() {
        return null;
    }

    /** It succeeded; {@code result} is JSON, or null. */
    record Succeed(@Nullable String result) implements Transition {
        @Override
        public JobState to() {
            return JobState.SUCCEEDED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.SUCCEEDED;
        }
    }

    /** It failed, and comes again after {@code delay}. */
    record Retry(Duration delay, JobError error, @Nullable String reason) implements Transition {
        @Override
        public JobState to() {
            return JobState.RETRYING;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.FAILED;
        }
    }

    /** It failed for good. */
    record Fail(JobError error, @Nullable String reason) implements Transition {
        @Override
        public JobState to() {
            return JobState.FAILED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.FAILED;
        }
    }

    /** It was cancelled, by itself or because somebody asked. */
    record Cancel(String reason) implements Transition {
        @Override
        public JobState to() {
            return JobState.CANCELLED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.CANCELLED;
        }
    }

    /** It wants to run after {@code delay}; counts as no attempt. */
    record Snooze(Duration delay, String reason) implements Transition {
        @Override
        public JobState to() {
            return JobState.SCHEDULED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.SNOOZED;
        }
    }

    /**
     * It goes back to its queue; counts as nothing.
     *
     * @param begun false if its handler was never called: then no attempt is kept
     */
    record Release(String reason, boolean begun) implements Transition {
        @Override
        public JobState to() {
            return JobState.QUEUED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.RELEASED;
        }
    }

    /** It goes back and waits, blocked, until a worker has a handler for its type; no attempt is kept. */
    record Park(String reason) implements Transition {
        @Override
        public JobState to() {
            return JobState.QUEUED;
        }

        @Override
        public Attempt.Outcome outcome() {
            return Attempt.Outcome.RELEASED;
        }
    }
}
