package dev.rota.schedule;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The local date-times that match an expression, searched as if there were no time zones. A local date-time is a number
 * of seconds since 1970-01-01T00:00 on the wall clock. Immutable.
 */
final class LocalTimes {

    /** No such time. */
    static final long NONE = Long.MIN_VALUE;

    private static final int DAY = 86_400;
    private static final int LAST_YEAR = 9999;

    /**
     * How far a search walks. The rarest day that exists at all, 29 February on a given weekday across a century
     * without a leap year, comes back after 40 years.
     */
    private static final int MAX_MONTHS = 41 * 12;

    private final long seconds;
    private final long minutes;
    private final long hours;
    private final long months;
    private final DayRule days;
    private final boolean possible;

    LocalTimes(CronParser.Parsed parsed) {
        seconds = parsed.field(FieldKind.SECOND).bits();
        minutes = parsed.field(FieldKind.MINUTE).bits();
        hours = parsed.field(FieldKind.HOUR).bits();
        months = parsed.field(FieldKind.MONTH).bits();
        days = new DayRule(parsed.field(FieldKind.DAY_OF_MONTH), parsed.field(FieldKind.DAY_OF_WEEK));
        possible = anyMonthMatches();
    }

    private boolean anyMonthMatches() {
        for (int month = 1; month <= 12; month++) {
            for (int first = 0; isSet(months, month) && first < 7; first++) {
                int longest = YearMonth.of(2000, month).lengthOfMonth();
                int shortest = YearMonth.of(2001, month).lengthOfMonth();
                if (days.mask(first, longest) != 0 || days.mask(first, shortest) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether any date of the calendar matches. */
    boolean isPossible() {
        return possible;
    }

    /** The first matching time at or after {@code local}, or {@link #NONE}. */
    long next(long local) {
        if (!possible) {
            return NONE;
        }
        long epochDay = Math.floorDiv(local, DAY);
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        if (matches(date)) {
            int time = nextInDay((int) (local - epochDay * DAY));
            if (time >= 0) {
                return epochDay * DAY + time;
            }
        }
        long day = nextDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth() + 1);
        return day == NONE ? NONE : day * DAY + nextInDay(0);
    }

    /** The last matching time at or before {@code local}, or {@link #NONE}. */
    long previous(long local) {
        if (!possible) {
            return NONE;
        }
        long epochDay = Math.floorDiv(local, DAY);
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        if (matches(date)) {
            int time = previousInDay((int) (local - epochDay * DAY));
            if (time >= 0) {
                return epochDay * DAY + time;
            }
        }
        long day = previousDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth() - 1);
        return day == NONE ? NONE : day * DAY + previousInDay(DAY - 1);
    }

    private boolean matches(LocalDate date) {
        return isSet(months, date.getMonthValue())
                && isSet(daysOf(date.getYear(), date.getMonthValue()), date.getDayOfMonth());
    }

    private long daysOf(int year, int month) {
        LocalDate first = LocalDate.of(year, month, 1);
        return days.mask(first.getDayOfWeek().getValue() % 7, first.lengthOfMonth());
    }

    private long nextDay(int fromYear, int fromMonth, int fromDay) {
        int year = fromYear;
        int month = fromMonth;
        int day = fromDay;
        for (int i = 0; i < MAX_MONTHS && year <= LAST_YEAR; i++) {
            long mask = isSet(months, month) ? daysOf(year, month) & (-1L << day) : 0;
            if (mask != 0) {
                return LocalDate.of(year, month, Long.numberOfTrailingZeros(mask))
                        .toEpochDay();
            }
            day = 1;
            month++;
            if (month > 12) {
                month = 1;
                year++;
            }
        }
        return NONE;
    }

    private long previousDay(int fromYear, int fromMonth, int fromDay) {
        int year = fromYear;
        int month = fromMonth;
        int day = fromDay;
        for (int i = 0; i < MAX_MONTHS && year >= 1; i++) {
            long mask = isSet(months, month) ? daysOf(year, month) & ((2L << day) - 1) : 0;
            if (mask != 0) {
                return LocalDate.of(year, month, last(mask)).toEpochDay();
            }
            day = 31;
            month--;
            if (month < 1) {
                month = 12;
                year--;
            }
        }
        return NONE;
    }

    private int nextInDay(int time) {
        int hour = time / 3600;
        int minute = time / 60 % 60;
        if (isSet(hours, hour)) {
            int second = isSet(minutes, minute) ? firstFrom(seconds, time % 60) : -1;
            if (second >= 0) {
                return hour * 3600 + minute * 60 + second;
            }
            int later = firstFrom(minutes, minute + 1);
            if (later >= 0) {
                return hour * 3600 + later * 60 + firstFrom(seconds, 0);
            }
        }
        int later = firstFrom(hours, hour + 1);
        return later < 0 ? -1 : later * 3600 + firstFrom(minutes, 0) * 60 + firstFrom(seconds, 0);
    }

    private int previousInDay(int time) {
        int hour = time / 3600;
        int minute = time / 60 % 60;
        if (isSet(hours, hour)) {
            int second = isSet(minutes, minute) ? lastUpTo(seconds, time % 60) : -1;
            if (second >= 0) {
                return hour * 3600 + minute * 60 + second;
            }
            int earlier = lastUpTo(minutes, minute - 1);
            if (earlier >= 0) {
                return hour * 3600 + earlier * 60 + last(seconds);
            }
        }
        int earlier = lastUpTo(hours, hour - 1);
        return earlier < 0 ? -1 : earlier * 3600 + last(minutes) * 60 + last(seconds);
    }

    private static boolean isSet(long bits, int bit) {
        return (bits >>> bit & 1) != 0;
    }

    private static int firstFrom(long bits, int from) {
        long rest = bits & (-1L << from);
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    private static int lastUpTo(long bits, int to) {
        long rest = to < 0 ? 0 : bits & ((2L << to) - 1);
        return rest == 0 ? -1 : last(rest);
    }

    private static int last(long bits) {
        return 63 - Long.numberOfLeadingZeros(bits);
    }
}
