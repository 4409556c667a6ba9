package dev.rota.systems.audiobooks.source;

import java.time.Instant;

/** A source cannot be asked now. */
public final class SourceUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final transient Instant retryAt;

    SourceUnavailableException(String message, Instant retryAt) {
        super(message);
        this.reason = message;
        this.retryAt = retryAt;
    }

    /** When it is worth asking again; not before. */
    public Instant retryAt() {
        return retryAt;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
