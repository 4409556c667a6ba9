package dev.rota.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** The same yearly instant in the words of each contender. */
final class Crons {
    private Crons() {}

    /** Second, minute, hour, day, month, any weekday. */
    static String unixWithSeconds(Instant at) {
        return prefix(at) + " *";
    }

    /** Quartz wants a question mark for the weekday. */
    static String quartz(Instant at) {
        return prefix(at) + " ?";
    }

    private static String prefix(Instant at) {
        ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
        return utc.getSecond() + " " + utc.getMinute() + " " + utc.getHour() + " " + utc.getDayOfMonth() + " "
                + utc.getMonthValue();
    }
}
