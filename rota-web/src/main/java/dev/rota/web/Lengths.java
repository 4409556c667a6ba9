package dev.rota.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them in forms: {@code 90s}, {@code 1h30m}, {@code 2d}; ISO 8601 is read too. */
final class Lengths {
    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,5})d)?\\s*(?:(\\d{1,7})h)?\\s*(?:(\\d{1,7})m)?\\s*(?:(\\d{1,9})s)?");

    private Lengths() {}

    /**
     * Reads a length.
     *
     * @param pointer the field that it stands in
     * @throws Problem if it is none
     */
    static Duration parse(String pointer, String text) {
        Matcher parts = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (parts.matches() && !text.isBlank()) {
            return Duration.ofDays(part(parts, 1))
                    .plusHours(part(parts, 2))
                    .plusMinutes(part(parts, 3))
                    .plusSeconds(part(parts, 4));
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    pointer,
                    "\"" + Labels.shortened(text, 50)
                            + "\" is no length of time, expected one such as 90s, 1h30m or 2d");
        }
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
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
