package dev.rota.systems.common;

import org.jspecify.annotations.Nullable;

/** A data file is not as expected; the message says where, what was expected and what was found. */
public final class CsvException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CsvException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
