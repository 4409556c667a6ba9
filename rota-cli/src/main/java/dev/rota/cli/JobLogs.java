package dev.rota.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Prints the log of a job, and goes on with it while the job goes on. */
final class JobLogs {
    static final Set<String> OVER = Set.of("succeeded", "failed", "cancelled");
    private static final int LINES = 1000;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RotaCommand rota;
    private final Target target;
    private final long id;
    private final Predicate<Body> wanted;

    /** Of all attempts. */
    JobLogs(RotaCommand rota, Target target, long id) {
        this(rota, target, id, line -> true);
    }

    private JobLogs(RotaCommand rota, Target target, long id, Predicate<Body> wanted) {
        this.rota = rota;
        this.target = target;
        this.id = id;
        this.wanted = wanted;
    }

    /**
     * Only of one attempt.
     *
     * @throws CommandFailure if there is no such attempt
     */
    JobLogs attempt(long number) {
        Instant start = null;
        Instant end = Instant.MAX;
        for (Body attempt : target.jobs().attempts(id).items()) {
            Instant started = attempt.instant("startedAt");
            if (start != null && started != null && end.equals(Instant.MAX)) {
                end = started;
            }
            if (attempt.number("number") == number) {
                start = started;
                end = Instant.MAX;
            }
        }
        if (start == null) {
            throw CommandFailure.notFound(
                    "Job " + id + " has no attempt " + number + ": see rota jobs get " + id + ".");
        }
        Instant from = start;
        Instant before = end;
        return new JobLogs(rota, target, id, line -> {
            Instant at = line.instant("at");
            return at != null && !at.isBefore(from) && at.isBefore(before);
        });
    }

    /** Prints what there is. */
    void print() {
        List<Body> lines = new ArrayList<>();
        read(0, lines);
        Printer printer = rota.printer();
        if (printer.format().isForPeople() && !lines.isEmpty()) {
            lines.forEach(line -> printer.say(text(line)));
        } else {
            printer.list(JobViews.log(), Body.ofItems(lines));
        }
    }

    /** Prints what there is and what comes, until the job is over. */
    void follow() {
        Printer printer = rota.printer();
        if (!printer.format().isForPeople() && printer.format() != Format.JSONL) {
            throw CommandFailure.usage("--follow prints line by line: expected -o table or jsonl.");
        }
        long after = 0;
        boolean over = false;
        while (!over) {
            over = JobLogs.OVER.contains(
                    target.jobs().find(id).map(job -> job.word("state")).orElse("succeeded"));
            List<Body> lines = new ArrayList<>();
            after = read(after, lines);
            for (Body line : lines) {
                if (printer.format().isForPeople()) {
                    printer.say(text(line));
                } else {
                    printer.list(JobViews.log(), List.of(line));
                }
            }
            rota.surroundings().streams().out().flush();
            if (!over) {
                rota.surroundings().waiting().pass(LOOK);
            }
        }
    }

    /** The number of the last line that there is, or {@code after}. */
    private long read(long after, List<Body> lines) {
        long last = after;
        List<Body> some;
        do {
            some = target.jobs().log(id, last).items();
            some.stream().filter(wanted).forEach(lines::add);
            last = some.isEmpty() ? last : some.get(some.size() - 1).number("seq");
        } while (some.size() == LINES);
        return last;
    }

    private String text(Body line) {
        Instant at = line.instant("at");
        return (at == null ? "" : Moments.iso(at, rota.zone()))
                + "  %-5s  ".formatted(upper(line))
                + Cell.printable(line.word("text"));
    }

    private static String upper(Body line) {
        return Cell.printable(line.word("level")).toUpperCase(java.util.Locale.ROOT);
    }
}
