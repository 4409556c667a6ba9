package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota workers}. */
@Command(name = "workers", description = "Lists the processes that work jobs, drains them and lets them go on.")
final class WorkersCommand {
    private final RotaCommand rota;

    WorkersCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists workers, also those lost in the last day, the latest first.")
    int list(
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_LIST)
                    boolean watch) {
        return new Watch(rota, "workers")
                .show(
                        watch,
                        target -> View.rows(
                                workers(rota.moments(target)), target.places().workers()));
    }

    @Command(name = "drain", description = "Asks a worker to claim nothing more; what it runs goes on.")
    int drain(
            @Parameters(paramLabel = "WORKER", description = "Its id, or its name if no other has it.") String worker) {
        return ask(worker, true, "claims nothing more");
    }

    @Command(name = "resume", description = "Lets a drained worker claim again.")
    int resume(
            @Parameters(paramLabel = "WORKER", description = "Its id, or its name if no other has it.") String worker) {
        return ask(worker, false, "claims again");
    }

    private int ask(String worker, boolean draining, String afterwards) {
        return rota.with(target -> {
            Body asked = target.places().drain(find(target, worker), draining);
            Printer printer = rota.printer();
            printer.one(
                    asked.word("id"),
                    asked,
                    () -> printer.say("Worker " + asked.word("id") + " (" + Cell.printable(asked.word("name")) + ") "
                            + afterwards + "."));
            return ExitCode.DONE;
        });
    }

    private static long find(Target target, String worker) {
        List<Body> known = target.places().workers().items();
        List<Body> found = known.stream()
                .filter(one -> worker.equals(one.text("id")) || worker.equals(one.text("name")))
                .toList();
        if (found.size() > 1) {
            throw CommandFailure.usage(found.size() + " workers are called " + worker + ": expected one of their ids, "
                    + Words.and(found.stream().map(one -> one.word("id")).toList()) + ".");
        }
        if (found.isEmpty()) {
            throw CommandFailure.notFound(NotFound.sentence(
                    "There is no worker \"" + worker + "\"",
                    worker,
                    known.stream().map(one -> one.word("id")).toList()));
        }
        return found.get(0).number("id");
    }

    static Listing<Body> workers(Moments moments) {
        return Listing.<Body>of("There are no workers.", worker -> worker.text("id"), worker -> worker)
                .column("ID", worker -> Cell.of(worker.text("id")))
                .column("NAME", worker -> Cell.of(worker.text("name")))
                .column("STATE", worker -> state(worker.word("state")))
                .column("RUNNING", worker -> Cell.of(worker.text("running")))
                .column("SLOTS", worker -> Cell.of(slots(worker)))
                .column("HOST", worker -> Cell.of(worker.text("host")))
                .column("PID", worker -> Cell.of(worker.text("pid")))
                .column("HEARTBEAT", worker -> moments.cell(worker.instant("heartbeatAt")))
                .column("STARTED", worker -> moments.cell(worker.instant("startedAt")))
                .wideColumn("VERSION", worker -> Cell.of(worker.text("version")))
                .wideColumn("TYPES", worker -> Cell.of(String.join(" ", new TreeSet<>(worker.texts("types")))));
    }

    private static Cell state(String state) {
        return new Cell(
                Cell.printable(state),
                switch (state) {
                    case "active" -> Tone.GOOD;
                    case "draining" -> Tone.WARNING;
                    case "lost" -> Tone.BAD;
                    default -> Tone.QUIET;
                });
    }

    private static String slots(Body worker) {
        Map<String, String> slots = new TreeMap<>(worker.textsByName("slots"));
        return slots.entrySet().stream()
                .map(slot -> slot.getKey() + ":" + slot.getValue())
                .collect(Collectors.joining(" "));
    }
}
