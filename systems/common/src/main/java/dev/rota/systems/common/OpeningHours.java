package dev.rota.systems.common;

import java.time.DayOfWeek;
import java.time.LocalTime;

/**
 * One span of a weekday in which a site is open. A day with a lunch break has two; a day without any is closed.
 *
 * @param day of the week
 * @param opens first minute
 * @param closes end, exclusive; later than {@code opens} on the same day
 */
public record OpeningHours(DayOfWeek day, LocalTime opens, LocalTime closes) {
    /** @throws IllegalArgumentException when it closes no later than it opens */
    public OpeningHours {
        if (!opens.isBefore(closes)) {
            throw new IllegalArgumentException("Opening hours of " + day + ": expected to open before closing, found "
                    + opens + " to " + closes + "; write a span over midnight as two days");
        }
    }
}
