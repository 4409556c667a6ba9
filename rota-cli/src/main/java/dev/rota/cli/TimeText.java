package dev.rota.cli;

import dev.rota.retry.Bounds;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads instants and durations as people write them. */
final class TimeText {
    private static final Pattern LENGTH =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

    private TimeText() {}

    /**
     * Reads an instant: with an offset, as a local time or a date of {@code zone}, or as a duration from {@code now}.
     *
     * @throws CommandFailure if it is none of these
     */
    static Instant instant(String option, String text, ZoneId zone, Instant now) {
        String trimmed = text.strip().toUpperCase(Locale.ROOT);
        if (trimmed.equals("NOW")) {
            return now;
        }
        try {
            if (LENGTH.matcher(text.strip()).matches() && !trimmed.isEmpty()) {
                return now.plus(length(option, text));
            }
            if (trimmed.length() == "2026-11-22".length()) {
                return LocalDate.parse(trimmed).atStartOfDay(zone).toInstant();
            }
            String iso = trimmed.replace(' ', 'T');
            return iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d(:?\\d\\d)?")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandFailure(ExitCode.USAGE, notAnInstant(option, text, e), e);
        }
    }

    private static String notAnInstant(String option, String text, Exception e) {
        String why = e.getMessage();
        // "Invalid date 'FEBRUARY 30'" says more than that the text cannot be parsed.
        int invalid = why == null ? -1 : why.indexOf("Invalid ");
        String detail = why == null || invalid < 0 ? "" : " (" + why.substring(invalid) + ")";
        return option + " \"" + text + "\" is not a time" + detail
                + ": expected 2026-11-22, 2026-11-22T10:00, 2026-11-22T10:00Z, or a duration from now such as 2h.";
    }

    /**
     * Reads a duration longer than zero: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 2d}, or {@code PT5M}.
     *
     * @throws CommandFailure if it is none of these
     */
    static Duration length(String option, String text) {
        Matcher matcher = LENGTH.matcher(text.strip());
        try {
            Duration length = matcher.matches() ? sum(matcher) : Duration.parse(text.strip());
            if (length.compareTo(Duration.ZERO) > 0) {
                return Bounds.length(option, length);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new CommandFailure(ExitCode.USAGE, notALength(option, text), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
        }
        throw CommandFailure.usage(notALength(option, text));
    }

    private static Duration sum(Matcher matcher) {
        return Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4));
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    private static String notALength(String option, String text) {
        return option + " \"" + text + "\" is not a duration: expected such as 90s, 5m, 1h30m or 2d.";
    }
}
