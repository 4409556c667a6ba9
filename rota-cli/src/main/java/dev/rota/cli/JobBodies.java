package dev.rota.cli;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs, attempts and logs of a database as the REST contract has them. */
final class JobBodies {
    private JobBodies() {}

    /**
     * A job.
     *
     * @param waitingFor null in lists, and if it does not wait
     */
    static Body job(Job job, @Nullable String waitingFor) {
        NewJob request = job.request();
        UniqueKey unique = request.unique();
        ExclusionKey exclusion = request.exclusion();
        Shape shape = new Shape()
                .put("id", job.id())
                .put("state", job.state())
                .put("type", job.type())
                .put("version", request.version())
                .put("args", DataWriter.Json.of(job.args()))
                .put("queue", job.queue())
                .put("priority", request.priority())
                .put("attempt", job.attempt())
                .put("maxAttempts", job.maxAttempts())
                .put("crashes", job.crashes())
                .put("timeout", request.timeout())
                .put("tags", job.tags())
                .put("uniqueKey", unique == null ? null : unique.key())
                .put("exclusionKey", exclusion == null ? null : exclusion.key());
        return course(shape, job)
                .put("waitingFor", waitingFor)
                .put("progress", progress(job.progress()))
                .put("result", DataWriter.Json.of(job.result()))
                .put("allowedActions", allowed(job.state()))
                .body();
    }

    private static Shape course(Shape shape, Job job) {
        Job.Times times = job.times();
        NewJob.Origin origin = job.request().origin();
        return shape.put("enqueuedAt", times.enqueuedAt())
                .put("dueAt", times.dueAt())
                .put("claimedAt", times.claimedAt())
                .put("finishedAt", times.finishedAt())
                .put("cancelRequestedAt", times.cancelRequestedAt())
                .put("workerId", job.workerId())
                .put("schedule", origin.schedule())
                .put("fireAt", origin.fireAt())
                .put("enqueuedBy", origin.by())
                .put("trace", origin.trace())
                .put("blockedBy", job.blockedBy())
                .put("reason", job.reason());
    }

    private static @Nullable Body progress(@Nullable Progress progress) {
        return progress == null
                ? null
                : new Shape()
                        .put("succeeded", progress.succeeded())
                        .put("failed", progress.failed())
                        .put("total", progress.total())
                        .put("label", progress.label())
                        .body();
    }

    private static List<String> allowed(JobState state) {
        return switch (state) {
            case SCHEDULED, RETRYING -> List.of("run-now", "cancel");
            case QUEUED, BLOCKED, RUNNING -> List.of("cancel");
            case FAILED -> List.of("retry", "cancel", "delete");
            case SUCCEEDED, CANCELLED -> List.of("delete");
        };
    }

    static Body attempt(Attempt attempt) {
        return new Shape()
                .put("number", attempt.number())
                .put("workerId", attempt.workerId())
                .put("startedAt", attempt.startedAt())
                .put("endedAt", attempt.endedAt())
                .put("outcome", attempt.outcome())
                .put("error", error(attempt.error()))
                .put("reason", attempt.reason())
                .body();
    }

    private static @Nullable Body error(@Nullable JobError error) {
        return error == null
                ? null
                : new Shape()
                        .put("type", error.type())
                        .put("message", error.message())
                        .put("stackTrace", error.stackTrace())
                        .put("fingerprint", error.fingerprint())
                        .body();
    }

    static Body line(LogLine line) {
        return new Shape()
                .put("seq", line.seq())
                .put("at", line.at())
                .put("level", line.level())
                .put("text", line.text())
                .body();
    }
}
