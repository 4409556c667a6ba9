package dev.rota.cli;

import dev.rota.sqlite.SqliteSettings;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a shell would: in a directory, with an environment, with or without somebody at a terminal. */
final class Shell {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>(Map.of("USER", "anna", "HOME", "home"));
    private boolean terminal;
    private String typed = "";
    private Instant now = NOW;
    private Waiting waiting = time -> {
        throw new AssertionError("Nobody said what happens meanwhile");
    };

    Shell(Path directory) {
        this.directory = directory;
    }

    /** What came of a command. */
    record Result(int exitCode, String out, String err) {}

    Shell variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** From now on a person reads the output, who answers questions with {@code lines}. */
    Shell terminal(String lines) {
        terminal = true;
        typed = lines;
        return this;
    }

    /** What is written to the standard input, where nobody sits. */
    Shell typing(String lines) {
        typed = lines;
        return this;
    }

    /** What happens while a command waits. */
    Shell meanwhile(Waiting happens) {
        waiting = happens;
        return this;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    Result run(String... args) {
        return run(new StringWriter(), args);
    }

    /** The same with what is printed going to {@code out} as it is printed. */
    Result run(Writer out, String... args) {
        StringWriter err = new StringWriter();
        InstantSource clock = () -> now;
        int exitCode = Main.run(
                new Surroundings(
                        new Surroundings.Streams(
                                new PrintWriter(out),
                                new PrintWriter(err),
                                new BufferedReader(new StringReader(typed)),
                                terminal),
                        environment,
                        directory,
                        clock,
                        new StoreOpener(environment, SqliteSettings.DEFAULTS.clock(clock), clock),
                        waiting),
                Program.PLAIN,
                args);
        return new Result(
                exitCode,
                out.toString().replace(System.lineSeparator(), "\n"),
                err.toString().replace(System.lineSeparator(), "\n"));
    }
}
