package dev.rota.web;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Times of day on days of the week: what most cron expressions say, for people who would rather not write them.
 *
 * @param times in order, all at the same minute of their hour; not empty
 * @param days all of them means every day; not empty
 */
record AtTimes(List<LocalTime> times, Set<DayOfWeek> days) {
    private static final DateTimeFormatter READ =
            DateTimeFormatter.ofPattern("H:mm", Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter WRITE = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final Pattern CRON =
            Pattern.compile("(\\d{1,2}) (\\d{1,2}(?:,\\d{1,2})*) \\* \\* (\\*|[A-Z]{3}(?:[,-][A-Z]{3})*)");
    private static final int MOST = 24;

    AtTimes {
        times = List.copyOf(times);
        days = Set.copyOf(days);
    }

    /**
     * As somebody wrote it.
     *
     * @param text such as {@code 09:00} or {@code 9:00, 17:00}
     * @param days none of them means every day
     * @throws Problem if a time cannot be read, or they are not at the same minute
     */
    static AtTimes parse(String text, Set<DayOfWeek> days) {
        Set<LocalTime> times = new TreeSet<>();
        for (String part : text.split("[,;\\s]+")) {
            if (!part.isEmpty()) {
                times.add(time(part));
            }
        }
        if (times.isEmpty() || times.size() > MOST) {
            throw invalid("Expected a time such as 09:00, or several such as 09:00, 17:00; found "
                    + Labels.counted(times.size(), "time", "times"));
        }
        if (times.stream().mapToInt(LocalTime::getMinute).distinct().count() > 1) {
            throw invalid("Times of one schedule share their minute, such as 09:15, 17:15: write a cron expression, or "
                    + "make a schedule for each");
        }
        return new AtTimes(new ArrayList<>(times), days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days);
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text, READ);
        } catch (DateTimeParseException e) {
            throw invalid("\"" + Labels.shortened(text, 20) + "\" is no time of day, expected one such as 09:00");
        }
    }

    private static Problem invalid(String detail) {
        return Problem.invalid("invalid-field", "A field is not valid", "/times", detail);
    }

    /** What a cron expression says, if it says no more than times of day on days of the week. */
    static Optional<AtTimes> of(String cron) {
        Matcher matcher = CRON.matcher(cron.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > 59) {
            return Optional.empty();
        }
        List<Integer> hours = Arrays.stream(matcher.group(2).split(","))
                .map(Integer::valueOf)
                .sorted()
                .distinct()
                .toList();
        Optional<Set<DayOfWeek>> days = days(matcher.group(3));
        if (days.isEmpty() || hours.get(hours.size() - 1) > 23) {
            return Optional.empty();
        }
        int minute = Integer.parseInt(matcher.group(1));
        return Optional.of(new AtTimes(
                hours.stream().map(hour -> LocalTime.of(hour, minute)).toList(), days.get()));
    }

    private static Optional<Set<DayOfWeek>> days(String field) {
        Set<DayOfWeek> all = EnumSet.allOf(DayOfWeek.class);
        if (field.equals("*")) {
            return Optional.of(all);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : field.split(",")) {
            List<Optional<DayOfWeek>> ends =
                    Arrays.stream(part.split("-")).map(AtTimes::day).toList();
            if (ends.size() > 2 || ends.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            DayOfWeek first = ends.get(0).orElseThrow();
            DayOfWeek last = ends.get(ends.size() - 1).orElseThrow();
            all.stream()
                    .filter(day -> day.compareTo(first) >= 0 && day.compareTo(last) <= 0)
                    .forEach(days::add);
        }
        return days.isEmpty() ? Optional.empty() : Optional.of(days);
    }

    private static Optional<DayOfWeek> day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> word(day).equals(word))
                .findFirst();
    }

    /** As cron names it: {@code MON}. */
    static String word(DayOfWeek day) {
        return day.name().substring(0, 3);
    }

    /** As it is written in a form. */
    String text() {
        return times.stream().map(WRITE::format).collect(Collectors.joining(", "));
    }

    String cron() {
        String hours =
                times.stream().map(time -> String.valueOf(time.getHour())).collect(Collectors.joining(","));
        return times.get(0).getMinute() + " " + hours + " * * " + weekdays();
    }

    private String weekdays() {
        return days.size() == DayOfWeek.values().length
                ? "*"
                : days.stream().sorted().map(AtTimes::word).collect(Collectors.joining(","));
    }
}
