package dev.rota.alerts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * A time of each day in which nothing is told, such as 22:00 to 07:00. Where clocks are put back, the first of two equal
 * times counts; where they are put forward over one, the moment at which that happens.
 *
 * @param from when it begins
 * @param until when it ends; before {@code from} means on the next day
 * @param zone where the clock hangs
 */
public record QuietTime(LocalTime from, LocalTime until, ZoneId zone) {
    /** @throws IllegalArgumentException if it would be empty, or last all day */
    public QuietTime {
        if (from.equals(until)) {
            throw new IllegalArgumentException(
                    "Quiet time is from " + from + " until " + until + ", expected two different times");
        }
    }

    /**
     * Reads {@code 22:00-07:00}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static QuietTime parse(String text, ZoneId zone) {
        String[] times = text.strip().split("\\s*[-–]\\s*", -1);
        try {
            if (times.length == 2) {
                return new QuietTime(LocalTime.parse(times[0]), LocalTime.parse(times[1]), zone);
            }
        } catch (java.time.format.DateTimeParseException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(
            String text, java.time.format.@org.jspecify.annotations.Nullable DateTimeParseException cause) {
        return new IllegalArgumentException(
                "Quiet time is \"" + text + "\", expected two times such as 22:00-07:00", cause);
    }

    /** When the quiet time ends that {@code now} lies in; empty if it lies in none. */
    public Optional<Instant> endOf(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        // Yesterday's may reach into today; zones have skipped whole days, so one day more does no harm.
        for (LocalDate day = today.minusDays(2); !day.isAfter(today); day = day.plusDays(1)) {
            Instant begin = at(day, from);
            Instant end = at(until.isAfter(from) ? day : day.plusDays(1), until);
            if (!now.isBefore(begin) && now.isBefore(end)) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private Instant at(LocalDate day, LocalTime time) {
        LocalDateTime local = day.atTime(time);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    /** As {@code 22:00–07:00 Europe/Riga}. */
    @Override
    public String toString() {
        return from + "–" + until + " " + zone;
    }
}
