package dev.rota.store;

import dev.rota.job.Attempt;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a running job when its attempt ends. */
public sealed interface Transition {
    /** Which one it is. */
    Kind kind();

    /** The state that the job enters. */
    default JobState to() {
        return kind().to;
    }

    /** What the attempt came to. */
    default Attempt.Outcome outcome() {
        return kind().outcome;
    }

    /** What it failed with, or null. */
    default @Nullable JobError error() {
        return null;
    }

    /** Why, in words, or null. */
    default @Nullable String reason() {
        return null;
    }

    /** The transitions by name. */
    enum Kind {
        SUCCEED(JobState.SUCCEEDED, Attempt.Outcome.SUCCEEDED),
        RETRY(JobState.RETRYING, Attempt.Outcome.FAILED),
        FAIL(JobState.FAILED, Attempt.Outcome.FAILED),
        CANCEL(JobState.CANCELLED, Attempt.Outcome.CANCELLED),
        SNOOZE(JobState.SCHEDULED, Attempt.Outcome.SNOOZED),
        RELEASE(JobState.QUEUED, Attempt.Outcome.RELEASED),
        PARK(JobState.QUEUED, Attempt.Outcome.RELEASED);

        private final JobState to;
        private final Attempt.Outcome outcome;

        Kind(JobState to, Attempt.Outcome outcome) {
            this.to = to;
            this.outcome = outcome;
        }
    }

    /** It succeeded; {@code result} is JSON, or null. */
    record Succeed(@Nullable String result) implements Transition {
        @Override
        public Kind kind() {
            return Kind.SUCCEED;
        }
    }

    /** It failed, and comes again after {@code delay}. */
    record Retry(Duration delay, JobError error, @Nullable String reason) implements Transition {
        @Override
        public Kind kind() {
            return Kind.RETRY;
        }
    }

    /** It failed for good. */
    record Fail(JobError error, @Nullable String reason) implements Transition {
        @Override
        public Kind kind() {
            return Kind.FAIL;
        }
    }

    /** It was cancelled, by itself or because somebody asked. */
    record Cancel(String reason) implements Transition {
        @Override
        public Kind kind() {
            return Kind.CANCEL;
        }
    }

    /** It wants to run after {@code delay}; counts as no attempt. */
    record Snooze(Duration delay, String reason) implements Transition {
        @Override
        public Kind kind() {
            return Kind.SNOOZE;
        }
    }

    /**
     * It goes back to its queue; counts as nothing.
     *
     * @param begun false if its handler was never called: then no attempt is kept
     */
    record Release(String reason, boolean begun) implements Transition {
        @Override
        public Kind kind() {
            return Kind.RELEASE;
        }
    }

    /** It goes back and waits, blocked, until a worker has a handler for its type; no attempt is kept. */
    record Park(String reason) implements Transition {
        @Override
        public Kind kind() {
            return Kind.PARK;
        }
    }
}
