package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota workers}. */
@Command(
        name = "workers",
        description =
                "Lists the processes that work jobs, drains them, lets them go on, stops them, changes their slots.")
final class WorkersCommand {
    private static final String WORKER = "Its id, or its name if no other has it.";
    private static final String ANY_QUEUE = "*";

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
    int drain(@Parameters(paramLabel = "WORKER", description = WORKER) String worker) {
        return ask(worker, (target, id) -> target.places().drain(id, true, rota.reason()), "claims nothing more");
    }

    @Command(name = "resume", description = "Lets a drained worker claim again.")
    int resume(@Parameters(paramLabel = "WORKER", description = WORKER) String worker) {
        return ask(worker, (target, id) -> target.places().drain(id, false, rota.reason()), "claims again");
    }

    @Command(
            name = "stop",
            description =
                    "Asks a worker to claim nothing more, and to stop when its jobs have ended, however long that "
                            + "takes. A rota worker ends with it; an application it is a part of goes on without working jobs.")
    int stop(@Parameters(paramLabel = "WORKER", description = WORKER) String worker) {
        return ask(
                worker,
                (target, id) -> target.places().stop(id, rota.reason()),
                "claims nothing more, and stops when its jobs have ended");
    }

    @Command(
            name = "slots",
            description = "Lets a worker run more or fewer jobs at once, until its process ends. Jobs that run go on.")
    int slots(
            @Parameters(paramLabel = "WORKER", description = WORKER) String worker,
            @Parameters(paramLabel = "N", description = "How many jobs at once; 0 for none.") String slots,
            @Option(
                            names = "--queue",
                            paramLabel = "QUEUE",
                            description = "A queue that it has slots of its own for; without it, all other queues.")
                    @Nullable
                    String queue) {
        if (!slots.matches("\\d{1,6}")) {
            throw CommandFailure.usage("Slots are \"" + slots + "\": expected a whole number, 0 or more.");
        }
        return ask(
                worker,
                (target, id) -> target.places()
                        .giveSlots(
                                id, Map.of(queue == null ? ANY_QUEUE : queue, Integer.parseInt(slots)), rota.reason()),
                "has its new slots within seconds");
    }

    private int ask(String worker, BiFunction<Target, Long, Body> ask, String afterwards) {
        return rota.with(target -> {
            Body asked = ask.apply(target, find(target, worker));
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
                .column("STATE", WorkersCommand::state)
                .column("RUNNING", worker -> Cell.of(worker.text("running")))
                .column("SLOTS", worker -> Cell.of(slots(worker)))
                .column("HOST", worker -> Cell.of(worker.text("host")))
                .column("PID", worker -> Cell.of(worker.text("pid")))
                .column("HEARTBEAT", worker -> moments.cell(worker.instant("heartbeatAt")))
                .column("STARTED", worker -> moments.cell(worker.instant("startedAt")))
                .wideColumn("JOBS/MIN", worker -> Cell.of(worker.text("jobsPerMinute")))
                .wideColumn("CPU", worker -> percent(worker.text("cpuPercent")))
                .wideColumn("HEAP", WorkersCommand::heap)
                .wideColumn("CLOCK", WorkersCommand::clock)
                .wideColumn("RESCUED", worker -> Cell.of(worker.text("rescued")))
                .wideColumn("VERSION", worker -> Cell.of(worker.text("version")))
                .wideColumn("TYPES", worker -> Cell.of(String.join(" ", new TreeSet<>(worker.texts("types")))));
    }

    private static Cell percent(@Nullable String number) {
        return Cell.of(number == null ? null : number + "%");
    }

    private static Cell heap(Body worker) {
        long most = worker.numberIfAny("heapMax").orElse(0L);
        return most <= 0 || worker.numberIfAny("heapUsed").isEmpty()
                ? Cell.of((String) null)
                : percent(String.valueOf(100 * worker.number("heapUsed") / most));
    }

    /** By how much it is off, if that is too much. */
    private static Cell clock(Body worker) {
        Duration offset = worker.length("clockOffset");
        if (offset == null || offset.abs().compareTo(Worker.CLOCK_TOLERANCE) <= 0) {
            return Cell.of((String) null);
        }
        return new Cell(Moments.length(offset.abs()) + (offset.isNegative() ? " behind" : " ahead"), Tone.WARNING);
    }

    private static Cell state(Body worker) {
        String state = worker.word("state");
        return new Cell(
                worker.truth("stopping") && state.equals("draining") ? "stopping" : Cell.printable(state),
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
