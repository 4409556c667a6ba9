package dev.rota.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Says when an expression fires by trying every moment. It shares nothing with the code under test: it works on the
 * text, asks java.time for every local time, and knows neither bit sets nor searches.
 */
final class CronOracle {

    private static final List<String> MONTHS =
            List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String second;
    private final String minute;
    private final String hour;
    private final String day;
    private final String month;
    private final String weekday;

    CronOracle(String text) {
        String[] parts = text.toUpperCase(Locale.ROOT).split(" ");
        int skip = 6 - parts.length;
        second = skip == 1 ? "0" : parts[0];
        minute = parts[1 - skip];
        hour = parts[2 - skip];
        day = parts[3 - skip];
        month = parts[4 - skip];
        weekday = parts[5 - skip];
    }

    boolean namesFixedTimes() {
        return isFixed(minute, 59) && isFixed(hour, 23);
    }

    private static boolean isFixed(String field, int last) {
        if (field.contains("*") || field.contains("/")) {
            return false;
        }
        for (int value = 0; value <= last; value++) {
            if (!anyEntry(field, value, 0, last, List.of())) {
                return true;
            }
        }
        return false;
    }

    boolean hasOneSecond() {
        return second.equals("0");
    }

    /** The first fire after {@code after} and before {@code end}. */
    Optional<Instant> next(Instant after, Instant end, ZoneId zone) {
        return namesFixedTimes() ? nextFixed(after, end, zone) : nextElapsed(after, end, zone);
    }

    private Optional<Instant> nextElapsed(Instant after, Instant end, ZoneId zone) {
        ChronoUnit unit = hasOneSecond() ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
        LocalDate known = LocalDate.MIN;
        boolean matchesDay = false;
        for (Instant i = after.truncatedTo(unit).plus(1, unit); i.isBefore(end); i = i.plus(1, unit)) {
            LocalDateTime clock = LocalDateTime.ofInstant(i, zone);
            if (!clock.toLocalDate().equals(known)) {
                known = clock.toLocalDate();
                matchesDay = matchesDate(known);
            }
            if (matchesDay && matchesTime(clock.toLocalTime())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> nextFixed(Instant after, Instant end, ZoneId zone) {
        LocalDate first = LocalDate.ofInstant(after, zone).minusDays(2);
        LocalDate last = LocalDate.ofInstant(end, zone).plusDays(2);
        List<LocalTime> times = timesOfDay();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            if (matchesDate(date)) {
                TreeSet<Instant> fires = new TreeSet<>();
                for (LocalTime time : times) {
                    fires.add(instantOf(date.atTime(time), zone));
                }
                Instant fire = fires.higher(after);
                if (fire != null) {
                    return fire.isBefore(end) ? Optional.of(fire) : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private List<LocalTime> timesOfDay() {
        int step = hasOneSecond() ? 60 : 1;
        return java.util.stream.IntStream.iterate(0, i -> i < 86_400, i -> i + step)
                .mapToObj(LocalTime::ofSecondOfDay)
                .filter(this::matchesTime)
                .toList();
    }

    private static Instant instantOf(LocalDateTime local, ZoneId zone) {
        ZonedDateTime zoned = ZonedDateTime.ofLocal(local, zone, null);
        Instant instant = zoned.toInstant();
        if (zoned.toLocalDateTime().equals(local)) {
            return instant;
        }
        // In a gap java.time keeps the distance to its start: the gap ends where the offset begins to be the later one.
        Duration minute = Duration.ofMinutes(1);
        while (zone.getRules().getOffset(instant.minus(minute)).equals(zoned.getOffset())) {
            instant = instant.minus(minute);
        }
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }

    private boolean matchesTime(LocalTime time) {
        return anyEntry(second, time.getSecond(), 0, 59, List.of())
                && anyEntry(minute, time.getMinute(), 0, 59, List.of())
                && anyEntry(hour, time.getHour(), 0, 23, List.of());
    }

    private boolean matchesDate(LocalDate date) {
        if (!anyEntry(month, date.getMonthValue(), 1, 12, MONTHS)) {
            return false;
        }
        boolean anyDay = day.equals("*") || day.equals("?");
        boolean anyWeekday = weekday.equals("*") || weekday.equals("?");
        boolean byDay = List.of(day.split(",")).stream().anyMatch(entry -> matchesDay(entry, date));
        boolean byWeekday = List.of(weekday.split(",")).stream().anyMatch(entry -> matchesWeekday(entry, date));
        return anyDay ? anyWeekday || byWeekday : anyWeekday ? byDay : byDay || byWeekday;
    }

    private static boolean matchesDay(String entry, LocalDate date) {
        LocalDate last = date.with(TemporalAdjusters.lastDayOfMonth());
        if (entry.equals("LW")) {
            while (last.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
                last = last.minusDays(1);
            }
            return date.equals(last);
        }
        if (entry.startsWith("L")) {
            return date.equals(entry.equals("L") ? last : last.minusDays(Integer.parseInt(entry.substring(2))));
        }
        if (entry.endsWith("W")) {
            int wanted = Integer.parseInt(entry.substring(0, entry.length() - 1));
            if (wanted > last.getDayOfMonth() || date.getDayOfWeek().getValue() > 5) {
                return false;
            }
            // The nearest of all days of the month in Monday to Friday.
            int distance = Math.abs(date.getDayOfMonth() - wanted);
            for (LocalDate other = date.withDayOfMonth(1); !other.isAfter(last); other = other.plusDays(1)) {
                if (other.getDayOfWeek().getValue() <= 5 && Math.abs(other.getDayOfMonth() - wanted) < distance) {
                    return false;
                }
            }
            return true;
        }
        return anyEntry(entry, date.getDayOfMonth(), 1, 31, List.of());
    }

    private static boolean matchesWeekday(String entry, LocalDate date) {
        int hash = entry.indexOf('#');
        if (hash > 0) {
            DayOfWeek wanted = weekdayOf(entry.substring(0, hash));
            int nth = Integer.parseInt(entry.substring(hash + 1));
            return date.getDayOfWeek() == wanted && (date.getDayOfMonth() + 6) / 7 == nth;
        }
        if (entry.endsWith("L")) {
            return date.equals(
                    date.with(TemporalAdjusters.lastInMonth(weekdayOf(entry.substring(0, entry.length() - 1)))));
        }
        int value = date.getDayOfWeek().getValue();
        boolean sundayAsSeven = value == 7 && !entry.contains("/") && anyEntry(entry, 7, 0, 7, WEEKDAYS);
        return sundayAsSeven || anyEntry(entry, value % 7, 0, 6, WEEKDAYS);
    }

    private static DayOfWeek weekdayOf(String name) {
        int number = number(name, WEEKDAYS);
        return DayOfWeek.of(number == 0 ? 7 : number);
    }

    private static boolean anyEntry(String field, int value, int min, int max, List<String> names) {
        for (String entry : field.split(",")) {
            String[] stepped = entry.split("/");
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            int from;
            int to;
            if (stepped[0].equals("*") || stepped[0].equals("?")) {
                from = min;
                to = max;
            } else {
                String[] ends = stepped[0].split("-");
                from = number(ends[0], names);
                to = ends.length == 2 ? number(ends[1], names) : stepped.length == 2 ? max : from;
                // A range of weekdays may end on Sunday.
                to = to < from && names.contains("SUN") ? 7 : to;
            }
            if (value >= from && value <= to && (value - from) % step == 0) {
                return true;
            }
        }
        return false;
    }

    private static int number(String token, List<String> names) {
        int named = names.indexOf(token);
        return named >= 0 && !token.isEmpty() ? named : Integer.parseInt(token);
    }
}
