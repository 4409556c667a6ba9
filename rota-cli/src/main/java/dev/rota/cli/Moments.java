package dev.rota.cli;

import dev.rota.cli.RotaCommand.TimeStyle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Instants and durations in a table.
 *
 * @param now what relative times count from
 * @param style relative as in {@code in 5m} and {@code 2h 10m ago}, absolute as in {@code 2026-11-22T03:00:00Z}, or
 *     seconds since 1970
 * @param zone of absolute times
 */
record Moments(Instant now, TimeStyle style, ZoneId zone) {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

    /** Where absolute times are those of UTC. */
    Moments(Instant now, TimeStyle style) {
        this(now, style, ZoneOffset.UTC);
    }

    /** Null makes an empty text. */
    String text(@Nullable Instant instant) {
        if (instant == null) {
            return "";
        }
        if (style == TimeStyle.UNIX) {
            return Long.toString(instant.getEpochSecond());
        }
        if (style == TimeStyle.ISO) {
            return iso(instant.truncatedTo(ChronoUnit.SECONDS), zone);
        }
        Duration away = Duration.between(now, instant);
        if (away.abs().compareTo(Duration.ofSeconds(1)) < 0) {
            return "now";
        }
        return away.isNegative() ? length(away.negated()) + " ago" : "in " + length(away);
    }

    /** As in {@code 2026-11-22T03:00:00Z} or {@code 2026-11-22T05:00:00+02:00}. */
    static String iso(Instant instant, ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC)
                ? instant.toString()
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
    }

    /** In a sentence, as servers write it: {@code 22 Nov 2026 03:00:00 UTC}. */
    static String full(Instant instant) {
        return FULL.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    boolean relative() {
        return style == TimeStyle.RELATIVE;
    }

    Cell cell(@Nullable Instant instant) {
        return Cell.of(text(instant));
    }

    /** Its two greatest units, such as {@code 3d 4h}, {@code 2m 1s}, {@code 2.1s} and {@code 340ms}. */
    static String length(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            return trimmed(Math.floorDiv(duration.toMillis(), 100) / 10.0) + "s";
        }
        if (duration.compareTo(Duration.ofHours(1)) < 0) {
            return two(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
        }
        if (duration.compareTo(Duration.ofDays(1)) < 0) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "m");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String trimmed(double seconds) {
        return seconds == Math.floor(seconds)
                ? Long.toString((long) seconds)
                : String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String two(long great, String greatUnit, int small, String smallUnit) {
        if (great == 0) {
            return small + smallUnit;
        }
        return great + greatUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
