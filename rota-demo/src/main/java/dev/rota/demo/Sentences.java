package dev.rota.demo;

import dev.rota.job.RotaException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes one sentence of an error, for the person who started the program. */
final class Sentences {
    private static final int DEEPEST = 30;

    private Sentences() {}

    static String of(Throwable error) {
        Throwable cause = error;
        Throwable best = error;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (saysFull(cause)) {
                return "The disk is full, nothing more can be written: make room, and start it again (" + oneLine(cause)
                        + ")";
            }
            if (cause instanceof DemoException || cause instanceof RotaException) {
                return oneLine(cause);
            }
            if (cause instanceof SQLException || cause.getCause() == null) {
                best = cause;
            }
            cause = cause.getCause();
        }
        return oneLine(best);
    }

    /** Whether it comes of a full disk. */
    static boolean isFull(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(Sentences::saysFull);
    }

    private static boolean saysFull(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof SQLException && message.startsWith("[SQLITE_FULL]")
                || error instanceof IOException && message.contains("No space left on device");
    }

    private static String oneLine(Throwable error) {
        String message = error.getMessage();
        String text = message == null || message.isBlank() ? error.getClass().getSimpleName() : message.strip();
        return text.replaceAll("\\s*\\R\\s*", "; ");
    }
}
