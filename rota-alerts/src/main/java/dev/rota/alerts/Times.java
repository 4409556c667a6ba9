package dev.rota.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and durations for people. */
final class Times {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH);

    private Times() {}

    /** As {@code Sun 22 Nov 2026 06:30:00 UTC}. */
    static String utc(Instant at) {
        return UTC.format(at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /** The two greatest units, as {@code 2 h 5 min}; rounded down. */
    static String rough(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String two(long great, String greatUnit, long small, String smallUnit) {
        return great + " " + greatUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
