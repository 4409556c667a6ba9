package dev.rota.server.http;

import dev.rota.job.JobContext;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that take too long, or whose job was cancelled: the time-outs of sockets alone let a server that sends a byte
 * now and then hold a call for ever. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "rota-http-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    Deadline start(Duration left, JobContext job) {
        Deadline deadline = new Deadline(System.nanoTime() + left.toNanos(), job);
        long first = Math.max(0, Math.min(LOOK_MILLIS, left.toMillis()));
        deadline.looking = timer.scheduleWithFixedDelay(deadline::look, first, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return deadline;
    }

    /** The end of one call. */
    static final class Deadline implements AutoCloseable {
        private final long at;
        private final JobContext job;
        private volatile @Nullable Runnable abort;
        private volatile @Nullable ScheduledFuture<?> looking;

        private Deadline(long at, JobContext job) {
            this.at = at;
            this.job = job;
        }

        void abortBy(Runnable newAbort) {
            abort = newAbort;
        }

        boolean isOver() {
            return System.nanoTime() - at >= 0;
        }

        private void look() {
            Runnable known = abort;
            if (known != null && (isOver() || job.isCancelled())) {
                known.run();
            }
        }

        @Override
        public void close() {
            ScheduledFuture<?> known = looking;
            if (known != null) {
                known.cancel(false);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
