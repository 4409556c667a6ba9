package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota failures}. */
@Command(
        name = "failures",
        description = "Lists failures that are alike, retries their jobs, mutes them and says that they are repaired.")
final class FailuresCommand {
    private static final List<String> TABS = List.of("failed", "retrying", "all");

    private final RotaCommand rota;

    FailuresCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists groups of failures, the one that failed last first.")
    int list(
            @Option(
                            names = "--tab",
                            defaultValue = "failed",
                            paramLabel = "WHICH",
                            description = "Groups with jobs that have failed for good (failed), that wait for their "
                                    + "next attempt (retrying), or all; failed unless given.")
                    String tab,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "At most 200; 50 unless given.")
                    int limit) {
        if (!TABS.contains(tab)) {
            throw CommandFailure.usage("--tab is \"" + tab + "\": expected failed, retrying or all.");
        }
        requireLimit(limit);
        return rota.with(target -> {
            rota.printer().list(groups(rota.moments(target)), target.failures().list(tab, limit));
            return ExitCode.DONE;
        });
    }

    /** What is listed with a limit of REST. */
    static void requireLimit(int limit) {
        if (limit < 1 || limit > 200) {
            throw CommandFailure.usage("--limit is " + limit + ": expected 1 to 200.");
        }
    }

    @Command(name = "get", description = "Shows a group, with the stack trace of its latest failure.")
    int get(@Parameters(paramLabel = "FINGERPRINT") String fingerprint) {
        return rota.with(target -> {
            Body whole = require(target, fingerprint);
            Printer printer = rota.printer();
            printer.one(fingerprint, whole, () -> {
                printer.facts(groups(rota.moments(target)), Objects.requireNonNull(whole.body("group")));
                String trace = whole.text("stackTrace");
                if (trace != null) {
                    printer.say("");
                    trace.lines().forEach(line -> printer.say(Cell.printable(line)));
                }
            });
            return ExitCode.DONE;
        });
    }

    @Command(name = "retry", description = "Queues the failed jobs of a group again, some of them first if you like.")
    int retry(
            @Parameters(paramLabel = "FINGERPRINT") String fingerprint,
            @Option(
                            names = "--sample",
                            paramLabel = "N",
                            description = "Only this many, the newest, to see whether they succeed now; 1 to 1000.")
                    @Nullable
                    Integer sample,
            @Option(names = "--dry-run", description = "Only show what would be changed.") boolean dryRun) {
        return rota.with(target -> {
            require(target, fingerprint);
            JobsCommand.Chosen chosen = new JobsCommand.Chosen();
            chosen.query = "fp:" + fingerprint + " state:failed";
            chosen.max = sample;
            chosen.dryRun = dryRun;
            return new JobChanges(rota, target).make(JobChange.RETRY, chosen);
        });
    }

    @Command(name = "mute", description = "Says nothing more about a group for a while.")
    int mute(
            @Parameters(paramLabel = "FINGERPRINT") String fingerprint,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "Such as 2d or 2026-12-24; for good unless given.")
                    @Nullable
                    String until,
            @Option(names = "--failures", paramLabel = "N", description = "Until it has failed so often again.")
                    @Nullable
                    Long failures,
            @Option(
                            names = "--version",
                            paramLabel = "VERSION",
                            description = "While the program that fails is of this version.")
                    @Nullable
                    String version) {
        return rota.with(target -> {
            require(target, fingerprint);
            Instant end = until == null ? null : SchedulesCommand.future("--until", until, target.now());
            Target.Muting muting = new Target.Muting(rota.reason(), end, failures, version);
            tell(
                    target.failures().mute(fingerprint, muting),
                    "is muted" + (end == null ? "." : " until " + Moments.iso(end, rota.zone()) + "."));
            return ExitCode.DONE;
        });
    }

    @Command(name = "unmute", description = "Says again what a group does.")
    int unmute(@Parameters(paramLabel = "FINGERPRINT") String fingerprint) {
        return rota.with(target -> {
            require(target, fingerprint);
            tell(target.failures().unmute(fingerprint), "is not muted.");
            return ExitCode.DONE;
        });
    }

    @Command(name = "resolve", description = "Says that it is repaired: if it fails again, it has regressed.")
    int resolve(
            @Parameters(paramLabel = "FINGERPRINT") String fingerprint,
            @Option(
                            names = "--version",
                            paramLabel = "VERSION",
                            description = "Repaired in this version of the program; now unless given.")
                    @Nullable
                    String version) {
        return rota.with(target -> {
            require(target, fingerprint);
            tell(target.failures().resolve(fingerprint, version), "is resolved.");
            return ExitCode.DONE;
        });
    }

    private static Body require(Target target, String fingerprint) {
        return target.failures()
                .find(fingerprint)
                .orElseThrow(() -> CommandFailure.notFound("There is no group of failures \"" + fingerprint
                        + "\": see rota failures list --tab all for those there are."));
    }

    private void tell(Body group, String sentence) {
        Printer printer = rota.printer();
        String fingerprint = group.word("fingerprint");
        printer.one(fingerprint, group, () -> printer.say("Group " + fingerprint + " " + sentence));
    }

    private static Listing<Body> groups(Moments moments) {
        return Listing.<Body>of("Nothing has failed so.", group -> group.text("fingerprint"), group -> group)
                .column("FINGERPRINT", group -> Cell.of(group.text("fingerprint")))
                .column("STATUS", group -> status(group.word("status")))
                .column("TITLE", group -> Cell.of(group.text("title")))
                .column("TYPE", group -> Cell.of(group.text("type")))
                .column("FAILED", group -> stuck(group, "failed"))
                .column("RETRYING", group -> stuck(group, "retrying"))
                .column("LAST SEEN", group -> moments.cell(group.instant("lastSeen")))
                .wideColumn("FIRST SEEN", group -> moments.cell(group.instant("firstSeen")))
                .wideColumn("FAILURES", group -> Cell.of(group.text("occurrences")))
                .wideColumn("VERSION", group -> Cell.of(group.text("version")))
                .wideColumn("MESSAGE", group -> Cell.of(group.text("message")))
                .wideColumn("LINK", group -> Cell.of(group.text("link")));
    }

    private static Cell stuck(Body group, String which) {
        Body stuck = group.body("stuck");
        Body count = stuck == null ? null : stuck.body(which);
        return count == null
                ? Cell.EMPTY
                : Cell.of(new Target.Count(count.number("value"), "gte".equals(count.text("relation"))).text());
    }

    private static Cell status(String status) {
        return new Cell(
                Cell.printable(status),
                switch (status) {
                    case "new", "regressed" -> Tone.BAD;
                    case "ongoing" -> Tone.WARNING;
                    case "resolved" -> Tone.GOOD;
                    default -> Tone.QUIET;
                });
    }
}
