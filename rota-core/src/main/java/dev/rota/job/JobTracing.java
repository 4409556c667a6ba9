package dev.rota.job;

import org.jspecify.annotations.Nullable;

/**
 * Ties jobs to traces: a job keeps the trace in which it is enqueued, and each of its attempts runs in a span.
 *
 * <p>Called by the threads that enqueue and by those that run handlers, so it is thread-safe. What it throws is logged, and
 * changes nothing about jobs.
 */
public interface JobTracing {
    /** Knows of no trace. */
    JobTracing NONE = new JobTracing() {
        @Override
        public @Nullable String current() {
            return null;
        }

        @Override
        public Span begin(JobContext job) {
            return (outcome, error) -> {};
        }
    };

    /** The trace that the calling thread is in, as a W3C {@code traceparent}; null if it is in none. */
    @Nullable
    String current();

    /** Begins the span of an attempt, in the thread that is going to run it. */
    Span begin(JobContext job);

    /** The span of one attempt. */
    @FunctionalInterface
    interface Span {
        /**
         * Ends it, in the thread that began it.
         *
         * @param outcome as decided, and about to be written
         * @param error what the attempt failed with; null unless it did
         */
        void end(Outcome outcome, @Nullable Throwable error);
    }

    /** What an attempt came to. */
    enum Outcome {
        SUCCEEDED,
        /** It failed, and another follows. */
        RETRYING,
        /** It failed, and none follows. */
        FAILED,
        CANCELLED,
        SNOOZED,
        /** Its job went back to the queue, because the worker stops. */
        RELEASED,
        /** Its job was given to another worker, or was ended without waiting any longer for this attempt. */
        LOST
    }
}
