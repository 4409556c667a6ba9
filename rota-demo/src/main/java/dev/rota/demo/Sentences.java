package dev.rota.demo;

import dev.rota.job.RotaException;
import java.sql.SQLException;

/** Makes one sentence of an error, for the person who started the program. */
final class Sentences {
    private static final int DEEPEST = 30;

    private Sentences() {}

    static String of(Throwable error) {
        Throwable cause = error;
        Throwable best = error;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
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

    private static String oneLine(Throwable error) {
        String message = error.getMessage();
        String text = message == null || message.isBlank() ? error.getClass().getSimpleName() : message.strip();
        return text.replaceAll("\\s*\\R\\s*", "; ");
    }
}
