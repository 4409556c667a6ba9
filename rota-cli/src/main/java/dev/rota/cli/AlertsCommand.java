package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota alerts}. */
@Command(
        name = "alerts",
        description = "Lists what a server sees the matter with and whom it tells, and tries a channel.")
final class AlertsCommand {
    private final RotaCommand rota;

    AlertsCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists what is the matter now.")
    int list() {
        return rota.with(target -> {
            Moments moments = rota.moments(target);
            Body shown = target.alerts().show();
            rota.printer()
                    .list(
                            Listing.<Body>of("Nothing is the matter.", one -> one.text("subject"), one -> one)
                                    .column("KIND", one -> new Cell(Cell.printable(one.word("kind")), Tone.WARNING))
                                    .column("NAME", one -> Cell.of(one.text("name")))
                                    .column("SINCE", one -> moments.cell(one.instant("since")))
                                    .column("WHAT", one -> Cell.of(one.text("text"))),
                            Body.ofItems(shown.bodies("conditions")));
            return ExitCode.DONE;
        });
    }

    @Command(name = "channels", description = "Lists who is told, by which means.")
    int channels() {
        return rota.with(target -> {
            Moments moments = rota.moments(target);
            Body shown = target.alerts().show();
            rota.printer()
                    .list(
                            Listing.<Body>of(
                                            "Nobody is told: start rota server with --alert-mail or --alert-webhook.",
                                            one -> one.text("name"),
                                            one -> one)
                                    .column("NAME", one -> Cell.of(one.text("name")))
                                    .column("MEANS", one -> Cell.of(one.text("means")))
                                    .column("TARGET", one -> Cell.of(one.text("target")))
                                    .column(
                                            "STATE",
                                            one -> one.truth("on")
                                                    ? new Cell("on", Tone.GOOD)
                                                    : new Cell("off", Tone.QUIET))
                                    .column("QUIET", one -> Cell.of(one.text("quiet")))
                                    .column("QUIET UNTIL", one -> moments.cell(one.instant("quietUntil")))
                                    .wideColumn("KINDS", one -> Cell.of(String.join(" ", one.texts("kinds")))),
                            Body.ofItems(shown.bodies("channels")));
            return ExitCode.DONE;
        });
    }

    @Command(name = "deliveries", description = "Lists what was told, the latest first.")
    int deliveries(
            @Option(
                            names = "--limit",
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "At most 200; 20 unless given.")
                    int limit) {
        FailuresCommand.requireLimit(limit);
        return rota.with(target -> {
            Moments moments = rota.moments(target);
            rota.printer()
                    .list(
                            Listing.<Body>of("Nothing was told.", one -> one.text("jobId"), one -> one)
                                    .column("JOB", one -> Cell.of(one.text("jobId")))
                                    .column("CHANNEL", one -> Cell.of(one.text("channel")))
                                    .column("STATE", one -> JobViews.state(one.word("state")))
                                    .column("AT", one -> moments.cell(one.instant("at")))
                                    .column("ABOUT", one -> Cell.of(String.join("; ", one.texts("titles"))))
                                    .wideColumn("ATTEMPTS", one -> Cell.of(one.text("attempts")))
                                    .column("ERROR", one -> Cell.of(one.text("error"))),
                            target.alerts().deliveries(limit));
            return ExitCode.DONE;
        });
    }

    @Command(name = "test", description = "Tells a channel something harmless; with --wait ends with 3 if it fails.")
    int test(
            @Parameters(paramLabel = "CHANNEL", description = "As shown by rota alerts channels.") String channel,
            @Option(names = "--wait", description = "Wait until it is told.") boolean wait,
            @Option(
                            names = "--timeout",
                            paramLabel = "TIME",
                            description = "With --wait: how long at the most; 5m unless given.")
                    @Nullable
                    String timeout) {
        Duration patience = TimeText.length("--timeout", timeout == null ? "5m" : timeout);
        return rota.with(target -> {
            Body made = target.alerts().test(channel);
            long job = made.number("jobId");
            if (wait) {
                return new JobWait(rota, target).until(job, patience);
            }
            Printer printer = rota.printer();
            printer.one(
                    Long.toString(job),
                    made,
                    () -> printer.say("Job " + job + " tells channel " + channel + ": rota jobs wait " + job
                            + " says whether it could."));
            return ExitCode.DONE;
        });
    }
}
