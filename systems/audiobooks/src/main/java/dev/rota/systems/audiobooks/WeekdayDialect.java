package dev.rota.systems.audiobooks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a bare number means as a weekday in a cron expression. 6 is Saturday here and in Unix, Sunday in APScheduler 3, and
 * Friday in Quartz; so numbers are refused unless it is said whose they are. Pure.
 */
enum WeekdayDialect {
    /** Weekdays by name alone. */
    NAMES {
        @Override
        String translate(String weekdays, String cron) {
            if (NUMBER.matcher(weekdays).find()) {
                throw new IllegalArgumentException("Cron \"" + cron
                        + "\": expected weekdays by name such as SUN, found \""
                        + weekdays + "\", which means different days to different schedulers. Write the name, or set"
                        + " audiobooks.cron-dialect=apscheduler3 if 0 is Monday and 6 is Sunday");
            }
            return weekdays;
        }
    },
    /** 0 is Monday, 6 is Sunday, as APScheduler 3 counts. */
    APSCHEDULER3 {
        @Override
        String translate(String weekdays, String cron) {
            Matcher matcher = NUMBER.matcher(weekdays);
            return matcher.replaceAll(found -> {
                int day = Integer.parseInt(found.group(1));
                if (day >= DAYS.size()) {
                    throw new IllegalArgumentException(
                            "Cron \"" + cron + "\": expected weekdays 0 to 6 as APScheduler 3 counts, found " + day);
                }
                return DAYS.get(day);
            });
        }
    };

    /** A number that is a day, not a step. */
    private static final Pattern NUMBER = Pattern.compile("(?<![/#\\w])(\\d+)");

    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final int FIELDS = 5;

    /** Of a five-field expression, the same with weekdays by name; what has not five fields is left as it is. */
    String read(String cron) {
        String[] fields = cron.strip().split("\\s+");
        if (fields.length != FIELDS) {
            return cron.strip();
        }
        fields[FIELDS - 1] = translate(fields[FIELDS - 1], cron);
        return String.join(" ", fields);
    }

    abstract String translate(String weekdays, String cron);

    static WeekdayDialect of(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("audiobooks.cron-dialect: expected names or apscheduler3,"
                                + " found \"" + name.toLowerCase(Locale.ROOT) + "\""));
    }
}
