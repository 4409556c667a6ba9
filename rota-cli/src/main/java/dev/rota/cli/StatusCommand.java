package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rota status}. */
@Command(
        name = "status",
        description = "Says how everything stands, and ends with 1 if something is wrong. "
                + "With -o wide it lists workers, queues and schedules.")
final class StatusCommand implements Callable<Integer> {
    private static final List<JobState> SHOWN = List.of(
            JobState.QUEUED,
            JobState.RUNNING,
            JobState.SCHEDULED,
            JobState.RETRYING,
            JobState.BLOCKED,
            JobState.FAILED);

    private final RotaCommand rota;

    StatusCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        return rota.with(target -> {
            Health health = Health.of(target);
            boolean well = health.problems().isEmpty();
            rota.printer().one(well ? "healthy" : "unhealthy", shape(target, health), () -> people(target, health));
            return well ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    private void people(Target target, Health health) {
        Printer printer = rota.printer();
        Moments moments = rota.moments(target);
        List<String> problems = health.problems();
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(row("Database", Cell.of(target.describe())));
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
            printer.list(QueuesCommand.queues(moments), health.queues());
        }
        if (!health.schedules().isEmpty()) {
            printer.say("");
            printer.list(
                    ScheduleViews.schedules(moments),
                    health.schedules().stream()
                            .map(schedule -> ScheduleViews.Line.of(target, schedule))
                            .toList());
        }
    }

    private static List<Cell> row(String title, Cell cell) {
        return List.of(new Cell(title, Tone.TITLE), cell);
    }

    private static String jobs(Health health) {
        return String.join(
                ", ",
                SHOWN.stream()
                        .map(state -> Words.of(state) + " " + count(health.count(state)))
                        .toList());
    }

    private static String count(long count) {
        return count >= Target.COUNT_CAP ? Target.COUNT_CAP + " or more" : Long.toString(count);
    }

    private static String workers(Health health) {
        String others = String.join(
                "",
                List.of(Worker.State.DRAINING, Worker.State.LOST).stream()
                        .filter(state -> health.workers(state) > 0)
                        .map(state -> ", " + health.workers(state) + " " + Words.of(state))
                        .toList());
        return health.workers(Worker.State.ACTIVE) + " active" + others;
    }

    private static String withPaused(int count, List<String> paused) {
        return count + (paused.isEmpty() ? "" : ", paused: " + Words.and(paused));
    }

    private static String schedules(Health health, Moments moments) {
        String next = health.schedules().stream()
                .filter(schedule -> schedule.nextFireAt() != null && !schedule.isPaused(health.now()))
                .min((a, b) -> due(a).compareTo(due(b)))
                .map(schedule -> ", next " + schedule.name() + " " + moments.text(schedule.nextFireAt()))
                .orElse("");
        return withPaused(health.schedules().size(), health.pausedSchedules()) + next;
    }

    private static Instant due(StoredSchedule schedule) {
        return Objects.requireNonNullElse(schedule.nextFireAt(), Instant.MAX);
    }

    private Map<String, Object> shape(Target target, Health health) {
        Map<String, Object> jobs = new LinkedHashMap<>();
        SHOWN.forEach(state -> jobs.put(Words.of(state), health.count(state)));
        Moments moments = rota.moments(target);
        return new Shape()
                .put("healthy", health.problems().isEmpty())
                .put("problems", health.problems())
                .put("database", target.describe())
                .put("now", health.now())
                .put("jobs", jobs)
                .put(
                        "workers",
                        health.workers().stream().map(WorkersCommand::shape).toList())
                .put(
                        "queues",
                        health.queues().stream()
                                .map(queue -> QueuesCommand.shape(queue, health.now()))
                                .toList())
                .put(
                        "schedules",
                        health.schedules().stream()
                                .map(schedule ->
                                        ScheduleViews.schedules(moments).shape(ScheduleViews.Line.of(target, schedule)))
                                .toList())
                .map();
    }
}
