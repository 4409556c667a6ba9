package dev.rota.cli;

import dev.rota.retry.Bounds;
import dev.rota.retry.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** Reads instants and durations as people write them. */
final class TimeText {
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
            if (DurationText.read(text).isPresent()) {
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
     * Reads an instant, or a duration before {@code now}.
     *
     * @throws CommandFailure if it is neither
     */
    static Instant past(String option, String text, Instant now) {
        return DurationText.read(text).isPresent()
                ? now.minus(length(option, text))
                : instant(option, text, ZoneOffset.UTC, now);
    }

    /**
     * Reads a duration longer than zero, as {@link DurationText} does.
     *
     * @throws CommandFailure if it is none
     */
    static Duration length(String option, String text) {
        Duration length = DurationText.read(text)
                .filter(read -> read.compareTo(Duration.ZERO) > 0)
                .orElseThrow(() -> CommandFailure.usage(notALength(option, text)));
        try {
            return Bounds.length(option, length);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage() + ".", e);
        }
    }

    private static String notALength(String option, String text) {
        return option + " \"" + text + "\" is not a duration: expected such as 90s, 5m, 1h30m or 2d.";
    }
}
