package dev.rota.web;

import dev.rota.retry.DurationText;
import java.time.Duration;

/** Lengths of time in forms, as {@link DurationText} reads them. */
final class Lengths {
    private Lengths() {}

    /**
     * Reads a length.
     *
     * @param pointer the field that it stands in
     * @throws Problem if it is none
     */
    static Duration parse(String pointer, String text) {
        return DurationText.read(text)
                .orElseThrow(() -> Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        pointer,
                        "\"" + Labels.shortened(text, 50)
                                + "\" is no length of time, expected one such as 90s, 1h30m or 2d"));
    }

    /** As {@link #parse} reads it. */
    static String text(Duration length) {
        if (length.toMillisPart() > 0 || length.isZero() || length.isNegative()) {
            return length.isZero() ? "0s" : length.toString();
        }
        StringBuilder text = new StringBuilder();
        add(text, length.toDays(), "d");
        add(text, length.toHoursPart(), "h");
        add(text, length.toMinutesPart(), "m");
        add(text, length.toSecondsPart(), "s");
        return text.toString();
    }

    private static void add(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
