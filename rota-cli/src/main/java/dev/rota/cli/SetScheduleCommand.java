package dev.rota.cli;

import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ArgsException;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.Trigger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota schedules set}. */
@Command(
        name = "set",
        description =
                "Makes a schedule, or changes one: what is not given stays as it is. Over a schedule that a program "
                        + "defines it lays an override.")
final class SetScheduleCommand implements Callable<Integer> {
    private static final String NONE = "none";

    private final RotaCommand rota;
    private final JacksonCodec codec = new JacksonCodec();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @ArgGroup
    private @Nullable When when;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Of --cron, such as Europe/Riga; UTC unless given.")
    private @Nullable String zone;

    @Option(names = "--type", paramLabel = "TYPE", description = "The type of the jobs that it makes.")
    private @Nullable String type;

    @Option(
            names = "--args",
            paramLabel = "JSON|@FILE|-",
            description = "Their arguments: as JSON, in a file, or on the standard input.")
    private @Nullable String args;

    @Option(names = "--queue", paramLabel = "NAME", description = "The queue that they wait in.")
    private @Nullable String queue;

    @Option(names = "--max-attempts", paramLabel = "N", description = "How often one is tried.")
    private @Nullable Integer maxAttempts;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String text;

    @Option(
            names = "--expected",
            paramLabel = "TIME",
            description = "How long its jobs are expected to run at the most, such as 10m; none for nothing.")
    private @Nullable String expected;

    @Option(
            names = "--pause-windows",
            paramLabel = "TEXT",
            description =
                    "What is due in them is skipped, such as 'MON-FRI 08:00-18:00, SUN 00:00-24:00'; none for none.")
    private @Nullable String windows;

    /** One of these says when it fires. */
    static final class When {
        @Option(
                names = "--cron",
                required = true,
                paramLabel = "CRON",
                description = "Such as '0 3 * * SUN', in quotes.")
        private @Nullable String cron;

        @Option(names = "--every", required = true, paramLabel = "TIME", description = "Such as 90s, 5m or 6h.")
        private @Nullable String every;

        @Option(names = "--at", required = true, paramLabel = "TIME", description = "Once, such as 2026-12-24T18:00Z.")
        private @Nullable String at;
    }

    SetScheduleCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        return rota.with(target -> {
            ScheduleDefinition old = target.schedules().definition(name).orElse(null);
            Body now;
            try {
                now = target.schedules()
                        .override(
                                new ScheduleDefinition(name, trigger(old, target.now()), job(old), policies(old)),
                                rota.reason());
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, Main.sentence(e), e);
            }
            Printer printer = rota.printer();
            printer.one(
                    name,
                    now,
                    () -> printer.say("Schedule " + name + " is " + (old == null ? "made" : "changed") + ": "
                            + now.text("words") + ", next at " + now.text("nextFireAt") + "."));
            return ExitCode.DONE;
        });
    }

    private Trigger trigger(@Nullable ScheduleDefinition old, Instant now) {
        When chosen = when;
        if (chosen == null || (chosen.cron == null && chosen.every == null && chosen.at == null)) {
            if (old == null) {
                throw CommandFailure.usage(
                        "There is no schedule " + name + " yet: say when it fires, with --cron, --every or --at.");
            }
            return zone == null ? old.trigger() : inZone(old.trigger(), zone);
        }
        if (chosen.cron != null) {
            return inZone(Trigger.cron(chosen.cron, oldZone(old)), zone);
        }
        if (zone != null) {
            throw CommandFailure.usage("--zone belongs to --cron: leave it out.");
        }
        return chosen.every != null
                ? every(TimeText.length("--every", chosen.every), old, now)
                : Trigger.once(SchedulesCommand.future("--at", String.valueOf(chosen.at), now));
    }

    /** One that is as before goes on from where it is counted; any other fires first after it has passed once. */
    private static Trigger every(Duration every, @Nullable ScheduleDefinition old, Instant now) {
        return old != null
                        && old.trigger() instanceof IntervalTrigger interval
                        && interval.every().equals(every)
                ? interval
                : Trigger.every(every).anchoredAt(now.plus(every));
    }

    private static ZoneId oldZone(@Nullable ScheduleDefinition old) {
        ZoneId before = old == null ? null : old.trigger().zone();
        return before == null ? ZoneId.of("UTC") : before;
    }

    private static Trigger inZone(Trigger trigger, @Nullable String zone) {
        return zone == null ? trigger : Trigger.parse(trigger.kind(), trigger.text(), zone);
    }

    private NewJob job(@Nullable ScheduleDefinition old) {
        NewJob job;
        if (type == null || (old != null && old.job().type().equals(type))) {
            if (old == null) {
                throw CommandFailure.usage(
                        "There is no schedule " + name + " yet: name the type of its jobs, with --type.");
            }
            job = args == null ? old.job() : withArgs(old.job(), json(args));
        } else {
            JobType<?> known = rota.type(type).orElseGet(() -> JobType.of(String.valueOf(type)));
            job = withArgs(NewJob.of(known, "{}"), args == null ? "{}" : json(args));
        }
        job = queue == null ? job : job.queue(queue);
        return maxAttempts == null ? job : job.maxAttempts(maxAttempts);
    }

    private String json(String given) {
        try {
            if (given.equals("-")) {
                BufferedReader in = rota.surroundings().streams().in();
                return in.lines().collect(Collectors.joining("\n"));
            }
            return given.startsWith("@") ? Files.readString(Path.of("").resolve(directoryFile(given))) : given;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(ExitCode.USAGE, "--args cannot be read from " + given.substring(1) + ".", e);
        }
    }

    private Path directoryFile(String given) {
        return rota.surroundings().directory().resolve(given.substring(1));
    }

    /** Checked as the handler will read them where the type is built in, and else only for being an object. */
    private NewJob withArgs(NewJob job, String json) {
        try {
            JobType<?> known = rota.type(job.type()).orElse(null);
            if (known == null) {
                codec.toMap(json);
            } else {
                codec.decode(json, known.argsClass());
            }
        } catch (ArgsException e) {
            throw new CommandFailure(ExitCode.USAGE, "--args do not fit: " + Main.sentence(e), e);
        }
        return new NewJob(
                job.type(),
                job.version(),
                json,
                job.queue(),
                job.priority(),
                job.maxAttempts(),
                job.timeout(),
                job.when(),
                job.tags(),
                job.unique(),
                job.exclusion(),
                job.origin());
    }

    private Policies policies(@Nullable ScheduleDefinition old) {
        Policies p = old == null ? Policies.DEFAULTS : old.policies();
        p = text == null ? p : p.description(text);
        p = expected == null ? p : p.expected(expected.equals(NONE) ? null : TimeText.length("--expected", expected));
        return windows == null ? p : p.pauseWindows(PauseWindow.parseAll(windows.equals(NONE) ? "" : windows));
    }
}
