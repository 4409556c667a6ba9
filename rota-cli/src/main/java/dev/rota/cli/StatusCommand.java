package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rota status}. */
@Command(
        name = "status",
        description = "Says how everything stands, and ends with 1 if something is wrong. "
                + "With -o wide it lists workers, queues and schedules.")
final class StatusCommand implements Callable<Integer> {
    private static final List<String> SHOWN =
            List.of("queued", "running", "scheduled", "retrying", "blocked", "failed");

    private final RotaCommand rota;

    @Option(
            names = {"-w", "--watch"},
            description = Watch.HELP)
    private boolean watch;

    StatusCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        boolean[] well = new boolean[1];
        int code = new Watch(rota, "overview").show(watch, target -> {
            Health health = Health.of(target);
            well[0] = health.problems().isEmpty();
            return View.one(
                    well[0] ? "healthy" : "unhealthy",
                    shape(target, health),
                    printer -> people(printer, target, health));
        });
        return well[0] ? code : ExitCode.FAILED;
    }

    private void people(Printer printer, Target target, Health health) {
        Moments moments = rota.moments(target);
        List<String> problems = health.problems();
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row(target instanceof RestTarget ? "Server" : "Database", Cell.of(target.describe())));
        rows.add(row("Health", problems.isEmpty() ? new Cell("ok", Tone.GOOD) : new Cell("unhealthy", Tone.BAD)));
        rows.add(row("Jobs", Cell.of(jobs(health))));
        rows.add(row("Workers", Cell.of(workers(health))));
        rows.add(row("Queues", Cell.of(withPaused(health.queues().size(), health.pausedQueues()))));
        rows.add(row("Schedules", Cell.of(schedules(health, moments))));
        printer.rows(rows);
        problems.forEach(problem -> printer.say(printer.paint(new Cell("problem:", Tone.BAD)) + " " + problem));
        if (printer.format() == Format.WIDE) {
            wide(printer, moments, target, health);
        }
    }

    private static void wide(Printer printer, Moments moments, Target target, Health health) {
        if (!health.workers().isEmpty()) {
            printer.say("");
            printer.list(WorkersCommand.workers(moments), health.workers());
        }
        if (!health.queues().isEmpty()) {
            printer.say("");
            printer.list(QueuesCommand.queues(moments, QueuesCommand.loads(target)), health.queues());
        }
        if (!health.schedules().isEmpty()) {
            printer.say("");
            printer.list(
                    ScheduleViews.schedules(moments),
                    new ScheduleViews.Lines(printer.format()).of(target, Body.ofItems(health.schedules())));
        }
    }

    private static List<Cell> row(String title, Cell cell) {
        return List.of(new Cell(title, Tone.TITLE), cell);
    }

    private static String jobs(Health health) {
        return String.join(
                ", ",
                SHOWN.stream()
                        .map(state -> state + " " + health.count(state).text())
                        .toList());
    }

    private static String workers(Health health) {
        String others = String.join(
                "",
                List.of("draining", "lost").stream()
                        .filter(state -> health.workers(state) > 0)
                        .map(state -> ", " + health.workers(state) + " " + state)
                        .toList());
        return health.workers("active") + " active" + others;
    }

    private static String withPaused(int count, List<String> paused) {
        return count + (paused.isEmpty() ? "" : ", paused: " + Words.and(paused));
    }

    private static String schedules(Health health, Moments moments) {
        String next = health.schedules().stream()
                .filter(schedule -> schedule.has("nextFireAt") && !schedule.truth("paused"))
                .min(Comparator.comparing(StatusCommand::due))
                .map(schedule -> ", next " + schedule.word("name") + " " + moments.text(due(schedule)))
                .orElse("");
        return withPaused(health.schedules().size(), health.pausedSchedules()) + next;
    }

    static Instant due(Body schedule) {
        return Objects.requireNonNullElse(schedule.instant("nextFireAt"), Instant.MAX);
    }

    private static Body shape(Target target, Health health) {
        Shape jobs = new Shape();
        SHOWN.forEach(state -> jobs.put(state, health.count(state).value()));
        return new Shape()
                .put("healthy", health.problems().isEmpty())
                .put("problems", health.problems())
                .put(target instanceof RestTarget ? "server" : "database", target.describe())
                .put("now", health.now())
                .put("jobs", jobs.body())
                .putAll("workers", health.workers())
                .putAll("queues", health.queues())
                .putAll("schedules", health.schedules())
                .body();
    }
}
