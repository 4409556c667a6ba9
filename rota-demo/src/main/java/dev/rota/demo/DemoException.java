package dev.rota.demo;

import org.jspecify.annotations.Nullable;

/** The demonstration cannot go on; the message is a sentence for the person who started it. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
