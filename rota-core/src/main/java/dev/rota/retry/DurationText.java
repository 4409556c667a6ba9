package dev.rota.retry;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lengths of time as people write them, wherever they do: in forms, searches and options.
 *
 * <p>Whole numbers with the units {@code w}, {@code d}, {@code h}, {@code m}, {@code s} and {@code ms}, each at most once and
 * the greatest first: {@code 90s}, {@code 1h30m}, {@code 2d}. Letters may be of either case, and blanks may stand between
 * numbers and units. ISO 8601, such as {@code PT1H30M}, is read too.
 */
public final class DurationText {
    private static final Pattern PARTS = Pattern.compile(
            part("w") + part("d") + part("h") + part("m") + part("s") + part("ms"), Pattern.CASE_INSENSITIVE);

    private DurationText() {}

    private static String part(String unit) {
        return "(?:(\\d{1,12})\\s*" + unit + "\\s*)?";
    }

    /**
     * The length that a text is; empty if it is none.
     *
     * @return zero or longer, or of ISO 8601 also less than zero; how long it may be is for the caller to say
     */
    public static Optional<Duration> read(String text) {
        String trimmed = text.strip();
        Matcher parts = PARTS.matcher(trimmed);
        if (trimmed.isEmpty()) {
            return Optional.empty();
        }
        if (parts.matches()) {
            return Optional.of(Duration.ofDays(7 * part(parts, 1) + part(parts, 2))
                    .plusHours(part(parts, 3))
                    .plusMinutes(part(parts, 4))
                    .plusSeconds(part(parts, 5))
                    .plusMillis(part(parts, 6)));
        }
        try {
            return Optional.of(Duration.parse(trimmed));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
