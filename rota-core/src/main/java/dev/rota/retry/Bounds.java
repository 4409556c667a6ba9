package dev.rota.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * Which times there are: what is beyond them no database can keep, and adding to them overflows. Far beyond all that anybody
 * waits for.
 */
public final class Bounds {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Bounds() {}

    /**
     * The same instant, if it is in the years 1 to 9999.
     *
     * @param what it is, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static Instant instant(String what, Instant at) {
        if (at.isBefore(FIRST) || at.isAfter(LAST)) {
            throw new IllegalArgumentException(what + " is " + at + ", expected a time in the years 1 to 9999");
        }
        return at;
    }

    /**
     * The same length, if it is 36,500 days or less.
     *
     * @param what it is, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static Duration length(String what, Duration length) {
        if (length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + length + ", expected at most " + LONGEST.toDays() + " days");
        }
        return length;
    }
}
