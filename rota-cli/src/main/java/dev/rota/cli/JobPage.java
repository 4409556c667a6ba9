package dev.rota.cli;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.Progress;
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

    void print(Job job, @Nullable String waitsFor, List<Attempt> attempts) {
        gather(job, waitsFor);
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

    private void gather(Job job, @Nullable String waitsFor) {
        fact("Job", Cell.of(job.id()));
        fact("Type", Cell.of(job.type()));
        fact("State", JobViews.state(job.state()));
        fact("Waits for", Cell.of(waitsFor));
        fact("Reason", Cell.of(job.reason()));
        fact("Queue", Cell.of(job.queue() + ", priority " + job.request().priority()));
        fact("Attempt", Cell.of(job.attempt() + " of " + job.maxAttempts()));
        fact("Crashes", Cell.of(job.crashes() == 0 ? null : job.crashes()));
        fact("Args", Cell.of(job.args()));
        fact("Result", Cell.of(job.result()));
        fact("Progress", Cell.of(job.progress() == null ? null : words(job.progress())));
        fact("Tags", Cell.of(String.join(" ", job.tags())));
        fact("Schedule", Cell.of(job.request().origin().schedule()));
        fact(
                "Exclusion",
                Cell.of(
                        job.request().exclusion() == null
                                ? null
                                : job.request().exclusion().key()));
        fact("Enqueued", moments.cell(job.times().enqueuedAt()));
        fact("Enqueued by", Cell.of(job.request().origin().by()));
        fact("Due", moments.cell(job.times().dueAt()));
        fact("Claimed", moments.cell(job.times().claimedAt()));
        fact("Finished", moments.cell(job.times().finishedAt()));
    }

    /** Nothing is said where there is nothing to say. */
    private void fact(String title, Cell cell) {
        if (!cell.text().isEmpty()) {
            facts.add(List.of(new Cell(title, Cell.Tone.TITLE), cell));
        }
    }

    private static String words(Progress progress) {
        String total = progress.total() == null ? "" : " of " + progress.total();
        String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
        String label = progress.label() == null ? "" : " (" + progress.label() + ")";
        return progress.processed() + total + failed + label;
    }

    private void stackTrace(Attempt attempt) {
        JobError error = attempt.error();
        if (error != null && error.stackTrace() != null) {
            printer.say("");
            printer.say("Attempt " + attempt.number() + ":");
            printer.say(Cell.printable(error.stackTrace().stripTrailing()));
        }
    }
}
