package dev.rota.server;

import dev.rota.RotaBuilder;
import dev.rota.cli.CommandFailure;
import dev.rota.cli.Host;
import dev.rota.console.ConsoleStore;
import dev.rota.store.JobStore;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long what is over is kept. */
final class RetentionOptions {
    private static final Duration SHORTEST_AUDIT = Duration.ofDays(1);

    @Option(
            names = "--retention-history",
            paramLabel = "TIME",
            description = "How long jobs that succeeded or were cancelled are kept, with their logs; 30d unless given.")
    private String history = "30d";

    @Option(
            names = "--retention-failed",
            paramLabel = "TIME",
            description = "How long jobs that failed are kept, with their logs; 30d unless given.")
    private String failed = "30d";

    @Option(
            names = "--retention-fires",
            paramLabel = "TIME",
            description = "How long fires of schedules are kept; 400d unless given.")
    private String fires = "400d";

    @Option(
            names = "--retention-audit",
            paramLabel = "TIME",
            description = "How long it is kept who did what, 1d or more; 400d unless given.")
    private String audit = "400d";

    /** @throws CommandFailure if an option is not valid */
    RotaBuilder apply(RotaBuilder builder) {
        return builder.retention(jobs()).retention(ConsoleStore.Retention.DEFAULTS.audit(audit()));
    }

    /** @throws CommandFailure if an option is not valid */
    void check() {
        jobs();
        audit();
    }

    private JobStore.Retention jobs() {
        return new JobStore.Retention(
                Host.duration("--retention-history", history),
                Host.duration("--retention-failed", failed),
                Host.duration("--retention-fires", fires));
    }

    private Duration audit() {
        return EngineOptions.atLeast("--retention-audit", audit, SHORTEST_AUDIT, "1d");
    }
}
