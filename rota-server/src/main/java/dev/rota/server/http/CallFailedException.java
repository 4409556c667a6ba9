package dev.rota.server.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call did not come to the answer that was expected, and may do so later. */
public final class CallFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    CallFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
