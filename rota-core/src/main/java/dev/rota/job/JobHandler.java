package dev.rota.job;

/**
 * The code that runs jobs of one type. One instance runs many jobs at once, so it must be thread-safe.
 *
 * <p>To return normally is to succeed. To throw is to fail: the job is retried as its type's policy says, then failed.
 * To ask for something else, throw what {@link JobContext#snooze}, {@link JobContext#retryIn}, {@link JobContext#cancel}
 * or {@link JobContext#fail} returns.
 *
 * @param <A> the type of the arguments
 */
@FunctionalInterface
public interface JobHandler<A> {
    /**
     * Runs one attempt.
     *
     * @param args the job's arguments; null only where the type's arguments are {@code Void}
     * @param job the attempt: its log, progress, checkpoint, cancellation
     * @throws Exception to fail the attempt
     */
    void run(A args, JobContext job) throws Exception;
}
