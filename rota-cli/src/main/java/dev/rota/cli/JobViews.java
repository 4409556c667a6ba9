package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How jobs, their attempts and their logs are shown. */
final class JobViews {
    private JobViews() {}

    static Listing<Job> jobs(Moments moments) {
        return Listing.<Job>of("No jobs match.", Job::id, JobViews::shape)
                .column("ID", job -> Cell.of(job.id()))
                .column("TYPE", job -> Cell.of(job.type()))
                .column("STATE", job -> state(job.state()))
                .column("QUEUE", job -> Cell.of(job.queue()))
                .column("ATTEMPT", job -> Cell.of(job.attempt() + "/" + job.maxAttempts()))
                .column("DUE", job -> moments.cell(job.times().dueAt()))
                .column("RAN", job -> length(job.times().ran()))
                .wideColumn("PRIORITY", job -> Cell.of(job.request().priority()))
                .wideColumn("ENQUEUED", job -> moments.cell(job.times().enqueuedAt()))
                .wideColumn("FINISHED", job -> moments.cell(job.times().finishedAt()))
                .wideColumn("WORKER", job -> Cell.of(job.workerId()))
                .wideColumn("SCHEDULE", job -> Cell.of(job.request().origin().schedule()))
                .wideColumn("TAGS", job -> Cell.of(String.join(" ", job.tags())))
                .column("REASON", job -> Cell.of(job.reason()));
    }

    static Listing<Attempt> attempts(Moments moments) {
        return Listing.<Attempt>of("It has not been attempted.", Attempt::number, JobViews::shape)
                .column("ATTEMPT", attempt -> Cell.of(attempt.number()))
                .column("OUTCOME", attempt -> outcome(attempt.outcome()))
                .column("STARTED", attempt -> moments.cell(attempt.startedAt()))
                .column(
                        "TOOK",
                        attempt -> length(
                                attempt.endedAt() == null
                                        ? null
                                        : Duration.between(attempt.startedAt(), attempt.endedAt())))
                .column("WORKER", attempt -> Cell.of(attempt.workerId()))
                .column("WHY", attempt -> Cell.of(why(attempt)));
    }

    static Cell state(JobState state) {
        return new Cell(
                Words.of(state),
                switch (state) {
                    case SUCCEEDED -> Tone.GOOD;
                    case FAILED -> Tone.BAD;
                    case RETRYING, BLOCKED -> Tone.WARNING;
                    case RUNNING -> Tone.BUSY;
                    case CANCELLED -> Tone.QUIET;
                    case SCHEDULED, QUEUED -> Tone.PLAIN;
                });
    }

    static Cell length(@Nullable Duration duration) {
        return duration == null ? Cell.EMPTY : Cell.of(Moments.length(duration));
    }

    private static Cell outcome(Attempt.Outcome outcome) {
        return new Cell(
                Words.of(outcome),
                switch (outcome) {
                    case SUCCEEDED -> Tone.GOOD;
                    case FAILED, CRASHED -> Tone.BAD;
                    case RUNNING -> Tone.BUSY;
                    case CANCELLED, SNOOZED, RELEASED -> Tone.QUIET;
                });
    }

    private static @Nullable String why(Attempt attempt) {
        JobError error = attempt.error();
        return error == null
                ? attempt.reason()
                : error.type() + (error.message() == null ? "" : ": " + error.message());
    }

    static Map<String, Object> shape(Job job) {
        NewJob request = job.request();
        Job.Times times = job.times();
        UniqueKey unique = request.unique();
        return new Shape()
                .put("id", job.id())
                .put("type", job.type())
                .put("version", request.version())
                .put("state", job.state())
                .put("queue", job.queue())
                .put("priority", request.priority())
                .put("args", DataWriter.Json.of(job.args()))
                .putList("tags", job.tags())
                .put("attempt", job.attempt())
                .put("maxAttempts", job.maxAttempts())
                .put("crashes", job.crashes() == 0 ? null : job.crashes())
                .put("timeout", request.timeout())
                .put("enqueuedAt", times.enqueuedAt())
                .put("dueAt", times.dueAt())
                .put("claimedAt", times.claimedAt())
                .put("finishedAt", times.finishedAt())
                .put("cancelRequestedAt", times.cancelRequestedAt())
                .put("workerId", job.workerId())
                .put("blockedBy", job.blockedBy())
                .put("reason", job.reason())
                .put("progress", shape(job.progress()))
                .put("result", DataWriter.Json.of(job.result()))
                .put("uniqueKey", unique == null ? null : unique.key())
                .put("exclusion", shape(request.exclusion()))
                .put("schedule", request.origin().schedule())
                .put("fireAt", request.origin().fireAt())
                .put("enqueuedBy", request.origin().by())
                .put("trace", request.origin().trace())
                .map();
    }

    private static @Nullable Map<String, Object> shape(@Nullable Progress progress) {
        return progress == null
                ? null
                : new Shape()
                        .put("succeeded", progress.succeeded())
                        .put("failed", progress.failed())
                        .put("total", progress.total())
                        .put("label", progress.label())
                        .map();
    }

    private static @Nullable Map<String, Object> shape(@Nullable ExclusionKey key) {
        return key == null
                ? null
                : new Shape().put("key", key.key()).put("limit", key.limit()).map();
    }

    static Map<String, Object> shape(Attempt attempt) {
        JobError error = attempt.error();
        return new Shape()
                .put("number", attempt.number())
                .put("outcome", attempt.outcome())
                .put("startedAt", attempt.startedAt())
                .put("endedAt", attempt.endedAt())
                .put("workerId", attempt.workerId())
                .put("reason", attempt.reason())
                .put("error", error == null ? null : shape(error))
                .map();
    }

    private static Map<String, Object> shape(JobError error) {
        return new Shape()
                .put("type", error.type())
                .put("message", error.message())
                .put("stackTrace", error.stackTrace())
                .put("fingerprint", error.fingerprint())
                .map();
    }

    static Map<String, Object> shape(LogLine line) {
        return new Shape()
                .put("seq", line.seq())
                .put("at", line.at())
                .put("level", line.level())
                .put("text", line.text())
                .map();
    }
}
