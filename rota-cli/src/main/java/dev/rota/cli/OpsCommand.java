package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota ops}. */
@Command(name = "ops", description = "Lists operations on many jobs that a server works through, and stops them.")
final class OpsCommand {
    private final RotaCommand rota;

    OpsCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists operations, the newest first.")
    int list(
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most 200; 50 unless given.")
                    int limit,
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_LIST)
                    boolean watch) {
        FailuresCommand.requireLimit(limit);
        return new Watch(rota, "operations").show(watch, target -> {
            Body list = target.operations().list(limit);
            List<Body> all = list.items();
            return new View.Rows<>(operations(rota.moments(target)), list, all, all.size() >= limit, null);
        });
    }

    @Command(name = "get", description = "Shows how far an operation has come.")
    int get(
            @Parameters(paramLabel = "ID") long id,
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_UNTIL_OVER)
                    boolean watch) {
        return new Watch(rota, "operations:" + id).show(watch, target -> {
            Body operation = require(target, id);
            return new View.One(
                    Long.toString(id),
                    operation,
                    printer -> {
                        printer.facts(operations(rota.moments(target)), operation);
                        tellLeftAlone(printer, operation);
                    },
                    operation.has("finishedAt"));
        });
    }

    @Command(name = "stop", description = "Asks an operation to end; what is done stays done.")
    int stop(@Parameters(paramLabel = "ID") long id) {
        return rota.with(target -> {
            require(target, id);
            Body stopped = target.operations().stop(id);
            Printer printer = rota.printer();
            printer.one(
                    Long.toString(id),
                    stopped,
                    () -> printer.say("Operation " + id + " is " + Cell.printable(stopped.word("state")) + "."));
            return ExitCode.DONE;
        });
    }

    /** Why jobs were left alone or could not be changed, for people; nothing if there are none. */
    static void tellLeftAlone(Printer printer, Body operation) {
        for (Body left : operation.bodies("leftAlone")) {
            String outcome = left.word("outcome");
            Cell what = new Cell(outcome, outcome.equals("failed") ? Tone.BAD : Tone.WARNING);
            List<String> jobs = left.texts("jobs");
            boolean more = left.number("count") > jobs.size();
            printer.say("  " + printer.paint(what) + " " + Words.counted(left.number("count"), "job") + ": "
                    + Cell.printable(left.word("reason"))
                    + (jobs.isEmpty() ? "" : " (" + String.join(", ", jobs) + (more ? " …)" : ")")));
        }
    }

    private static Body require(Target target, long id) {
        return target.operations()
                .find(id)
                .orElseThrow(() -> CommandFailure.notFound(
                        "There is no operation " + id + ": see rota ops list for those there are."));
    }

    private static Listing<Body> operations(Moments moments) {
        return Listing.<Body>of("There are no operations.", operation -> operation.text("id"), operation -> operation)
                .column("ID", operation -> Cell.of(operation.text("id")))
                .column("ACTION", operation -> Cell.of(operation.text("action")))
                .column("QUERY", operation -> Cell.of(operation.text("query")))
                .column("STATE", operation -> state(operation.word("state")))
                .column("DONE", operation -> Cell.of(operation.text("done")))
                .column("SKIPPED", operation -> Cell.of(operation.text("skipped")))
                .column("FAILED", operation -> Cell.of(operation.text("failed")))
                .column("BY", operation -> Cell.of(operation.text("createdBy")))
                .column("CREATED", operation -> moments.cell(operation.instant("createdAt")))
                .wideColumn("AS OF", operation -> moments.cell(operation.instant("asOf")))
                .wideColumn("FINISHED", operation -> moments.cell(operation.instant("finishedAt")))
                .wideColumn("REASON", operation -> Cell.of(operation.text("reason")))
                .wideColumn("ERROR", operation -> Cell.of(operation.text("error")));
    }

    private static Cell state(String state) {
        return new Cell(
                Cell.printable(state),
                switch (state) {
                    case "finished" -> Tone.GOOD;
                    case "failed" -> Tone.BAD;
                    case "stopping" -> Tone.WARNING;
                    default -> Tone.PLAIN;
                });
    }
}
