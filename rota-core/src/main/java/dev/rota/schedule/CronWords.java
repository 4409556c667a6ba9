package dev.rota.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts a cron expression into English. The words are made from the values an expression matches, not from its spelling,
 * so {@code 0,30} and {@code *}{@code /30} read the same.
 */
public final class CronWords {

    /** As many clock times as are listed before minutes and hours are named apart. */
    private static final int MAX_TIMES = 8;

    private final ValueSet seconds;
    private final ValueSet minutes;
    private final ValueSet hours;

    private CronWords(Cron cron) {
        seconds = ValueSet.of(cron.field(FieldKind.SECOND));
        minutes = ValueSet.of(cron.field(FieldKind.MINUTE));
        hours = ValueSet.of(cron.field(FieldKind.HOUR));
    }

    /** The expression in English, such as {@code "Every 2 hours from 08:00 to 18:00, Monday to Friday"}. */
    public static String describe(Cron cron) {
        String time = new CronWords(cron).time();
        String day = DayWords.of(cron);
        boolean clockTimes = time.startsWith("At ") && time.indexOf(':') == 5;
        String everyDay = clockTimes && !DayWords.restrictsDays(cron) ? ", every day" : "";
        String never = cron.times().isPossible() ? "" : ": never fires, there is no such date";
        return time + everyDay + day + never;
    }

    private String time() {
        if (seconds.isSingle() && minutes.count() * hours.count() <= 3) {
            return clockTimes();
        }
        if (!seconds.isOnlyZero()) {
            return secondsFirst();
        }
        if (minutes.isSingle()) {
            return byTheHour();
        }
        return minutes.cycle() > 0 ? byTheMinute() : listed();
    }

    private String byTheHour() {
        int minute = minutes.first();
        if (hours.isAll()) {
            return minute == 0 ? "Every hour" : "At minute " + minute + " of every hour";
        }
        if (hours.cycle() > 0 && hours.first() == 0 && minute == 0) {
            return every(hours.cycle(), "hour");
        }
        if (hours.step() > 0) {
            return every(hours.step(), "hour") + span(hours.first(), minute, hours.last(), minute);
        }
        return clockTimes();
    }

    private String byTheMinute() {
        String every = every(minutes.cycle(), "minute");
        if (hours.isAll()) {
            return minutes.first() == 0 ? every : every + " from minute " + minutes.first() + " of every hour";
        }
        if (hours.isContiguous()) {
            return every + span(hours.first(), minutes.first(), hours.last(), minutes.last());
        }
        return minutes.first() == 0 ? every + " in the hours " + hourList() : listed();
    }

    private String listed() {
        if (hours.isSingle() && minutes.step() > 0) {
            return every(minutes.step(), "minute") + span(hours.first(), minutes.first(), hours.last(), minutes.last());
        }
        if (minutes.count() * hours.count() <= MAX_TIMES) {
            return clockTimes();
        }
        return "At " + named("minute", minutes) + (hours.isAll() ? " of every hour" : " of the hours " + hourList());
    }

    private String secondsFirst() {
        boolean cyclic = seconds.cycle() > 0 && seconds.first() == 0;
        String head = cyclic ? every(seconds.cycle(), "second") : "At " + named("second", seconds);
        if (minutes.isAll() && hours.isAll()) {
            return cyclic ? head : head + " of every minute";
        }
        String hour = hours.isAll() ? "" : (hours.isSingle() ? "the hour " : "the hours ") + hourList();
        if (minutes.isAll()) {
            return head + (cyclic ? "" : " of every minute") + " in " + hour;
        }
        String of = hours.isAll() ? " of every hour" : " of " + hour;
        return head + (cyclic ? " in " : " of ") + named("minute", minutes) + of;
    }

    private String clockTimes() {
        List<String> times = new ArrayList<>();
        for (int hour : hours.values()) {
            for (int minute : minutes.values()) {
                String second = seconds.isOnlyZero() ? "" : String.format(Locale.ROOT, ":%02d", seconds.first());
                times.add(clock(hour, minute) + second);
            }
        }
        return "At " + Words.and(times);
    }

    private String hourList() {
        return hours.words(hour -> String.format(Locale.ROOT, "%02d", hour));
    }

    private static String named(String unit, ValueSet values) {
        return (values.isSingle() ? unit + " " : unit + "s ") + values.words(Integer::toString);
    }

    private static String every(int count, String unit) {
        return count == 1 ? "Every " + unit : "Every " + count + " " + unit + "s";
    }

    private static String span(int fromHour, int fromMinute, int toHour, int toMinute) {
        return " from " + clock(fromHour, fromMinute) + " to " + clock(toHour, toMinute);
    }

    private static String clock(int hour, int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", hour, minute);
    }
}
