package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.job.JobState;
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
        String waited,
        String ran,
        Instant at,
        Instant enqueuedAt) {
    private static final int ARGS_SHOWN = 120;

    static JobRow of(Job job, Redactor redactor, Instant now) {
        String args = redactor.args(job).toString();
        return row(job, args.length() > ARGS_SHOWN ? args.substring(0, ARGS_SHOWN) + "…" : args, now);
    }

    private static JobRow row(Job job, String args, Instant now) {
        return new JobRow(
                job.id(),
                Look.of(job.state()),
                job.type(),
                args,
                job.queue(),
                job.attempt() + " / " + job.maxAttempts(),
                Times.took(waited(job, now)),
                Times.took(ran(job, now)),
                at(job),
                job.times().enqueuedAt());
    }

    /** Without arguments. */
    static JobRow bare(Job job, Instant now) {
        return row(job, "", now);
    }

    private static Instant at(Job job) {
        Instant finished = job.times().finishedAt();
        return finished != null ? finished : job.times().dueAt();
    }

    /** How long its last attempt ran, or has run so far; null if there was none. */
    static @Nullable Duration ran(Job job, Instant now) {
        Instant claimed = job.times().claimedAt();
        return job.state() == JobState.RUNNING && claimed != null
                ? Duration.between(claimed, now)
                : job.times().ran();
    }

    /** From being due to being claimed, or until now; null if it is not due or has not waited. */
    static @Nullable Duration waited(Job job, Instant now) {
        Instant claimed = job.times().claimedAt();
        Instant due = job.times().dueAt();
        boolean waits = job.state() == JobState.QUEUED || job.state() == JobState.BLOCKED;
        Instant until = waits ? now : claimed;
        return until == null || until.isBefore(due) ? null : Duration.between(due, until);
    }
}
