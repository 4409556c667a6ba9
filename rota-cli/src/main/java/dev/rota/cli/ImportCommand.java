package dev.rota.cli;

import dev.rota.cli.foreign.ApschedulerReader;
import dev.rota.cli.foreign.CrontabReader;
import dev.rota.cli.foreign.ForeignSchedule;
import dev.rota.cli.foreign.QuartzReader;
import dev.rota.schedule.ZoneNames;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** {@code rota import}. */
@Command(
        name = "import",
        description =
                "Takes over schedules of other programs. Calls of URLs become schedules that need no program of yours; "
                        + "the others need a handler, and are listed with a type to write it for.")
final class ImportCommand {
    private static final long LARGEST = 1 << 20;

    private final RotaCommand rota;

    ImportCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(
            name = "crontab",
            description = "Of a user, or of the system: calls of curl and wget become schedules of the type http.")
    int crontab(
            @Parameters(paramLabel = "FILE", description = "As crontab -l prints it.") String file,
            @Option(
                            names = "--system",
                            description = "A user stands before each command; so in /etc/crontab and /etc/cron.d.")
                    boolean system,
            @ArgGroup(exclusive = false) @Nullable Choices choices) {
        Choices chosen = choices == null ? new Choices() : choices;
        boolean users = system || file.endsWith("/etc/crontab") || file.contains("/cron.d/");
        return take(file, chosen, CrontabReader.read(text(file), zone(chosen), users));
    }

    @Command(
            name = "apscheduler",
            description = "Python source with add_job and scheduled_job, or JSON that lists jobs with id and trigger.")
    int apscheduler(
            @Parameters(paramLabel = "FILE") String file, @ArgGroup(exclusive = false) @Nullable Choices choices) {
        Choices chosen = choices == null ? new Choices() : choices;
        String text = text(file);
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        List<ForeignSchedule> found = json
                ? ApschedulerReader.said(said(file, text), zone(chosen))
                : ApschedulerReader.source(
                        text,
                        chosen.zone == null
                                ? ApschedulerReader.schedulerZone(text).orElseGet(() -> zone(chosen))
                                : zone(chosen));
        return take(file, chosen, found);
    }

    @Command(
            name = "quartz",
            description = "XML of job_scheduling_data, or lines such as properties in which cron expressions stand.")
    int quartz(@Parameters(paramLabel = "FILE") String file, @ArgGroup(exclusive = false) @Nullable Choices choices) {
        Choices chosen = choices == null ? new Choices() : choices;
        try {
            return take(file, chosen, QuartzReader.read(text(file), zone(chosen)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, Main.sentence(e), e);
        }
    }

    private int take(String file, Choices chosen, List<ForeignSchedule> found) {
        return new ScheduleImport(rota, file, chosen).take(found);
    }

    private ZoneId zone(Choices chosen) {
        try {
            return chosen.zone == null ? ZoneId.systemDefault() : ZoneNames.parse(chosen.zone);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, Main.sentence(e), e);
        }
    }

    private String text(String name) {
        try {
            Path file = rota.surroundings().directory().resolve(name);
            if (Files.isDirectory(file)) {
                throw CommandFailure.usage(name + " is a directory: expected a file with a list of schedules.");
            }
            if (Files.size(file) > LARGEST) {
                throw CommandFailure.usage(name + " is larger than a mebibyte: expected a list of schedules.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    name + " is not text in UTF-8: convert it first, such as with iconv -f latin1 -t utf-8.",
                    e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + name + " that can be read.", e);
        }
    }

    /** All objects in it that have a trigger. */
    private static List<ApschedulerReader.Said> said(String file, String text) {
        try {
            Body body = DataReader.body("{\"all\":" + text + "}");
            List<ApschedulerReader.Said> jobs = new ArrayList<>();
            gather(body.members().get("all"), jobs);
            return jobs;
        } catch (JacksonException e) {
            throw new CommandFailure(ExitCode.USAGE, DataReader.notJson(file, e), e);
        }
    }

    private static void gather(@Nullable Object value, List<ApschedulerReader.Said> jobs) {
        if (value instanceof List<?> list) {
            list.forEach(element -> gather(element, jobs));
        } else if (value instanceof Map<?, ?> map) {
            if (map.get("trigger") instanceof String trigger) {
                Object id = map.get("id") == null ? map.get("name") : map.get("id");
                jobs.add(new ApschedulerReader.Said(String.valueOf(id), trigger));
            } else {
                map.values().forEach(element -> gather(element, jobs));
            }
        }
    }

    /** What to take, and how. */
    static final class Choices {
        @Option(names = "--dry-run", description = "Only show what would be taken.")
        boolean dryRun;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "Of the times, where the file names none; that of this machine unless given.")
        @Nullable
        String zone;

        @Option(
                names = "--without-handler",
                description = "Also take those whose type nobody has a handler for yet: their jobs wait for one.")
        boolean withoutHandler;

        @Option(names = "--replace", description = "Also take those whose name another schedule has, and replace it.")
        boolean replace;
    }
}
