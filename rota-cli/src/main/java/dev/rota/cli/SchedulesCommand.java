package dev.rota.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    int list(
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_LIST)
                    boolean watch) {
        ScheduleViews.Lines lines = new ScheduleViews.Lines(rota.format());
        return new Watch(rota, "schedules").show(watch, target -> {
            Body list = target.schedules().list();
            return View.rows(ScheduleViews.schedules(rota.moments(target)), list, lines.of(target, list));
        });
    }

    @Command(name = "get", description = "Shows a schedule as it is.")
    int get(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP)
                    boolean watch) {
        return new Watch(rota, "schedules").show(watch, target -> {
            Body schedule = requireSchedule(target, name);
            List<Body> fires = target.schedules().fires(name, 10).items();
            return View.one(
                    name,
                    schedule,
                    printer -> printer.facts(
                            ScheduleViews.schedules(rota.moments(target)), new ScheduleViews.Line(schedule, fires)));
        });
    }

    @Command(name = "next", description = "Lists the next fires of all schedules together, the soonest first.")
    int next(
            @Option(
                            names = "-n",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many, 1 to 1000; 20 unless given.")
                    int count) {
        requireCount("-n", count);
        return rota.with(target -> {
            Moments moments = rota.moments(target);
            List<Body> next = new UpcomingFires(moments.now())
                    .of(target.schedules().list().items(), count);
            rota.printer()
                    .list(
                            Listing.<Body>of("Nothing fires.", schedule -> schedule.text("name"), schedule -> schedule)
                                    .column("NEXT", schedule -> moments.cell(schedule.instant("nextFireAt")))
                                    .column("NAME", schedule -> Cell.of(schedule.text("name")))
                                    .column("TYPE", schedule -> Cell.of(schedule.text("type"))),
                            Body.ofItems(next));
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
    int run(
            @Mixin ScheduleChoice choice,
            @Option(
                            names = "--wait",
                            description = "Wait until the jobs are over; ends with 3 if one does not succeed.")
                    boolean wait,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            defaultValue = "5m",
                            description = "With --wait: how long for each; 5m unless given.")
                    String timeout) {
        choice.check();
        Duration patience = TimeText.length("--timeout", timeout);
        return rota.with(target -> {
            List<String> names = choice.of(target).stream()
                    .map(schedule -> schedule.word("name"))
                    .toList();
            choice.confirm(rota, "runs", names.size());
            return new ScheduleRuns(rota, target).run(names, wait ? patience : null);
        });
    }

    @Command(
            name = "pause",
            description = {
                "Pauses a schedule; what falls due meanwhile is skipped.",
                "With --tag or --all those that are paused already are left alone."
            })
    int pause(
            @Mixin ScheduleChoice choice,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "When it goes on by itself, such as 2h or 2026-12-24.")
                    @Nullable
                    String until) {
        choice.check();
        return rota.with(target -> {
            Instant end = until == null ? null : future("--until", until, target.now());
            List<Body> meant = choice.of(target).stream()
                    .filter(schedule -> !choice.isMany() || !schedule.truth("paused"))
                    .toList();
            choice.confirm(rota, "pauses", meant.size());
            for (Body schedule : meant) {
                Body paused = target.schedules().pause(schedule.word("name"), rota.reason(), end);
                tell(paused, "is paused" + (end == null ? "." : " until " + Moments.iso(end, rota.zone()) + "."));
            }
            return told(meant, "All of them are paused already.");
        });
    }

    @Command(
            name = "resume",
            description = {
                "Lets a paused schedule go on.",
                "With --tag or --all those that are not paused are left alone."
            })
    int resume(@Mixin ScheduleChoice choice) {
        choice.check();
        return rota.with(target -> {
            List<Body> meant = choice.of(target).stream()
                    .filter(schedule -> schedule.truth("paused"))
                    .toList();
            if (meant.isEmpty() && !choice.isMany()) {
                throw new CommandFailure(
                        ExitCode.CONFLICT, "Schedule " + choice.name() + " is not paused: there is nothing to resume.");
            }
            choice.confirm(rota, "resumes", meant.size());
            meant.forEach(schedule -> tell(target.schedules().resume(schedule.word("name")), "goes on."));
            return told(meant, "None of them is paused.");
        });
    }

    private int told(List<Body> meant, String ifNone) {
        if (meant.isEmpty()) {
            rota.printer().say(ifNone);
        }
        return ExitCode.DONE;
    }

    @Command(name = "revert", description = "Takes an operator's change back: what the program says counts again.")
    int revert(@Parameters(paramLabel = "NAME") String name) {
        return rota.with(target -> {
            requireSchedule(target, name);
            if (!target.schedules().revert(name)) {
                throw new CommandFailure(
                        ExitCode.CONFLICT,
                        "Schedule " + name + " has no override over what a program says: there is nothing to revert.");
            }
            tell(requireSchedule(target, name), "is as the program says again.");
            return ExitCode.DONE;
        });
    }

    @Command(name = "delete", description = "Deletes a schedule with its fires; jobs that it has made stay.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        return rota.with(target -> {
            Body schedule = requireSchedule(target, name);
            rota.confirm("This deletes the schedule " + name
                    + (schedule.has("code") && !schedule.truth("orphaned") ? ", which a program defines" : ""));
            target.schedules().remove(name);
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
            rota.printer()
                    .list(
                            ScheduleViews.fires(rota.moments(target)),
                            target.schedules().fires(name, limit));
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "backfill",
            description = {
                "Makes the jobs of times that lie behind, each once, however often this is asked; again if it was"
                        + " cancelled.",
                "As long as they have not ended, a schedule whose jobs may not overlap skips its fires; one that cancels"
                        + " the job that runs does not cancel these."
            })
    int backfill(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "TIME",
                            description =
                                    "The first that may be among them, such as 2026-11-01, in the schedule's zone.")
                    String from,
            @Option(names = "--to", paramLabel = "TIME", description = "They lie before it; now unless given.")
                    @Nullable
                    String to,
            @Option(
                            names = "--max",
                            paramLabel = "N",
                            description = "Refused if there are more, up to 10000; 1000 unless given.")
                    @Nullable
                    Integer max,
            @Option(names = "--dry-run", description = "Only show what it would come to.") boolean dryRun,
            @Option(names = "--no-wait", description = "On a server: do not wait until it is over.") boolean noWait) {
        return rota.with(target -> {
            Body schedule = requireSchedule(target, name);
            return new BackfillPage(rota, target)
                    .make(BackfillPage.wish(schedule, from, to, target.now(), max, rota.reason()), dryRun, !noWait);
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

    private void tell(Body schedule, String sentence) {
        Printer printer = rota.printer();
        String name = schedule.word("name");
        printer.one(name, schedule, () -> printer.say("Schedule " + name + " " + sentence));
    }

    static Body requireSchedule(Target target, String name) {
        return target.schedules()
                .find(name)
                .orElseThrow(() -> CommandFailure.notFound(NotFound.sentence(
                        "There is no schedule \"" + name + "\"",
                        name,
                        target.schedules().list().items().stream()
                                .map(schedule -> schedule.word("name"))
                                .toList())));
    }
}
