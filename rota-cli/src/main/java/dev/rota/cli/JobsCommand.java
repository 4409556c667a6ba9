package dev.rota.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota jobs}. */
@Command(name = "jobs", description = "Lists jobs, and retries, cancels, hastens, changes or deletes them.")
final class JobsCommand {
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
                            names = "--cursor",
                            paramLabel = "CURSOR",
                            description = "The next page: page.next of -o json, with the same filters and limit.")
                    @Nullable
                    String cursor,
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_LIST)
                    boolean watch) {
        requireLimit("--limit", limit);
        String query = filters == null ? "" : String.join(" ", filters);
        return new Watch(rota, "jobs").show(watch, target -> {
            Body page = target.jobs().page(query, limit, cursor);
            Body about = page.body("page");
            String next = watch || about == null ? null : about.text("next");
            String note = next == null ? null : "There are more: add --cursor " + next + ".";
            List<Body> jobs = page.items();
            return new View.Rows<>(JobViews.jobs(rota.moments(target)), page, jobs, jobs.size() >= limit, note);
        });
    }

    static void requireLimit(String option, int limit) {
        if (limit < 1 || limit > 1000) {
            throw CommandFailure.usage(option + " is " + limit + ": expected 1 to 1000.");
        }
    }

    @Command(name = "get", description = "Shows a job and its attempts; with -o wide its stack traces.")
    int get(
            @Parameters(paramLabel = "ID") long id,
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_UNTIL_OVER)
                    boolean watch) {
        return new Watch(rota, "jobs:" + id).show(watch, target -> {
            Body job = target.jobs().require(id);
            return new View.One(
                    Long.toString(id),
                    job,
                    printer -> new JobPage(printer, rota.moments(target))
                            .print(job, target.jobs().attempts(id).items()),
                    JobLogs.OVER.contains(job.word("state")));
        });
    }

    @Command(name = "attempts", description = "Lists the attempts of a job, the first one first.")
    int attempts(@Parameters(paramLabel = "ID") long id) {
        return rota.with(target -> {
            target.jobs().require(id);
            rota.printer()
                    .list(JobViews.attempts(rota.moments(target)), target.jobs().attempts(id));
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "stack",
            description = "Asks the worker of a running job where its thread stands; ends with 7 if it does not say.")
    int stack(@Parameters(paramLabel = "ID") long id) {
        return rota.with(target -> {
            String state = target.jobs().require(id).word("state");
            if (!state.equals("running")) {
                throw new CommandFailure(
                        ExitCode.CONFLICT,
                        "Job " + id + " is " + Cell.printable(state) + ": only a running job has a stack.");
            }
            Body stack = target.jobs().stack(id);
            Printer printer = rota.printer();
            printer.one(Long.toString(id), stack, () -> stackTrace(printer, stack.texts("frames")));
            return ExitCode.DONE;
        });
    }

    private static void stackTrace(Printer printer, List<String> frames) {
        frames.forEach(frame -> printer.say(Cell.printable(frame)));
        if (frames.isEmpty()) {
            printer.note("Its handler has not begun, or has just ended.");
        }
    }

    @Command(name = "logs", description = "Prints the log of a job.")
    int logs(
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--attempt", paramLabel = "N", description = "Only of this attempt.") @Nullable
                    Integer attempt,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on until the job is over.")
                    boolean follow) {
        return rota.with(target -> {
            target.jobs().require(id);
            JobLogs all = new JobLogs(rota, target, id);
            JobLogs logs = attempt == null ? all : all.attempt(attempt);
            if (follow) {
                logs.follow();
            } else {
                logs.print();
            }
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "wait",
            description = "Waits until a job is over; ends with 3 if it failed, 7 if it takes too long.")
    int await(
            @Parameters(paramLabel = "ID") long id,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            defaultValue = "5m",
                            description = "How long at the most, such as 30s; 5m unless given.")
                    String timeout) {
        Duration patience = TimeText.length("--timeout", timeout);
        return rota.with(target -> new JobWait(rota, target).until(id, patience));
    }

    @Command(name = "retry", description = "Queues failed jobs again, each with one more attempt.")
    int retry(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.RETRY, chosen);
    }

    @Command(name = "cancel", description = "Cancels jobs; a running one is asked to end.")
    int cancel(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.CANCEL, chosen);
    }

    @Command(name = "run-now", description = "Makes scheduled or retrying jobs due now.")
    int runNow(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.RUN_NOW, chosen);
    }

    @Command(name = "delete", description = "Deletes jobs that have ended, with their attempts and logs.")
    int delete(@ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.DELETE, chosen);
    }

    @Command(name = "move-to-queue", description = "Lets jobs that wait do so in another queue.")
    int moveToQueue(
            @Option(
                            names = "--queue",
                            required = true,
                            paramLabel = "QUEUE",
                            description = "The queue to move them to.")
                    String queue,
            @ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.moved(queue), chosen);
    }

    @Command(name = "change-priority", description = "Gives jobs that wait another priority.")
    int changePriority(
            @Option(names = "--priority", required = true, paramLabel = "N", description = "Lower numbers run first.")
                    int priority,
            @ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.prioritized(priority), chosen);
    }

    @Command(name = "add-tag", description = "Gives jobs that wait one more tag.")
    int addTag(
            @Option(names = "--tag", required = true, paramLabel = "TAG", description = "Such as tenant:acme.")
                    String tag,
            @ArgGroup(exclusive = false) @Nullable Chosen chosen) {
        return change(JobChange.tagged(tag), chosen);
    }

    private int change(JobChange change, @Nullable Chosen chosen) {
        Chosen wanted = chosen == null ? new Chosen() : chosen;
        return rota.with(target -> new JobChanges(rota, target).make(change.because(rota.reason()), wanted));
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
                description = "With --query: at most this many. On a server all unless given, on a database 1 to 1000.")
        @Nullable
        Integer max;

        @Option(
                names = "--dry-run",
                description = "Only show what would be changed: the jobs, or on a server with --query how many.")
        boolean dryRun;

        @Option(
                names = "--no-wait",
                description = "With --query on a server: do not wait until all is done; rota ops get shows it.")
        boolean noWait;
    }
}
