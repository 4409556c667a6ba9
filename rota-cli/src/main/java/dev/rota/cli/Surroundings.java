package dev.rota.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds around it; a test brings its own.
 *
 * @param streams where it reads and writes
 * @param environment the environment variables
 * @param directory what relative paths start from
 * @param clock for what needs no database; everything else goes by the store's clock
 * @param opener opens databases and servers
 * @param waiting lets time pass
 */
record Surroundings(
        Streams streams,
        Map<String, String> environment,
        Path directory,
        InstantSource clock,
        TargetOpener opener,
        Waiting waiting) {

    /** The value of an environment variable; null if it is not set or empty. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** One of {@code LINES} and {@code COLUMNS}, which tell how large a terminal is; null if it does not. */
    @Nullable
    Integer size(String name) {
        String value = variable(name);
        return value != null && value.matches("[1-9]\\d{0,3}") ? (Integer) Integer.parseInt(value) : null;
    }

    /** Who gives the command, for the records of what was changed. */
    String user() {
        String user = variable("USER") != null ? variable("USER") : variable("USERNAME");
        return user == null ? "cli" : user + " (cli)";
    }

    /**
     * Where a command reads and writes.
     *
     * @param out for data
     * @param err for everything else
     * @param in answers of a person
     * @param terminal true if a person reads {@code out} and can answer
     */
    record Streams(PrintWriter out, PrintWriter err, BufferedReader in, boolean terminal) {}
}
