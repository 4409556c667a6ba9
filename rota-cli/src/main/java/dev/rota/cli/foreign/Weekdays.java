package dev.rota.cli.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a program counts weekdays.
 *
 * @param first the weekday of the first number, Monday 0
 * @param least the first number
 */
record Weekdays(int first, int least) {
    /** 0 is Sunday, and so is 7. */
    static final Weekdays CRONTAB = new Weekdays(6, 0);

    /** 0 is Monday. */
    static final Weekdays APSCHEDULER = new Weekdays(0, 0);

    /** 1 is Sunday. */
    static final Weekdays QUARTZ = new Weekdays(6, 1);

    private static final List<String> NAMES = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final Pattern TERM = Pattern.compile("(?:(\\*)|(\\d|[A-Z]{3})(?:-(\\d|[A-Z]{3}))?)(?:/(\\d{1,2}))?");
    private static final Pattern MARKED = Pattern.compile("(\\d|[A-Z]{3})(L|#[1-5])");

    /**
     * The field with names for numbers.
     *
     * @throws IllegalArgumentException if it is none
     */
    String named(String field) {
        String upper = field.strip().toUpperCase(Locale.ROOT);
        if (upper.equals("*") || upper.equals("?")) {
            return "*";
        }
        boolean[] days = new boolean[7];
        List<String> marked = new ArrayList<>();
        for (String term : upper.split(",", -1)) {
            Matcher mark = MARKED.matcher(term);
            if (mark.matches()) {
                marked.add(NAMES.get(day(mark.group(1))) + mark.group(2));
            } else {
                add(term, days);
            }
        }
        String plain = text(days);
        if (!plain.isEmpty()) {
            marked.add(0, plain);
        }
        return plain.equals("*") ? "*" : String.join(",", marked);
    }

    private void add(String term, boolean[] days) {
        Matcher matcher = TERM.matcher(term);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Day of week \"" + term + "\" is not known");
        }
        boolean all = matcher.group(1) != null;
        int start = all ? first : day(matcher.group(2));
        int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        int length;
        if (all) {
            length = 7;
        } else if (matcher.group(3) != null) {
            int end = day(matcher.group(3));
            length = Math.floorMod(end - start, 7) + 1;
            // 0-7 of a crontab: both ends are Sunday.
            length = length == 1 && !matcher.group(2).equals(matcher.group(3)) ? 7 : length;
        } else {
            // 2/2: from there to the end of the week as the program counts it.
            length = matcher.group(4) == null ? 1 : 7 - Math.floorMod(start - first, 7);
        }
        for (int i = 0; i < length; i += Math.max(step, 1)) {
            days[(start + i) % 7] = true;
        }
    }

    private int day(String text) {
        int named = NAMES.indexOf(text);
        if (named >= 0) {
            return named;
        }
        if (!Character.isDigit(text.charAt(0))) {
            throw new IllegalArgumentException("Day of week \"" + text + "\" is not known");
        }
        int number = Integer.parseInt(text) - least;
        boolean sundayToo = equals(CRONTAB) && number == 7;
        if (number < 0 || (number > 6 && !sundayToo)) {
            throw new IllegalArgumentException("Day of week " + text + " is outside " + least + "–" + (least + 6));
        }
        return (first + number) % 7;
    }

    private static String text(boolean[] days) {
        List<String> parts = new ArrayList<>();
        int day = 0;
        while (day < 7) {
            int end = day;
            while (end < 7 && days[end]) {
                end++;
            }
            int length = end - day;
            if (length == 7) {
                return "*";
            }
            if (length > 2) {
                parts.add(NAMES.get(day) + "-" + NAMES.get(end - 1));
            } else if (length > 0) {
                parts.addAll(NAMES.subList(day, end));
            }
            day = Math.max(end, day + 1);
        }
        return String.join(",", parts);
    }
}
