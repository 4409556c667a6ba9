package dev.rota.job;

import org.jspecify.annotations.Nullable;

/** Something that Rota cannot do. The message says what was expected, what was found and what to do. */
public class RotaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RotaException(String message) {
        super(message);
    }

    public RotaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
