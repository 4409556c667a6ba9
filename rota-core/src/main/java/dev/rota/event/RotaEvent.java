package dev.rota.event;

import dev.rota.job.JobError;
import dev.rota.job.Progress;
import dev.rota.schedule.Fire;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened. Instants are by the store's clock. */
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

    /** A worker claimed a job; {@code waited} is the time since it was due. */
    record Claimed(long jobId, String type, String queue, long lease, Duration waited) implements JobEvent {}

    /** Its handler was called. */
    record Started(long jobId, String type, String queue, int attempt, long lease, Duration waited)
            implements JobEvent {}

    record Succeeded(long jobId, String type, String queue, int attempt, Duration ran, Progress progress)
            implements JobEvent {}

    /** An attempt failed and another follows after {@code delay}. */
    record Retrying(long jobId, String type, String queue, int attempt, Duration ran, Duration delay, JobError error)
            implements JobEvent {}

    /** The job failed for good. */
    record Failed(long jobId, String type, String queue, int attempt, Duration ran, JobError error)
            implements JobEvent {}

    record Cancelled(long jobId, String type, String queue, String reason) implements JobEvent {}

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

    /** A schedule fired, missed or skipped. */
    record Fired(Fire fire) implements RotaEvent {}

    record WorkerStarted(long workerId, String name) implements RotaEvent {}

    record WorkerStopped(long workerId, String name) implements RotaEvent {}

    /** A worker was found dead, and these jobs were taken from it. */
    record WorkerLost(long workerId, List<Long> jobIds) implements RotaEvent {}

    /** The store could not be reached, or answered with an error; the engine tries again. */
    record StoreFailed(String duty, Exception error, Duration retryIn) implements RotaEvent {}

    /** The store answers again. */
    record StoreRecovered(String duty, @Nullable Duration after) implements RotaEvent {}

    /** Old jobs, fires, logs and notes were deleted, or old figures put together: so many rows. */
    record Pruned(long rows) implements RotaEvent {}
}
