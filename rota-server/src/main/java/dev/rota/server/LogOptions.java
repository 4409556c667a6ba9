package dev.rota.server;

import ch.qos.logback.classic.Level;
import picocli.CommandLine.Option;

/** What is logged, and how. */
final class LogOptions {
    /** How much is told. */
    enum Least {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    @Option(names = "--json-logs", description = "Log one JSON object a line.")
    private boolean json;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "One of ${COMPLETION-CANDIDATES}; INFO unless given.")
    private Least least = Least.INFO;

    void apply() {
        LogSetup.serve(json, Level.toLevel(least.name()));
    }
}
