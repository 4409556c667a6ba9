package dev.rota.systems.common;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;

/**
 * When a site is open: a week of hours, less closures, in the site's zone. An immutable value, read once by
 * {@link SiteCalendars#calendar} and then asked as often as needed.
 */
public final class SiteCalendar {
    /** Longer than any closure that is not a mistake. */
    private static final int SEARCHED_DAYS = 2 * 366;

    private final String siteId;
    private final ZoneId zone;
    private final List<OpeningHours> hours;
    private final List<Closure> closures;

    public SiteCalendar(String siteId, ZoneId zone, List<OpeningHours> hours, List<Closure> closures) {
        this.siteId = siteId;
        this.zone = zone;
        this.hours = hours.stream()
                .sorted(Comparator.comparing(OpeningHours::day).thenComparing(OpeningHours::opens))
                .toList();
        this.closures = List.copyOf(closures);
    }

    /** The site's zone. */
    public ZoneId zone() {
        return zone;
    }

    /** The local date at an instant. */
    public LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** Whether the site is open at some time of a day. */
    public boolean isOpen(LocalDate date) {
        return !hours(date).isEmpty();
    }

    /** Whether the site is open at an instant; false in a lunch break. */
    public boolean isOpen(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        LocalTime time = local.toLocalTime();
        return hours(local.toLocalDate()).stream()
                .anyMatch(span -> !time.isBefore(span.opens()) && time.isBefore(span.closes()));
    }

    /** The spans of a day in order; empty when closed. */
    public List<OpeningHours> hours(LocalDate date) {
        if (closures.stream().anyMatch(closure -> closure.covers(date))) {
            return List.of();
        }
        return hours.stream().filter(span -> span.day() == date.getDayOfWeek()).toList();
    }

    /**
     * The day itself when it is open, else the first open day after it.
     *
     * @throws IllegalStateException when the site is closed for the next two years
     */
    public LocalDate nextOpenDay(LocalDate date) {
        for (LocalDate day = date; day.isBefore(date.plusDays(SEARCHED_DAYS)); day = day.plusDays(1)) {
            if (isOpen(day)) {
                return day;
            }
        }
        throw new IllegalStateException("Site " + siteId + ": expected an open day within " + SEARCHED_DAYS
                + " days from " + date + ", found none; check core_calendar_hours and core_calendar_closure");
    }

    /** The end of {@link #nextOpenDay}: the first instant of the local day after it, exclusive. */
    public Instant endOfNextOpenDay(LocalDate date) {
        return nextOpenDay(date).plusDays(1).atStartOfDay(zone).toInstant();
    }

    /**
     * How many open days there are after one day and up to another, the latter included: the open-day counterpart of
     * {@code DAYS.between(after, until)}. 0 when {@code until} is not after {@code after}.
     */
    public long openDaysBetween(LocalDate after, LocalDate until) {
        return after.isBefore(until)
                ? after.plusDays(1)
                        .datesUntil(until.plusDays(1))
                        .filter(this::isOpen)
                        .count()
                : 0;
    }
}
