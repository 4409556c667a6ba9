package dev.rota.cli;

import dev.rota.store.JobStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Does one thing to one or many jobs, and tells what became of each. */
final class JobChanges {
    private static final int MOST_ON_DATABASE = 1000;
    private static final Set<Change> WELL = Set.of(Change.DONE, Change.REQUESTED);

    private final RotaCommand rota;
    private final Target target;

    JobChanges(RotaCommand rota, Target target) {
        this.rota = rota;
        this.target = target;
    }

    private record Result(long id, Change change, String sentence) {}

    int make(JobChange change, JobsCommand.Chosen chosen) {
        if (chosen.query != null && target.operations().canBegin()) {
            requireQuery(chosen);
            Target.OperationWish wish = new Target.OperationWish(
                    change.action(), change.value(), chosen.query, null, change.reason(), chosen.max);
            return new QueryChange(rota, target, change, wish).make(chosen.dryRun, !chosen.noWait);
        }
        List<Long> ids = ids(chosen);
        if (chosen.dryRun) {
            return show(ids);
        }
        if (ids.isEmpty()) {
            rota.printer().note("No jobs match: nothing was done.");
            return ExitCode.DONE;
        }
        if (change.destructive() || chosen.query != null) {
            rota.confirm(change.sentence(Words.counted(ids.size(), "job")));
        }
        List<Result> results =
                ids.stream().distinct().map(id -> result(change, id)).toList();
        tell(results);
        return exitCode(results.stream().map(Result::change).collect(Collectors.toSet()));
    }

    private List<Long> ids(JobsCommand.Chosen chosen) {
        if (chosen.query == null) {
            if (chosen.ids.isEmpty()) {
                throw CommandFailure.usage("Nothing says which jobs: expected ids, or --query such as 'state:failed'.");
            }
            return chosen.ids;
        }
        requireQuery(chosen);
        int max = chosen.max == null ? MOST_ON_DATABASE : chosen.max;
        JobsCommand.requireLimit("--max", max);
        return target.jobs().page(chosen.query, max, null).items().stream()
                .map(job -> job.number("id"))
                .toList();
    }

    private static void requireQuery(JobsCommand.Chosen chosen) {
        if (!chosen.ids.isEmpty()) {
            throw CommandFailure.usage("Both ids and --query say which jobs: expected one of them.");
        }
        if (chosen.query == null || chosen.query.isBlank()) {
            throw CommandFailure.usage(
                    "--query restricts nothing: expected at least one filter, such as state:failed.");
        }
        if (chosen.max != null && chosen.max < 1) {
            throw CommandFailure.usage("--max is " + chosen.max + ": expected 1 or more.");
        }
    }

    private int show(List<Long> ids) {
        List<Body> jobs = new ArrayList<>();
        for (long id : ids) {
            jobs.add(target.jobs().require(id));
        }
        rota.printer().list(JobViews.jobs(rota.moments(target)), Body.ofItems(jobs));
        return ExitCode.DONE;
    }

    private Result result(JobChange change, long id) {
        Target.Outcome outcome = target.jobs().change(id, change);
        return new Result(id, outcome.change(), change.sentence(id, outcome));
    }

    private void tell(List<Result> results) {
        Printer printer = rota.printer();
        for (Result result : results) {
            if (!WELL.contains(result.change())) {
                printer.note("rota: " + result.sentence());
            } else {
                printer.say(result.sentence());
            }
        }
        if (!printer.format().isForPeople()) {
            List<Result> shown = printer.format() == Format.NAME
                    ? results.stream()
                            .filter(result -> WELL.contains(result.change()))
                            .toList()
                    : results;
            List<Body> bodies = shown.stream().map(JobChanges::body).toList();
            printer.list(
                    Listing.<Body>of("", body -> body.text("id"), body -> body)
                            .column("ID", body -> Cell.of(body.text("id")))
                            .column("CHANGE", body -> Cell.of(body.text("change"))),
                    Body.ofItems(bodies));
        }
    }

    private static Body body(Result result) {
        return new Shape().put("id", result.id()).put("change", result.change()).body();
    }

    private static int exitCode(Set<Change> changes) {
        boolean some = changes.stream().anyMatch(WELL::contains);
        if (WELL.containsAll(changes)) {
            return ExitCode.DONE;
        }
        if (some) {
            return ExitCode.PARTLY;
        }
        return changes.contains(Change.NOT_FOUND) ? ExitCode.NOT_FOUND : ExitCode.CONFLICT;
    }
}
