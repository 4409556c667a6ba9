package dev.rota.event;

import dev.rota.job.JobError;
import dev.rota.job.Progress;
import dev.rota.schedule.Fire;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in this process.
 *
 * <p>{@code waited} is the time from when a job was due to its claim, by the store's clock; {@code ran} is how long this
 * worker held it, from the claim to the end of the attempt. {@code attempt} is 1 for the first one, and {@code lease} grows
 * with every claim of a job.
 */
public sealed interface RotaEvent {

    /** Something that happened to one job. */
    sealed interface JobEvent extends RotaEvent {
        long jobId();

        String type();

        String queue();
    }

    /**
     * A job was committed, by itself, with the transaction of its caller, or with a fire.
     *
     * @param schedule which made it; null if none did
     */
    record Enqueued(
            long jobId, String type, String queue, @Nullable String schedule) implements JobEvent {}

    /** This worker claimed a job. */
    record Claimed(long jobId, String type, String queue, long lease, Duration waited) implements JobEvent {}

    /** Its handler is about to be called. */
    record Started(long jobId, String type, String queue, int attempt, long lease, Duration waited)
            implements JobEvent {}

    /** The attempt ended well, and that is stored. */
    record Succeeded(long jobId, String type, String queue, int attempt, Duration ran, Progress progress)
            implements JobEvent {}

    /** An attempt failed and another follows after {@code delay}. */
    record Retrying(long jobId, String type, String queue, int attempt, Duration ran, Duration delay, JobError error)
            implements JobEvent {}

    /** The job failed for good. */
    record Failed(long jobId, String type, String queue, int attempt, Duration ran, JobError error)
            implements JobEvent {}

    /** The handler heeded a request to cancel the job, or cancelled it itself. Jobs cancelled while they wait are not told of. */
    record Cancelled(long jobId, String type, String queue, String reason) implements JobEvent {}

    /** The handler asked to be called again after {@code delay}; counts as no attempt. */
    record Snoozed(long jobId, String type, String queue, Duration delay, String reason) implements JobEvent {}

    /** Handed back by a worker that stops or paused; counts as no attempt. */
    record Released(long jobId, String type, String queue, String reason) implements JobEvent {}

    /** Put aside because this worker has no handler for its type. */
    record Parked(long jobId, String type, String queue) implements JobEvent {}

    /** Taken from a dead worker; {@code failed} if it has crashed too often. */
    record Rescued(long jobId, String type, String queue, long workerId, int crashes, boolean failed)
            implements JobEvent {}

    /** A write of this worker was refused, because it no longer holds the job. */
    record LeaseLost(long jobId, String type, String queue, long lease) implements JobEvent {}

    /** An instant of a schedule was dealt with: it made a job, was missed or was skipped. */
    record Fired(Fire fire) implements RotaEvent {}

    /** This process's worker is known to the store, under a new id. */
    record WorkerStarted(long workerId, String name) implements RotaEvent {}

    /** This process's worker has stopped. */
    record WorkerStopped(long workerId, String name) implements RotaEvent {}

    /** A worker was found dead, and these jobs were taken from it. */
    record WorkerLost(long workerId, List<Long> jobIds) implements RotaEvent {}

    /**
     * The store could not be reached, or answered with an error; the engine tries again.
     *
     * @param duty what failed, in a word or two: {@code exchange}, {@code heartbeat}, {@code schedules}, …
     * @param retryIn after which time it is tried again
     */
    record StoreFailed(String duty, Exception error, Duration retryIn) implements RotaEvent {}

    /** What failed before has been done: the store answers again. */
    record StoreRecovered(String duty) implements RotaEvent {}

    /** Old jobs, fires, logs and notes were deleted, or old figures put together: so many rows. */
    record Pruned(long rows) implements RotaEvent {}
}
