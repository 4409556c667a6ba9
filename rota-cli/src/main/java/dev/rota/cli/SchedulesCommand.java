package dev.rota.cli;

import dev.rota.schedule.Fire;
import dev.rota.schedule.StoredSchedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota schedules}. */
@Command(
        name = "schedules",
        description = "Lists schedules, previews cron expressions, makes, runs, pauses and resumes.")
final class SchedulesCommand {
    private final RotaCommand rota;

    SchedulesCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists schedules by name, with their next and last fires.")
    int list() {
        return rota.with(target -> {
            List<ScheduleViews.Line> lines = target.schedules().stream()
                    .map(schedule -> ScheduleViews.Line.of(target, schedule))
                    .toList();
            rota.printer().list(ScheduleViews.schedules(rota.moments(target)), lines);
            return ExitCode.DONE;
        });
    }

    @Command(name = "preview", description = "Says what a cron expression means and when it fires. Needs no database.")
    int preview(
            @Parameters(paramLabel = "CRON", description = "Five fields, or six with seconds first, in quotes.")
                    String cron,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            defaultValue = "UTC",
                            description = "Such as Europe/Riga; UTC unless given.")
                    String zone,
            @Option(
                            names = "-n",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "How many fires, 1 to 1000; 5 unless given.")
                    int count,
            @Option(names = "--from", paramLabel = "TIME", description = "The fires lie after it; now unless given.")
                    @Nullable
                    String from) {
        return new PreviewPage(rota).show(cron, zone, count, from);
    }

    @Command(name = "run", description = "Makes the job of a schedule now, even if it is paused.")
    int run(@Parameters(paramLabel = "NAME") String name) {
        return rota.with(target -> {
            Fire fire = target.fireNow(name, rota.surroundings().user()).orElseThrow(noSchedule(target, name));
            Printer printer = rota.printer();
            printer.one(
                    String.valueOf(fire.jobId()),
                    ScheduleViews.shape(fire),
                    () -> printer.say(
                            fire.jobId() == null
                                    ? "Schedule " + name + " made no job: " + fire.note() + "."
                                    : "Schedule " + name + " has made job " + fire.jobId() + "."));
            return fire.jobId() == null ? ExitCode.CONFLICT : ExitCode.DONE;
        });
    }

    @Command(name = "pause", description = "Pauses a schedule; what falls due meanwhile is skipped.")
    int pause(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "When it goes on by itself, such as 2h or 2026-12-24.")
                    @Nullable
                    String until,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others to see.") @Nullable
                    String reason) {
        return rota.with(target -> {
            Instant now = target.now();
            Instant end = until == null ? null : future("--until", until, now);
            boolean done = target.pauseSchedule(
                    name, new StoredSchedule.Pause(rota.surroundings().user(), now, reason, end));
            if (!done) {
                throw noSchedule(target, name).get();
            }
            rota.printer().say("Schedule " + name + " is paused" + (end == null ? "." : " until " + end + "."));
            return ExitCode.DONE;
        });
    }

    @Command(name = "resume", description = "Lets a paused schedule go on.")
    int resume(@Parameters(paramLabel = "NAME") String name) {
        return rota.with(target -> {
            requireSchedule(target, name);
            if (!target.resumeSchedule(name)) {
                throw new CommandFailure(
                        ExitCode.CONFLICT, "Schedule " + name + " is not paused: there is nothing to resume.");
            }
            rota.printer().say("Schedule " + name + " goes on.");
            return ExitCode.DONE;
        });
    }

    @Command(name = "delete", description = "Deletes a schedule with its fires; jobs that it has made stay.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        return rota.with(target -> {
            StoredSchedule schedule = target.schedule(name).orElseThrow(noSchedule(target, name));
            rota.confirm(
                    "This deletes the schedule " + name + (schedule.code() == null ? "" : ", which a program defines"));
            target.removeSchedule(name);
            rota.printer().say("Schedule " + name + " is deleted.");
            return ExitCode.DONE;
        });
    }

    @Command(name = "fires", description = "Lists the latest fires of a schedule, the latest first.")
    int fires(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many, 1 to 1000; 20 unless given.")
                    int limit) {
        requireCount("-n", limit);
        return rota.with(target -> {
            requireSchedule(target, name);
            rota.printer().list(ScheduleViews.fires(rota.moments(target)), target.fires(name, limit));
            return ExitCode.DONE;
        });
    }

    static void requireCount(String option, int count) {
        if (count < 1 || count > 1000) {
            throw CommandFailure.usage(option + " is " + count + ": expected 1 to 1000.");
        }
    }

    static Instant future(String option, String text, Instant now) {
        Instant instant = TimeText.instant(option, text, ZoneOffset.UTC, now);
        if (!instant.isAfter(now)) {
            throw CommandFailure.usage(
                    option + " is " + instant + ", which is over: expected a time after " + now + ".");
        }
        return instant;
    }

    private static void requireSchedule(Target target, String name) {
        if (target.schedule(name).isEmpty()) {
            throw noSchedule(target, name).get();
        }
    }

    private static Supplier<CommandFailure> noSchedule(Target target, String name) {
        return () -> CommandFailure.notFound(NotFound.sentence(
                "There is no schedule \"" + name + "\"",
                name,
                target.schedules().stream().map(StoredSchedule::name).toList()));
    }
}
