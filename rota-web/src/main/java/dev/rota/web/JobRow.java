package dev.rota.web;

import dev.rota.job.Job;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as a row.
 *
 * @param args redacted, in one line
 * @param attempt as in {@code 2 / 3}
 * @param at when it finished, or is due; which of them its state tells
 */
record JobRow(
        long id,
        Look look,
        String type,
        String args,
        String queue,
        String attempt,
        String ran,
        Instant at,
        Instant enqueuedAt) {
    private static final int ARGS_SHOWN = 120;

    static JobRow of(Job job, Redactor redactor, Instant now) {
        String args = redactor.args(job).toString();
        return new JobRow(
                job.id(),
                Look.of(job.state()),
                job.type(),
                args.length() > ARGS_SHOWN ? args.substring(0, ARGS_SHOWN) + "…" : args,
                job.queue(),
                job.attempt() + " / " + job.maxAttempts(),
                Times.took(ran(job, now)),
                at(job),
                job.times().enqueuedAt());
    }

    private static Instant at(Job job) {
        Instant finished = job.times().finishedAt();
        return finished != null ? finished : job.times().dueAt();
    }

    private static @Nullable Duration ran(Job job, Instant now) {
        Instant claimed = job.times().claimedAt();
        return job.state() == dev.rota.job.JobState.RUNNING && claimed != null
                ? Duration.between(claimed, now)
                : job.times().ran();
    }
}
