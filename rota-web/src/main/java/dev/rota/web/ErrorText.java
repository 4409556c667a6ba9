package dev.rota.web;

import dev.rota.job.JobError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error for people: the root cause first, in one line, then what it was wrapped in; the frames of libraries are folded.
 *
 * @param headline what went wrong at the bottom of it
 * @param parts of the stack trace, those of the root cause first
 */
record ErrorText(String headline, List<Part> parts, String fingerprint) {
    private static final String CAUSED_BY = "Caused by: ";
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

    /** Lines that stand together; {@code library} if they are frames that are not the application's own. */
    record Part(List<String> lines, boolean library) {
        /** What a fold of them says. */
        String summary() {
            return "… " + Labels.counted(lines.size(), "library frame", "library frames");
        }
    }

    static @Nullable ErrorText of(@Nullable JobError error) {
        return error == null ? null : new ErrorText(rootCause(error), parts(error), error.fingerprint());
    }

    /** The class without package, and the message. */
    static String headline(JobError error) {
        String name = error.type().substring(error.type().lastIndexOf('.') + 1);
        String message = error.message();
        return message == null || message.isBlank() ? name : name + ": " + firstLine(message);
    }

    private static String rootCause(JobError error) {
        String trace = error.stackTrace();
        int last = trace == null ? -1 : trace.lastIndexOf("\n" + CAUSED_BY);
        return trace == null || last < 0 ? headline(error) : firstLine(trace.substring(last + 1 + CAUSED_BY.length()));
    }

    private static List<Part> parts(JobError error) {
        List<Part> parts = new ArrayList<>();
        if (error.stackTrace() != null) {
            List<List<String>> causes = causes(error.stackTrace());
            for (int i = causes.size() - 1; i >= 0; i--) {
                fold(causes.get(i), i == causes.size() - 1, parts);
            }
        }
        return parts;
    }

    /** The error and its causes, the outermost first. */
    private static List<List<String>> causes(String trace) {
        List<List<String>> causes = new ArrayList<>();
        for (String line : trace.lines().toList()) {
            if (causes.isEmpty() || line.startsWith(CAUSED_BY)) {
                causes.add(new ArrayList<>());
            }
            causes.get(causes.size() - 1).add(line.startsWith(CAUSED_BY) ? line.substring(CAUSED_BY.length()) : line);
        }
        return causes;
    }

    private static void fold(List<String> lines, boolean root, List<Part> parts) {
        List<String> together = new ArrayList<>();
        boolean library = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 && !root ? "which led to " + lines.get(i) : lines.get(i);
            if (isLibrary(line.strip()) != library && !together.isEmpty()) {
                parts.add(new Part(List.copyOf(together), library));
                together.clear();
            }
            library = isLibrary(line.strip());
            together.add(line);
        }
        parts.add(new Part(List.copyOf(together), library));
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
