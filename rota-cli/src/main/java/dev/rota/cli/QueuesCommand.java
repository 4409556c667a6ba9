package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.store.QueueStore.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rota queues}. */
@Command(
        name = "queues",
        description = "Lists queues, pauses and resumes them, and limits them on all workers at once.")
final class QueuesCommand {
    private static final String NO_LIMIT = "none";

    private final RotaCommand rota;

    QueuesCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists queues by name.")
    int list(
            @Option(
                            names = {"-w", "--watch"},
                            description = Watch.HELP_LIST)
                    boolean watch) {
        return new Watch(rota, "queues")
                .show(
                        watch,
                        target -> View.rows(
                                queues(rota.moments(target), loads(target)),
                                target.places().queues()));
    }

    static Map<String, Body> loads(Target target) {
        return target.places().loads().items().stream()
                .collect(Collectors.toMap(load -> load.word("name"), Function.identity()));
    }

    @Command(
            name = "purge",
            description = "Cancels and deletes what waits in it, due or not. What runs goes on, what has failed stays.")
    int purge(
            @Parameters(paramLabel = "QUEUE") String name,
            @Option(names = "--dry-run", description = "Only says how many jobs it would delete.") boolean dryRun,
            @Option(names = "--wait", description = "Waits until it is over.") boolean waiting) {
        return rota.with(target -> {
            requireQueue(target, name);
            Body preview = target.places().purgePreview(name);
            String jobs = number(preview.body("matched"), " or more");
            if (dryRun) {
                rota.printer()
                        .one(
                                jobs,
                                preview,
                                () -> rota.printer().say(jobs + " waiting in queue " + name + " would be deleted."));
                return ExitCode.DONE;
            }
            rota.confirm("This deletes the jobs that wait in queue " + name + ", " + jobs + " now");
            Body operation = target.places().purge(name, rota.reason());
            OperationWait wait = new OperationWait(rota, target);
            if (!waiting) {
                wait.tellBegun(operation);
                return ExitCode.DONE;
            }
            return wait.tellOver(wait.until(operation.number("id")));
        });
    }

    /** A number that was counted so far. */
    private static String number(@Nullable Body counted, String more) {
        return counted == null ? "" : counted.word("value") + ("gte".equals(counted.text("relation")) ? more : "");
    }

    @Command(name = "pause", description = "No worker claims from it any more; what runs goes on.")
    int pause(
            @Parameters(paramLabel = "QUEUE") String name,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "When it goes on by itself, such as 2h or 2026-12-24.")
                    @Nullable
                    String until) {
        return rota.with(target -> {
            requireQueue(target, name);
            Instant end = until == null ? null : SchedulesCommand.future("--until", until, target.now());
            Body paused = target.places().pause(name, rota.reason(), end);
            tell(paused, "is paused" + (end == null ? "." : " until " + Moments.iso(end, rota.zone()) + "."));
            return ExitCode.DONE;
        });
    }

    @Command(name = "resume", description = "Lets workers claim from it again.")
    int resume(@Parameters(paramLabel = "QUEUE") String name) {
        return rota.with(target -> {
            if (!requireQueue(target, name).truth("paused")) {
                throw new CommandFailure(
                        ExitCode.CONFLICT, "Queue " + name + " is not paused: there is nothing to resume.");
            }
            tell(target.places().resume(name), "goes on.");
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "limit",
            description = "Sets limits of a queue, over all workers together. What is not given stays as it is.")
    int limit(
            @Parameters(paramLabel = "QUEUE", description = "A queue that is not known yet comes to be.") String name,
            @Option(names = "--concurrency", paramLabel = "N", description = "How many jobs may run at once, or none.")
                    @Nullable
                    String concurrency,
            @Option(
                            names = "--rate",
                            paramLabel = "N/PERIOD",
                            description = "How many may be claimed in each period, such as 100/1m, or none.")
                    @Nullable
                    String rate) {
        if (concurrency == null && rate == null) {
            throw CommandFailure.usage("Nothing says how to limit the queue: expected --concurrency or --rate.");
        }
        return rota.with(target -> {
            Optional<Body> before = known(target, name);
            Limits limits = before.map(QueuesCommand::limits).orElse(Limits.NONE);
            if (concurrency != null) {
                limits = new Limits(concurrency(concurrency), limits.rate(), limits.period());
            }
            if (rate != null) {
                limits = rated(limits.concurrency(), rate);
            }
            tell(
                    target.places().limit(name, limits),
                    (before.isEmpty() ? "is new and has " : "has ") + words(limits) + ".");
            return ExitCode.DONE;
        });
    }

    private static @Nullable Integer concurrency(String text) {
        return text.equals(NO_LIMIT) ? null : (Integer) count("--concurrency", text);
    }

    private static Limits rated(@Nullable Integer concurrency, String text) {
        if (text.equals(NO_LIMIT)) {
            return new Limits(concurrency, null, null);
        }
        String[] parts = text.split("/", 2);
        if (parts.length != 2) {
            throw CommandFailure.usage("--rate \"" + text + "\" is not a rate: expected such as 100/1m, or none.");
        }
        String period = parts[1].matches("[dhms]") ? "1" + parts[1] : parts[1];
        return new Limits(concurrency, count("--rate", parts[0]), TimeText.length("--rate", period));
    }

    private static int count(String option, String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw CommandFailure.usage(
                    option + " has \"" + text + "\" for a number: expected 1 or more, or none for no limit.");
        }
        return Integer.parseInt(text);
    }

    private static String words(Limits limits) {
        if (!limits.any()) {
            return "no limits";
        }
        String concurrency = limits.concurrency() == null ? "" : "a concurrency of " + limits.concurrency();
        String rate = limits.rate() == null ? "" : "a rate of " + rate(limits);
        return concurrency + (concurrency.isEmpty() || rate.isEmpty() ? "" : " and ") + rate;
    }

    private static String rate(Limits limits) {
        Duration period = limits.period();
        return period == null ? "" : limits.rate() + "/" + Moments.length(period);
    }

    private void tell(Body queue, String sentence) {
        Printer printer = rota.printer();
        printer.one(queue.word("name"), queue, () -> printer.say("Queue " + queue.word("name") + " " + sentence));
    }

    private static Limits limits(Body queue) {
        Body limits = queue.body("limits");
        return limits == null
                ? Limits.NONE
                : new Limits(
                        limits.numberIfAny("concurrency").map(Long::intValue).orElse(null),
                        limits.numberIfAny("rate").map(Long::intValue).orElse(null),
                        limits.length("period"));
    }

    private static @Nullable String length(@Nullable Duration length) {
        return length == null ? null : Moments.length(length);
    }

    private static Optional<Body> known(Target target, String name) {
        return target.places().queues().items().stream()
                .filter(queue -> name.equals(queue.text("name")))
                .findFirst();
    }

    private static Body requireQueue(Target target, String name) {
        return known(target, name)
                .orElseThrow(() -> CommandFailure.notFound(NotFound.sentence(
                        "There is no queue \"" + name + "\"",
                        name,
                        target.places().queues().items().stream()
                                .map(queue -> queue.word("name"))
                                .toList())));
    }

    static Listing<Body> queues(Moments moments, Map<String, Body> loads) {
        Function<Body, Body> load = queue -> loads.getOrDefault(queue.word("name"), new Shape().body());
        return Listing.<Body>of("There are no queues.", queue -> queue.text("name"), queue -> queue)
                .longColumn("NAME", queue -> Cell.of(queue.text("name")))
                .column(
                        "STATE",
                        queue -> queue.truth("paused")
                                ? new Cell("paused", Tone.WARNING)
                                : new Cell("active", Tone.GOOD))
                .column("WAITING", queue -> Cell.of(number(load.apply(queue).body("waiting"), "+")))
                .column("OLDEST", queue -> Cell.of(length(load.apply(queue).length("longestWait"))))
                .column("RUNNING", queue -> Cell.of(number(load.apply(queue).body("running"), "+")))
                .column("WORKERS", queue -> Cell.of(load.apply(queue).text("workers")))
                .column("CONCURRENCY", queue -> Cell.of(limits(queue).concurrency()))
                .column("RATE", queue -> Cell.of(rate(limits(queue))))
                .column("UNTIL", queue -> moments.cell(queue.instant("pausedUntil")))
                .column("PAUSED BY", queue -> Cell.of(queue.text("pausedBy")))
                .longColumn("REASON", queue -> Cell.of(queue.text("pauseReason")));
    }
}
