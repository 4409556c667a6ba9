package dev.rota.cli.foreign;

import dev.rota.schedule.Cron;
import dev.rota.schedule.Trigger;
import dev.rota.schedule.ZoneNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Triggers of APScheduler 3 as they would be here. What has no counterpart is refused with the reason. */
final class ApschedulerTrigger {
    /** From the most to the least significant. */
    private static final List<String> FIELDS =
            List.of("year", "month", "day", "week", "day_of_week", "hour", "minute", "second");

    private static final Pattern NTH = Pattern.compile("(1st|2nd|3rd|4th|5th|last)\\s+([a-z]{3})");
    private static final Pattern LENGTH = Pattern.compile("(?:(\\d{1,6}):)?(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.\\d+)?");

    private ApschedulerTrigger() {}

    /**
     * A cron trigger.
     *
     * @param fields by APScheduler's names, and {@code timezone}; values as texts
     * @throws IllegalArgumentException if it has no counterpart
     */
    static Trigger cron(Map<String, String> fields, ZoneId zone) {
        String named = fields.get("timezone");
        String text = fields(fields);
        Cron cron = Cron.parse(text);
        if (!"*".equals(day(fields)) && !"*".equals(weekday(fields))) {
            throw new IllegalArgumentException(
                    "It names both day and day_of_week, which must both match there; here one of them suffices");
        }
        return Trigger.cron(cron.text(), named == null ? zone : ZoneNames.parse(named));
    }

    private static String fields(Map<String, String> fields) {
        for (String absent : List.of("year", "week")) {
            if (!fields.getOrDefault(absent, "*").equals("*")) {
                throw new IllegalArgumentException("It names " + absent + ", which has no counterpart");
            }
        }
        String second = field(fields, "second");
        String rest = String.join(
                " ",
                field(fields, "minute"),
                field(fields, "hour"),
                day(fields),
                field(fields, "month"),
                weekday(fields));
        return second.equals("0") ? rest : second + " " + rest;
    }

    /** What is not given is * above the least significant field that is, and the least value below it. */
    private static String field(Map<String, String> fields, String name) {
        String given = fields.get(name);
        if (given != null) {
            return given.strip().toLowerCase(Locale.ROOT).replaceAll("\\s*,\\s*", ",");
        }
        int least = FIELDS.stream()
                .filter(fields::containsKey)
                .mapToInt(FIELDS::indexOf)
                .max()
                .orElse(FIELDS.size());
        boolean below = FIELDS.indexOf(name) > least && !name.equals("week") && !name.equals("day_of_week");
        return below ? (name.equals("day") || name.equals("month") ? "1" : "0") : "*";
    }

    private static String day(Map<String, String> fields) {
        String day = field(fields, "day");
        return NTH.matcher(day).matches() ? "*" : day.equals("last") ? "L" : day;
    }

    /** APScheduler writes the second Friday as a day of the month. */
    private static String weekday(Map<String, String> fields) {
        Matcher nth = NTH.matcher(field(fields, "day"));
        if (nth.matches()) {
            String name = nth.group(2).toUpperCase(Locale.ROOT);
            return nth.group(1).equals("last")
                    ? name + "L"
                    : name + "#" + nth.group(1).charAt(0);
        }
        return Weekdays.APSCHEDULER.named(field(fields, "day_of_week"));
    }

    /**
     * Five fields, as {@code CronTrigger.from_crontab} reads them: with its own weekdays.
     *
     * @throws IllegalArgumentException if it has no counterpart
     */
    static Trigger crontab(String text, @Nullable String timezone, ZoneId zone) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 5) {
            throw new IllegalArgumentException("from_crontab takes five fields, found " + parts.length);
        }
        Map<String, String> fields = new java.util.LinkedHashMap<>(Map.of(
                "minute", parts[0], "hour", parts[1], "day", parts[2], "month", parts[3], "day_of_week", parts[4]));
        if (timezone != null) {
            fields.put("timezone", timezone);
        }
        return cron(fields, zone);
    }

    /**
     * An interval.
     *
     * @param lengths by APScheduler's names: weeks, days, hours, minutes, seconds
     */
    static Trigger interval(Map<String, String> lengths) {
        Duration length = Duration.ZERO;
        for (Map.Entry<String, String> one : lengths.entrySet()) {
            length = switch (one.getKey()) {
                case "weeks" -> length.plusDays(7 * number(one.getValue()));
                case "days" -> length.plusDays(number(one.getValue()));
                case "hours" -> length.plusHours(number(one.getValue()));
                case "minutes" -> length.plusMinutes(number(one.getValue()));
                case "seconds" -> length.plusSeconds(number(one.getValue()));
                case "start_date", "end_date" ->
                    throw new IllegalArgumentException("It has " + one.getKey() + ": make the schedule by hand");
                default -> length;
            };
        }
        return Trigger.every(length);
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number");
        }
        return Long.parseLong(text);
    }

    /** Once. */
    static Trigger date(String text, ZoneId zone) {
        String iso = text.strip().replace(' ', 'T');
        try {
            return Trigger.once(
                    iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time", e);
        }
    }

    /**
     * What APScheduler says of a trigger: {@code cron[hour='2', minute='0']}, {@code interval[0:06:00:00]} or {@code
     * date[2026-11-22 10:00:00 UTC]}.
     *
     * @throws IllegalArgumentException if it has no counterpart
     */
    static Trigger said(String text, ZoneId zone) {
        int open = text.indexOf('[');
        if (open < 0 || !text.strip().endsWith("]")) {
            throw new IllegalArgumentException("Expected such as cron[hour='2', minute='0']");
        }
        String inside = text.strip().substring(open + 1, text.strip().length() - 1);
        return switch (text.substring(0, open).strip()) {
            case "cron" -> cron(saidFields(inside), zone);
            case "interval" -> Trigger.every(length(inside));
            case "date" -> date(inside.replaceFirst(" (?:UTC|GMT)$", "Z"), zone);
            default -> throw new IllegalArgumentException("A trigger of this kind has no counterpart");
        };
    }

    private static Map<String, String> saidFields(String inside) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        Matcher field = Pattern.compile("(\\w+)='([^']*)'").matcher(inside);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }

    /** {@code 0:06:00:00} or {@code 1 day, 6:00:00}. */
    private static Duration length(String text) {
        String plain = text.strip().replaceFirst("^(\\d+) days?, ", "$1:");
        Matcher matcher = LENGTH.matcher(plain);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a length of time");
        }
        List<Long> parts = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            parts.add(matcher.group(i) == null ? 0L : Long.parseLong(matcher.group(i)));
        }
        return Duration.ofDays(parts.get(0))
                .plusHours(parts.get(1))
                .plusMinutes(parts.get(2))
                .plusSeconds(parts.get(3));
    }
}
