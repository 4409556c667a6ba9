package dev.rota.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All about one job, for people. */
final class JobPage {
    private final Printer printer;
    private final Moments moments;
    private final List<List<Cell>> facts = new ArrayList<>();

    JobPage(Printer printer, Moments moments) {
        this.printer = printer;
        this.moments = moments;
    }

    void print(Body job, List<Body> attempts) {
        gather(job);
        printer.rows(facts);
        printer.say("");
        if (attempts.isEmpty()) {
            printer.say("It has not been attempted.");
        } else {
            printer.list(JobViews.attempts(moments), attempts);
        }
        if (printer.format() == Format.WIDE) {
            attempts.forEach(this::stackTrace);
        }
    }

    private void gather(Body job) {
        fact("Job", Cell.of(job.text("id")));
        fact("Type", Cell.of(job.text("type")));
        fact("State", JobViews.state(job.word("state")));
        fact("Waits for", Cell.of(job.text("waitingFor")));
        fact("Reason", Cell.of(job.text("reason")));
        fact("Queue", Cell.of(job.text("queue") + ", priority " + job.text("priority")));
        fact("Attempt", Cell.of(job.text("attempt") + " of " + job.text("maxAttempts")));
        fact("Crashes", Cell.of("0".equals(job.text("crashes")) ? null : job.text("crashes")));
        fact("Args", Cell.of(job.text("args")));
        fact("Result", Cell.of(job.text("result")));
        fact("Progress", Cell.of(progress(job.body("progress"))));
        fact("Tags", Cell.of(String.join(" ", job.texts("tags"))));
        fact("Schedule", Cell.of(job.text("schedule")));
        fact("Unique", Cell.of(job.text("uniqueKey")));
        fact("Exclusion", Cell.of(job.text("exclusionKey")));
        fact("Enqueued", moments.cell(job.instant("enqueuedAt")));
        fact("Enqueued by", Cell.of(job.text("enqueuedBy")));
        fact("Due", moments.cell(job.instant("dueAt")));
        fact("Claimed", moments.cell(job.instant("claimedAt")));
        fact("Finished", moments.cell(job.instant("finishedAt")));
    }

    /** Nothing is said where there is nothing to say. */
    private void fact(String title, Cell cell) {
        if (!cell.text().isEmpty()) {
            facts.add(List.of(new Cell(title, Cell.Tone.TITLE), cell));
        }
    }

    private static @Nullable String progress(@Nullable Body progress) {
        if (progress == null) {
            return null;
        }
        long failed = progress.number("failed");
        String total = progress.has("total") ? " of " + progress.text("total") : "";
        String label = progress.has("label") ? " (" + progress.text("label") + ")" : "";
        return (progress.number("succeeded") + failed) + total + (failed == 0 ? "" : ", " + failed + " failed") + label;
    }

    private void stackTrace(Body attempt) {
        Body error = attempt.body("error");
        if (error != null && error.has("stackTrace")) {
            printer.say("");
            printer.say("Attempt " + attempt.text("number") + ":");
            printer.say(Cell.printable(error.word("stackTrace").stripTrailing()));
        }
    }
}
