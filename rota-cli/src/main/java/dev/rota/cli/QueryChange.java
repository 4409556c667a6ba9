package dev.rota.cli;

import java.util.Map;
import java.util.stream.Collectors;

/** Does one thing to all jobs of a query through an operation of a server, and tells what became of it. */
final class QueryChange {
    private final RotaCommand rota;
    private final Target target;
    private final JobChange change;
    private final Target.OperationWish wish;

    QueryChange(RotaCommand rota, Target target, JobChange change, Target.OperationWish wish) {
        this.rota = rota;
        this.target = target;
        this.change = change;
        this.wish = wish;
    }

    int make(boolean dryRun, boolean waiting) {
        Body preview = target.operations().preview(wish);
        if (dryRun) {
            return show(preview);
        }
        if (preview.number("eligible") == 0) {
            rota.printer().note(notEligible(preview) + ": nothing was done.");
            return preview.textsByName("notEligible").isEmpty() ? ExitCode.DONE : ExitCode.CONFLICT;
        }
        rota.confirm(change.sentence(jobs(preview)));
        // What was counted is what is meant, however long the answer took.
        Body operation = target.operations().begin(wish.asOf(preview.instant("asOf")));
        OperationWait wait = new OperationWait(rota, target);
        if (!waiting) {
            wait.tellBegun(operation);
            return ExitCode.DONE;
        }
        Body over = wait.until(operation.number("id"));
        return exitCode(wait.tellOver(over), over);
    }

    /** How many it can be done to, as far as they were counted. */
    private String jobs(Body preview) {
        long eligible = preview.number("eligible");
        Body matched = preview.body("matched");
        boolean more = matched != null && "gte".equals(matched.text("relation"));
        if (wish.max() != null && (more || eligible > wish.max())) {
            return "up to " + Words.counted(wish.max(), "job");
        }
        return more ? eligible + " jobs or more" : Words.counted(eligible, "job");
    }

    private static String notEligible(Body preview) {
        Map<String, String> not = preview.textsByName("notEligible");
        return not.isEmpty()
                ? "No jobs match"
                : not.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey())
                        .collect(Collectors.joining(
                                ", ", "Of what matches nothing is in a state that allows it (", ")"));
    }

    private int show(Body preview) {
        Printer printer = rota.printer();
        printer.one(String.valueOf(preview.number("eligible")), preview, () -> {
            Map<String, String> not = preview.textsByName("notEligible");
            String left = not.isEmpty()
                    ? ""
                    : not.entrySet().stream()
                            .map(one -> one.getValue() + " " + one.getKey())
                            .collect(Collectors.joining(", ", ", and leaves alone ", ""));
            printer.say(change.sentence(jobs(preview)) + left + ". The newest that match:");
            printer.list(JobViews.jobs(rota.moments(target)), preview.bodies("sample"));
        });
        return ExitCode.DONE;
    }

    private static int exitCode(int told, Body operation) {
        if (told != ExitCode.DONE || operation.number("skipped") + operation.number("failed") == 0) {
            return told;
        }
        return operation.number("done") == 0 ? ExitCode.CONFLICT : ExitCode.PARTLY;
    }
}
