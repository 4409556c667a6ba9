package dev.rota.systems.common;

import java.time.LocalDate;

/**
 * Days on which a site is closed in spite of its hours.
 *
 * @param startsOn first day
 * @param endsOn last day, inclusive; not before {@code startsOn}
 * @param reason for people, may be empty
 */
public record Closure(LocalDate startsOn, LocalDate endsOn, String reason) {
    /** @throws IllegalArgumentException when it ends before it starts */
    public Closure {
        if (endsOn.isBefore(startsOn)) {
            throw new IllegalArgumentException(
                    "Closure: expected an end on or after the start, found " + startsOn + " to " + endsOn);
        }
    }

    boolean covers(LocalDate date) {
        return !date.isBefore(startsOn) && !date.isAfter(endsOn);
    }
}
