package dev.rota.systems.chat.duty;

import java.util.Locale;

/** Who or what started a run. */
public enum RunSource {
    DAILY,
    WEEKLY,
    /** The schedule that takes statistics every few hours. */
    INTERVAL,
    /** The schedule for trying things out. */
    TEST,
    /** Somebody, by the endpoint or the page. */
    MANUAL,
    CLI;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none */
    public static RunSource of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
