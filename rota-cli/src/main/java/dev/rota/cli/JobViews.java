package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How jobs, their attempts and their logs are shown. */
final class JobViews {
    private static final UnaryOperator<Body> AS_IT_IS = UnaryOperator.identity();

    private JobViews() {}

    static Listing<Body> jobs(Moments moments) {
        return Listing.<Body>of("No jobs match.", job -> job.text("id"), AS_IT_IS)
                .column("ID", job -> Cell.of(job.text("id")))
                .column("TYPE", job -> Cell.of(job.text("type")))
                .column("STATE", job -> state(job.word("state")))
                .column("QUEUE", job -> Cell.of(job.text("queue")))
                .column("ATTEMPT", job -> Cell.of(job.text("attempt") + "/" + job.text("maxAttempts")))
                .column("DUE", job -> moments.cell(job.instant("dueAt")))
                .column("RAN", job -> between(job.instant("claimedAt"), job.instant("finishedAt")))
                .wideColumn("PRIORITY", job -> Cell.of(job.text("priority")))
                .wideColumn("ENQUEUED", job -> moments.cell(job.instant("enqueuedAt")))
                .wideColumn("FINISHED", job -> moments.cell(job.instant("finishedAt")))
                .wideColumn("WORKER", job -> Cell.of(job.text("workerId")))
                .wideColumn("SCHEDULE", job -> Cell.of(job.text("schedule")))
                .wideColumn("TAGS", job -> Cell.of(String.join(" ", job.texts("tags"))))
                .column("REASON", job -> Cell.of(job.text("reason")));
    }

    static Listing<Body> attempts(Moments moments) {
        return Listing.<Body>of("It has not been attempted.", attempt -> attempt.text("number"), AS_IT_IS)
                .column("ATTEMPT", attempt -> Cell.of(attempt.text("number")))
                .column("OUTCOME", attempt -> outcome(attempt.word("outcome")))
                .column("STARTED", attempt -> moments.cell(attempt.instant("startedAt")))
                .column("TOOK", attempt -> between(attempt.instant("startedAt"), attempt.instant("endedAt")))
                .column("WORKER", attempt -> Cell.of(attempt.text("workerId")))
                .column("WHY", attempt -> Cell.of(why(attempt)));
    }

    static Listing<Body> log() {
        return Listing.<Body>of("It has logged nothing.", line -> line.text("seq"), AS_IT_IS)
                .column("AT", line -> Cell.of(line.text("at")))
                .column("LEVEL", line -> Cell.of(line.text("level")))
                .column("TEXT", line -> Cell.of(line.text("text")));
    }

    static Cell state(String state) {
        return new Cell(
                Cell.printable(state),
                switch (state) {
                    case "succeeded" -> Tone.GOOD;
                    case "failed" -> Tone.BAD;
                    case "retrying", "blocked" -> Tone.WARNING;
                    case "running" -> Tone.BUSY;
                    case "cancelled" -> Tone.QUIET;
                    default -> Tone.PLAIN;
                });
    }

    private static Cell between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null ? Cell.EMPTY : Cell.of(Moments.length(Duration.between(start, end)));
    }

    private static Cell outcome(String outcome) {
        return new Cell(
                Cell.printable(outcome),
                switch (outcome) {
                    case "succeeded" -> Tone.GOOD;
                    case "failed", "crashed" -> Tone.BAD;
                    case "running" -> Tone.BUSY;
                    default -> Tone.QUIET;
                });
    }

    private static @Nullable String why(Body attempt) {
        Body error = attempt.body("error");
        if (error == null) {
            return attempt.text("reason");
        }
        return error.word("type") + (error.has("message") ? ": " + error.text("message") : "");
    }
}
