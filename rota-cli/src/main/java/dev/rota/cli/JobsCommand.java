package dev.rota.cli;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota jobs}. */
@Command(name = "jobs", description = "Lists jobs, and retries, cancels, hastens or deletes them.")
final class JobsCommand {
    private static final int LINES = 1000;

    private final RotaCommand rota;

    JobsCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists jobs, the newest first.")
    int list(
            @Parameters(
                            paramLabel = "FILTER",
                            description = "Such as state:failed,retrying queue:mail type:T tag:T schedule:S since:1h.")
                    @Nullable
                    List<String> filters,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most 1000; 50 unless given.")
                    int limit,
            @Option(
                            names = "--before",
                            paramLabel = "ID",
                            description = "Only jobs older than this one: the next page.")
                    @Nullable
                    Long before) {
        return rota.with(target -> {
            JobQuery query = JobQuery.parse(filters == null ? List.of() : filters, target.now())
                    .limit(limit)
                    .before(before);
            List<Job> jobs = query.from(target);
            Printer printer = rota.printer();
            printer.list(JobViews.jobs(rota.moments(target)), jobs);
            if (jobs.size() == limit && printer.format().isForPeople()) {
                printer.note(
                        "There may be more: add --before " + jobs.get(limit - 1).id() + ".");
            }
            return ExitCode.DONE;
        });
    }

    @Command(name = "get", description = "Shows a job and its attempts; with -o wide its stack traces.")
    int get(@Parameters(paramLabel = "ID") long id) {
        return rota.with(target -> {
            Job job = find(target, id);
            List<Attempt> attempts = target.attempts(id);
            String waitsFor = target.whyWaiting(id).orElse(null);
            Map<String, Object> shape = new Shape()
                    .put("job", JobViews.shape(job))
                    .put("waitsFor", waitsFor)
                    .put("attempts", attempts.stream().map(JobViews::shape).toList())
                    .map();
            Printer printer = rota.printer();
            printer.one(
                    Long.toString(id),
                    shape,
                    () -> new JobPage(printer, rota.moments(target)).print(job, waitsFor, attempts));
            return ExitCode.DONE;
        });
    }

    @Command(name = "logs", description = "Prints the log of a job.")
    int logs(
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--attempt", paramLabel = "N", description = "Only of this attempt.") @Nullable
                    Integer attempt) {
        return rota.with(target -> {
            find(target, id);
            List<LogLine> lines = lines(target, id);
            if (attempt != null) {
                Set<Long> leases = leases(target, id, attempt);
                lines = lines.stream()
                        .filter(line -> leases.contains(line.lease()))
                        .toList();
            }
            Listing<LogLine> listing = Listing.<LogLine>of("It has logged nothing.", LogLine::seq, JobViews::shape)
                    .column("AT", line -> Cell.of(line.at()))
                    .column("LEVEL", line -> Cell.of(Words.of(line.level())))
                    .column("TEXT", line -> Cell.of(line.text()));
            Printer printer = rota.printer();
            if (printer.format().isForPeople() && !lines.isEmpty()) {
                lines.forEach(line ->
                        printer.say(line.at() + "  %-5s  ".formatted(line.level()) + Cell.printable(line.text())));
            } else {
                printer.list(listing, lines);
            }
            return ExitCode.DONE;
        });
    }

    private static Set<Long> leases(Target target, long id, int number) {
        Set<Long> leases = target.attempts(id).stream()
                .filter(attempt -> attempt.number() == number)
                .map(Attempt::lease)
                .collect(Collectors.toSet());
        if (leases.isEmpty()) {
            throw CommandFailure.notFound(
                    "Job " + id + " has no attempt " + number + ": see rota jobs get " + id + ".");
        }
        return leases;
    }

    private static List<LogLine> lines(Target target, long id) {
        List<LogLine> all = new ArrayList<>();
        long after = 0;
        List<LogLine> some;
        do {
            some = target.log(id, after, LINES);
            all.addAll(some);
            after = some.isEmpty() ? after : some.get(some.size() - 1).seq();
        } while (some.size() == LINES);
        return all;
    }

    @Command(name = "retry", description = "Queues failed jobs again, each with one more attempt.")
    int retry(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.retry(rota.surroundings().user()), chosen);
    }

    @Command(name = "cancel", description = "Cancels jobs; a running one is asked to end.")
    int cancel(
            @ArgGroup(exclusive = false) @Nullable Chosen chosen,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the job.") @Nullable
                    String reason) {
        String why = Objects.requireNonNullElse(reason, "cancelled on the command line");
        return change(JobChange.cancel(rota.surroundings().user(), why), chosen);
    }

    @Command(name = "run-now", description = "Makes scheduled or retrying jobs due now.")
    int runNow(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.runNow(rota.surroundings().user()), chosen);
    }

    @Command(name = "delete", description = "Deletes jobs that have ended, with their attempts and logs.")
    int delete(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.delete(rota.surroundings().user()), chosen);
    }

    private int change(JobChange change, @Nullable Chosen chosen) {
        return rota.with(target -> new JobChanges(rota, target).make(change, chosen == null ? new Chosen() : chosen));
    }

    private static Job find(Target target, long id) {
        return target.job(id).orElseThrow(() -> CommandFailure.notFound(noJob(id)));
    }

    static String noJob(long id) {
        return "There is no job " + id + ": see rota jobs list for those there are; old ones are deleted by retention.";
    }

    /** Which jobs are to be changed. */
    static final class Chosen {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids, as shown by rota jobs list.")
        List<Long> ids = List.of();

        @Option(
                names = "--query",
                paramLabel = "FILTERS",
                description = "Instead of ids: filters as for rota jobs list, in one argument.")
        @Nullable
        String query;

        @Option(
                names = "--max",
                paramLabel = "N",
                description = "With --query: at most so many, 1 to 1000; 1000 unless given.")
        int max = 1000;

        @Option(names = "--dry-run", description = "Only list the jobs that would be changed.")
        boolean dryRun;
    }
}
