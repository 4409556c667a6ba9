package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A time of the week in which a schedule does not fire, such as {@code MON-FRI 08:00-18:00}. It goes by what the clocks
 * of the schedule's zone show: an hour that they skip is in no window, and one that they show twice is in the window
 * both times.
 *
 * @param days on which it begins; all of them for every day, never none
 * @param from when it begins
 * @param to when it ends, on the day after if it is not later than {@code from}; not part of it
 */
public record PauseWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    private static final int MOST = 20;

    public PauseWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A pause window is on no day, expected one day or more");
        }
        if (!from.equals(from.truncatedTo(ChronoUnit.MINUTES)) || !to.equals(to.truncatedTo(ChronoUnit.MINUTES))) {
            throw new IllegalArgumentException(
                    "A pause window is from " + from + " to " + to + ", expected whole minutes");
        }
        days = Set.copyOf(days);
    }

    /** True if the clocks of {@code zone} show a time within it at this instant. */
    public boolean contains(Instant at, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        LocalTime time = local.toLocalTime();
        boolean today = days.contains(local.getDayOfWeek());
        if (from.isBefore(to)) {
            return today && !time.isBefore(from) && time.isBefore(to);
        }
        return today && !time.isBefore(from)
                || days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(to);
    }

    /**
     * Reads windows as {@link #text(List)} writes them.
     *
     * @param text such as {@code MON-FRI 08:00-18:00, SUN 00:00-24:00}; without days it is every day; empty for none
     * @throws IllegalArgumentException if it is malformed, or there are more than 20
     */
    public static List<PauseWindow> parseAll(String text) {
        List<PauseWindow> windows = new ArrayList<>();
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String word : text.toUpperCase(Locale.ROOT).split("[,;\\s]+")) {
            if (word.isEmpty()) {
                continue;
            }
            if (Character.isDigit(word.charAt(0))) {
                windows.add(window(days, word));
                days = EnumSet.noneOf(DayOfWeek.class);
            } else {
                days.addAll(days(word));
            }
        }
        if (!days.isEmpty()) {
            throw malformed(text);
        }
        if (windows.size() > MOST) {
            throw new IllegalArgumentException(
                    "There are " + windows.size() + " pause windows, expected at most " + MOST);
        }
        return List.copyOf(windows);
    }

    private static PauseWindow window(Set<DayOfWeek> days, String times) {
        String[] ends = times.split("-", -1);
        if (ends.length != 2) {
            throw malformed(times);
        }
        return new PauseWindow(
                days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
                time(ends[0]),
                ends[1].equals("24:00") ? LocalTime.MIDNIGHT : time(ends[1]));
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text, TIME);
        } catch (DateTimeParseException e) {
            throw malformed(text);
        }
    }

    private static Set<DayOfWeek> days(String word) {
        String[] ends = word.split("-", -1);
        DayOfWeek first = day(ends[0]);
        DayOfWeek last = day(ends[ends.length - 1]);
        if (ends.length > 2) {
            throw malformed(word);
        }
        Set<DayOfWeek> days = EnumSet.of(last);
        for (DayOfWeek day = first; day != last; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> name(day).equals(word))
                .findFirst()
                .orElseThrow(() -> malformed(word));
    }

    private static String name(DayOfWeek day) {
        return day.name().substring(0, 3);
    }

    private static IllegalArgumentException malformed(String found) {
        return new IllegalArgumentException(
                "Pause window \"" + (found.length() > 50 ? found.substring(0, 50) : found)
                        + "\" is not valid. One looks like MON-FRI 08:00-18:00 or SAT,SUN 00:00-24:00, several are separated by commas.");
    }

    /** As people write it; what {@link #parseAll} reads. */
    public String text() {
        String times = TIME.format(from) + "-" + (to.equals(LocalTime.MIDNIGHT) ? "24:00" : TIME.format(to));
        return days.size() == DayOfWeek.values().length ? times : daysText() + " " + times;
    }

    private String daysText() {
        List<DayOfWeek> sorted = days.stream().sorted().toList();
        DayOfWeek first = sorted.get(0);
        DayOfWeek last = sorted.get(sorted.size() - 1);
        return sorted.size() > 2 && last.getValue() - first.getValue() == sorted.size() - 1
                ? name(first) + "-" + name(last)
                : sorted.stream().map(PauseWindow::name).collect(Collectors.joining(","));
    }

    /** All of them; empty if there are none. */
    public static String text(List<PauseWindow> windows) {
        return windows.stream().map(PauseWindow::text).collect(Collectors.joining(", "));
    }
}
