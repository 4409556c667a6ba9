package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.store.WorkerStore.Worker;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code rota workers}. */
@Command(name = "workers", description = "Lists the processes that work jobs.")
final class WorkersCommand {
    private final RotaCommand rota;

    WorkersCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists workers, also those lost in the last day, the latest first.")
    int list() {
        return rota.with(target -> {
            rota.printer().list(workers(rota.moments(target)), target.workers());
            return ExitCode.DONE;
        });
    }

    static Listing<Worker> workers(Moments moments) {
        return Listing.<Worker>of("There are no workers.", Worker::id, WorkersCommand::shape)
                .column("ID", worker -> Cell.of(worker.id()))
                .column("NAME", worker -> Cell.of(worker.registration().name()))
                .column("STATE", worker -> state(worker.state()))
                .column("RUNNING", worker -> Cell.of(worker.running()))
                .column("SLOTS", worker -> Cell.of(slots(worker)))
                .column("HOST", worker -> Cell.of(worker.registration().host()))
                .column("PID", worker -> Cell.of(worker.registration().pid()))
                .column("HEARTBEAT", worker -> moments.cell(worker.heartbeatAt()))
                .column("STARTED", worker -> moments.cell(worker.startedAt()))
                .wideColumn("VERSION", worker -> Cell.of(worker.registration().version()))
                .wideColumn(
                        "TYPES",
                        worker -> Cell.of(String.join(
                                " ", new TreeSet<>(worker.registration().types()))));
    }

    private static Cell state(Worker.State state) {
        return new Cell(
                Words.of(state),
                switch (state) {
                    case ACTIVE -> Tone.GOOD;
                    case DRAINING -> Tone.WARNING;
                    case STOPPED -> Tone.QUIET;
                    case LOST -> Tone.BAD;
                });
    }

    private static String slots(Worker worker) {
        return new TreeMap<>(worker.registration().slots())
                .entrySet().stream()
                        .map(slots -> slots.getKey() + ":" + slots.getValue())
                        .collect(Collectors.joining(" "));
    }

    static Map<String, Object> shape(Worker worker) {
        return new Shape()
                .put("id", worker.id())
                .put("name", worker.registration().name())
                .put("state", worker.state())
                .put("host", worker.registration().host())
                .put("pid", worker.registration().pid())
                .put("version", worker.registration().version())
                .put("slots", new TreeMap<>(worker.registration().slots()))
                .put("running", worker.running())
                .put("startedAt", worker.startedAt())
                .put("heartbeatAt", worker.heartbeatAt())
                .put(
                        "types",
                        new TreeSet<>(worker.registration().types()).stream().toList())
                .map();
    }
}
