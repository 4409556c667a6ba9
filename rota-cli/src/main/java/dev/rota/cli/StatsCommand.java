package dev.rota.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rota stats}. */
@Command(
        name = "stats",
        description =
                "Tells how many jobs of each type ran, how they ended and how long they took, the costliest first.")
final class StatsCommand implements Callable<Integer> {
    private static final List<String> OVER = List.of("1h", "24h", "7d", "30d");

    private final RotaCommand rota;

    @Option(
            names = "--over",
            defaultValue = "24h",
            paramLabel = "TIME",
            description = "Of the last 1h, 24h, 7d or 30d; 24h unless given.")
    private String over = "24h";

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Only of this queue.")
    private @Nullable String queue;

    @Option(
            names = "--by",
            defaultValue = "type",
            paramLabel = "type",
            description = "What the rows are told apart by: type, the only one so far.")
    private String by = "type";

    StatsCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        if (!OVER.contains(over)) {
            throw CommandFailure.usage("--over is \"" + over + "\": expected one of " + String.join(", ", OVER) + ".");
        }
        if (!by.equals("type")) {
            throw CommandFailure.usage(
                    "--by is \"" + by + "\": expected type; --queue QUEUE shows the types of one queue.");
        }
        return rota.with(target -> {
            rota.printer().list(types(), target.records().stats(over, queue));
            return ExitCode.DONE;
        });
    }

    private static Listing<Body> types() {
        return Listing.<Body>of("Nothing ran.", type -> type.text("type"), type -> type)
                .column("TYPE", type -> Cell.of(type.text("type")))
                .column("SUCCEEDED", type -> Cell.of(figures(type).text("succeeded")))
                .column("FAILED", type -> Cell.of(figures(type).text("failed")))
                .column("FAILED ATTEMPTS", type -> Cell.of(figures(type).text("failedAttempts")))
                .column("FAILURES", type -> Cell.of(share(figures(type))))
                .column("RAN P50", type -> length(figures(type), "ran", "p50"))
                .column("RAN P95", type -> length(figures(type), "ran", "p95"))
                .column("WAITED P95", type -> length(figures(type), "waited", "p95"))
                .column("TOTAL", type -> length(figures(type).length("ranTotal")))
                .wideColumn("ENQUEUED", type -> Cell.of(figures(type).text("enqueued")))
                .wideColumn("RETRIED", type -> Cell.of(figures(type).text("retried")))
                .wideColumn("CANCELLED", type -> Cell.of(figures(type).text("cancelled")))
                .wideColumn("RAN P99", type -> length(figures(type), "ran", "p99"));
    }

    private static Body figures(Body type) {
        return Objects.requireNonNull(type.body("figures"), "the contract promises figures");
    }

    /** Of the attempts that ended, those that failed. */
    private static String share(Body figures) {
        long failed = figures.number("failedAttempts");
        long all = failed + figures.number("succeeded");
        return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * failed / all);
    }

    private static Cell length(Body figures, String which, String quantile) {
        Body run = figures.body(which);
        return length(run == null ? null : run.length(quantile));
    }

    private static Cell length(@Nullable Duration duration) {
        return duration == null ? Cell.EMPTY : Cell.of(Moments.length(duration));
    }
}
