package dev.rota.job;

import org.jspecify.annotations.Nullable;

/** Arguments, a result or a checkpoint could not be written as JSON, or read from it. */
public final class ArgsException extends RotaException {
    private static final long serialVersionUID = 1L;

    public ArgsException(String message) {
        super(message);
    }

    public ArgsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
