package dev.rota.systems.chat.duty;

import java.util.Locale;

/** What has become of a run. */
public enum RunStatus {
    RUNNING,
    /** Every step succeeded. */
    SUCCEEDED,
    /** Some steps failed, and the others succeeded. */
    PARTIAL,
    FAILED;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none */
    public static RunStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
