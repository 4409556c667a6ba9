package dev.rota.server;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands of the whole program in this process. */
final class Shell {
    private Shell() {}

    /** What came of a command; both outputs in one. */
    record Result(int exitCode, String out) {}

    static Result run(Path directory, List<String> args) {
        return run(directory, Map.of(), "", args);
    }

    static Result run(Path directory, Map<String, String> environment, String typed, List<String> args) {
        StringWriter out = new StringWriter();
        int exitCode = Main.PROGRAM.run(
                new PrintWriter(out),
                new BufferedReader(new StringReader(typed)),
                environment,
                directory,
                args.toArray(String[]::new));
        return new Result(exitCode, out.toString());
    }
}
