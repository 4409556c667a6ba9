package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times in words. */
final class Times {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter HEADER = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter FIRE = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter FIRE_SECONDS =
            DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);

    private Times() {}

    static String utc(Instant at) {
        return FULL.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    static String header(Instant at) {
        return HEADER.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    static String clock(Instant at) {
        return CLOCK.format(at.atOffset(ZoneOffset.UTC));
    }

    /** With seconds where they tell two fires apart. */
    static String ahead(Instant at, ZoneId zone) {
        return (at.getEpochSecond() % 60 == 0 ? FIRE : FIRE_SECONDS).format(at.atZone(zone));
    }

    static String fire(Instant at, ZoneId zone) {
        return FIRE.format(at.atZone(zone));
    }

    /** As in a {@code datetime} attribute. */
    static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** How far from now: {@code in 3 min}, {@code 2 h ago}. */
    static String relative(Instant at, Instant now) {
        Duration distance = Duration.between(now, at);
        if (distance.abs().toMillis() < 1_000) {
            return "now";
        }
        return distance.isNegative() ? rough(distance.negated()) + " ago" : "in " + rough(distance);
    }

    /** To two units: {@code 23 h 46 min}. */
    static String rough(Duration duration) {
        if (duration.toDays() >= 3) {
            return duration.toDays() + " d";
        }
        if (duration.toDays() >= 1) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() >= 1) {
            return duration.toHours() + " h"
                    + (duration.toMinutesPart() == 0 ? "" : " " + duration.toMinutesPart() + " min");
        }
        return duration.toMinutes() >= 1 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    /** How long something took: {@code 0.18 s}, {@code 2 min 6 s}; a dash for null. */
    static String took(@Nullable Duration duration) {
        if (duration == null) {
            return "–";
        }
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1_000.0);
        }
        return duration.toHours() >= 1
                ? rough(duration)
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
