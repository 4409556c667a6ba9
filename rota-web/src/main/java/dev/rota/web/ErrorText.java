package dev.rota.web;

import dev.rota.job.JobError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error for people: the root cause in one line, and its frames with those of libraries told apart.
 *
 * @param headline what went wrong at the bottom of it
 * @param lines of the stack trace, the first line included
 */
record ErrorText(String headline, List<Line> lines, String fingerprint) {
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "jakarta.",
            "org.springframework.",
            "org.hibernate.",
            "org.apache.",
            "com.zaxxer.",
            "org.sqlite.",
            "org.postgresql.",
            "tools.jackson.",
            "io.micrometer.",
            "dev.rota.engine.",
            "dev.rota.jdbc.",
            "dev.rota.Rota.",
            "dev.rota.testing.");

    /** A line of a stack trace; {@code library} if it is not the application's own. */
    record Line(String text, boolean library) {}

    static @Nullable ErrorText of(@Nullable JobError error) {
        return error == null ? null : new ErrorText(rootCause(error), lines(error), error.fingerprint());
    }

    /** The class without package, and the message. */
    static String headline(JobError error) {
        String name = error.type().substring(error.type().lastIndexOf('.') + 1);
        String message = error.message();
        return message == null || message.isBlank() ? name : name + ": " + firstLine(message);
    }

    private static String rootCause(JobError error) {
        String trace = error.stackTrace();
        int last = trace == null ? -1 : trace.lastIndexOf("\nCaused by: ");
        return trace == null || last < 0
                ? headline(error)
                : firstLine(trace.substring(last + "\nCaused by: ".length()));
    }

    private static List<Line> lines(JobError error) {
        List<Line> lines = new ArrayList<>();
        if (error.stackTrace() != null) {
            error.stackTrace().lines().forEach(line -> lines.add(new Line(line, isLibrary(line.strip()))));
        }
        return lines;
    }

    private static boolean isLibrary(String line) {
        if (!line.startsWith("at ")) {
            return false;
        }
        String frame = line.substring(3);
        String code = frame.substring(frame.lastIndexOf('/', Math.max(0, frame.indexOf('('))) + 1);
        return LIBRARIES.stream().anyMatch(code::startsWith);
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
