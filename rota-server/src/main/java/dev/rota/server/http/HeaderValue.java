package dev.rota.server.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rota.job.Secret;

/**
 * The value of a header. Often a secret, and so never shown.
 *
 * @param text without line breaks
 */
public record HeaderValue(@Secret @JsonValue String text) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HeaderValue {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(
                    "Value of a header has a line break, which would let it add headers: expected one line");
        }
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "•••";
    }
}
