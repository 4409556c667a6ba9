package dev.rota.schedule;

import dev.rota.schedule.CronField.Term;

/** Which days of a month match the two day fields, as a bit mask. Immutable. */
final class DayRule {

    /** Bits 0, 7, 14, 21 and 28: one weekday through a month. */
    private static final long WEEKLY = 0x10204081L;

    private final boolean dayRestricted;
    private final boolean weekdayRestricted;
    private final long days;
    private final long weekdays;
    private int daysBeforeLast;
    private boolean lastWeekday;
    private int nearestWeekdays;
    private int lastOfMonth;
    private long nthOfMonth;

    DayRule(CronField day, CronField weekday) {
        dayRestricted = day.isRestricted();
        weekdayRestricted = weekday.isRestricted();
        days = day.bits();
        weekdays = weekday.bits();
        day.terms().forEach(this::add);
        weekday.terms().forEach(this::add);
    }

    private void add(Term term) {
        switch (term.form()) {
            case LAST_DAY -> daysBeforeLast |= 1 << term.from();
            case LAST_WEEKDAY -> lastWeekday = true;
            case NEAREST_WEEKDAY -> nearestWeekdays |= 1 << term.from();
            case LAST_OF_MONTH -> lastOfMonth |= 1 << term.from();
            case NTH_OF_MONTH -> nthOfMonth |= 1L << (term.from() * 8 + term.to());
            case ALL, VALUE, RANGE, OPEN -> {
                // The plain values are in the bits already.
            }
        }
    }

    /**
     * The matching days, bit 1 for the first.
     *
     * @param first weekday of the first of the month, Sunday 0
     * @param length days in the month
     */
    long mask(int first, int length) {
        long month = (2L << length) - 2;
        if (!weekdayRestricted) {
            return dayRestricted ? dayMask(first, length) & month : month;
        }
        long byWeekday = weekdayMask(first, length);
        return (dayRestricted ? byWeekday | dayMask(first, length) : byWeekday) & month;
    }

    private long dayMask(int first, int length) {
        long mask = days;
        for (int rest = daysBeforeLast; rest != 0; rest &= rest - 1) {
            int day = length - Integer.numberOfTrailingZeros(rest);
            mask |= day >= 1 ? 1L << day : 0;
        }
        for (int rest = nearestWeekdays; rest != 0; rest &= rest - 1) {
            int day = Integer.numberOfTrailingZeros(rest);
            mask |= day <= length ? 1L << nearestWeekday(day, first, length) : 0;
        }
        return lastWeekday ? mask | 1L << nearestWeekdayBefore(length, first) : mask;
    }

    private static int nearestWeekday(int day, int first, int length) {
        int weekday = weekday(day, first);
        if (weekday == 6) {
            return day == 1 ? 3 : day - 1;
        }
        if (weekday == 0) {
            return day == length ? day - 2 : day + 1;
        }
        return day;
    }

    private static int nearestWeekdayBefore(int day, int first) {
        int weekday = weekday(day, first);
        return weekday == 6 ? day - 1 : weekday == 0 ? day - 2 : day;
    }

    private static int weekday(int day, int first) {
        return (first + day - 1) % 7;
    }

    private long weekdayMask(int first, int length) {
        long mask = 0;
        for (long rest = weekdays; rest != 0; rest &= rest - 1) {
            mask |= WEEKLY << firstOf(Long.numberOfTrailingZeros(rest), first);
        }
        for (int rest = lastOfMonth; rest != 0; rest &= rest - 1) {
            int day = firstOf(Integer.numberOfTrailingZeros(rest), first);
            mask |= 1L << (day + (length - day) / 7 * 7);
        }
        for (long rest = nthOfMonth; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            mask |= 1L << (firstOf(bit / 8, first) + (bit % 8 - 1) * 7);
        }
        return mask;
    }

    private static int firstOf(int weekday, int first) {
        return 1 + (weekday - first + 7) % 7;
    }
}
