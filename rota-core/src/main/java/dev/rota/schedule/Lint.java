package dev.rota.schedule;

import java.util.Objects;

/**
 * One warning about a cron expression that is valid and may still not be what was meant.
 *
 * @param code stable name of the kind of warning, one of the constants here
 * @param message what was found, what it does and what to write instead, in English
 */
public record Lint(String code, String message) {

    /** A weekday is written as a number, which other programs count differently. */
    public static final String NUMERIC_WEEKDAY = "numeric-weekday";
    /** Day of month and day of week are both restricted: either matches. */
    public static final String BOTH_DAY_FIELDS = "both-day-fields";
    /** A step does not divide its range, so one interval is shorter than the others. */
    public static final String UNEVEN_STEP = "uneven-step";
    /** There is no next fire. */
    public static final String NEVER_FIRES = "never-fires";
    /** The expression fires more often than once a minute. */
    public static final String SUB_MINUTE = "sub-minute";
    /** Six fields: seconds first, as in Spring and Quartz. */
    public static final String SIX_FIELDS = "six-fields";
    /** A time of the next year does not exist because the clocks jump over it. */
    public static final String CLOCK_GAP = "clock-gap";
    /** A time of the next year is shown twice by the clocks. */
    public static final String CLOCK_OVERLAP = "clock-overlap";

    public Lint {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
    }
}
