package dev.rota.systems.webapp.work;

import dev.rota.job.ArgsCodec;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.job.OutcomeRequest;
import dev.rota.retry.RetryPolicy;
import dev.rota.systems.webapp.app.FailedTasks;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Notes tasks that fail for good, so that they are retried later, and those that succeed then. */
final class TaskGuard {
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(5);

    private final FailedTasks failed;
    private final ArgsCodec codec;
    private final Duration firstRetry;

    /** @param firstRetry the wait after a failure that may pass */
    TaskGuard(FailedTasks failed, ArgsCodec codec, Duration firstRetry) {
        this.failed = failed;
        this.codec = codec;
        this.firstRetry = firstRetry;
    }

    /** How long to wait after what may pass; an error of the program does not pass by itself. */
    RetryPolicy policy() {
        Duration cap = Duration.ofHours(1);
        return RetryPolicy.exponential(firstRetry, 2, cap.compareTo(firstRetry) < 0 ? firstRetry : cap)
                .on(TransientDataAccessException.class, DATABASE_WAIT)
                .on(DataAccessResourceFailureException.class, DATABASE_WAIT)
                .never(RuntimeException.class)
                .never(Error.class);
    }

    /** The handler, watched. Its type must have {@link #policy}. */
    <A> JobHandler<A> watching(JobType<A> type, JobHandler<A> handler) {
        return (args, job) -> {
            try {
                handler.run(args, job);
            } catch (OutcomeRequest e) {
                throw e;
            } catch (Exception | Error e) {
                // What was interrupted, by a shutdown perhaps, is the engine's to queue again.
                if (!job.isCancelled() && endsWith(e, job)) {
                    note(type, args, job, e);
                }
                throw e;
            }
            if (job.attempt() > 1) {
                failed.succeeded(job.id());
            }
        };
    }

    private boolean endsWith(Throwable error, JobContext job) {
        return job.attempt() >= job.maxAttempts()
                || policy().delay(1, error, RandomGenerator.getDefault()).isEmpty();
    }

    private <A> void note(JobType<A> type, A args, JobContext job, Throwable error) {
        try {
            failed.failed(
                    job.id(),
                    type.name(),
                    codec.encode(args),
                    words(error),
                    job.clock().instant());
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    /** Kind and place alone: the message of an error may repeat an address. */
    private static String words(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return error.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
