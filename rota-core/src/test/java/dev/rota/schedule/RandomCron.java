package dev.rota.schedule;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws cron expressions, with a taste for the hours in which clocks change. */
final class RandomCron {

    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private final Random random;

    RandomCron(Random random) {
        this.random = random;
    }

    /** Hour and minute are values and ranges. */
    String fixed() {
        return fixedTime() + " " + days();
    }

    String fixedTime() {
        return list(60, 3) + " " + fixedHour();
    }

    /** Hour or minute is a wildcard or a step. */
    String elapsed() {
        return elapsedTime() + " " + days();
    }

    String elapsedTime() {
        String hour = switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(24));
            case 2 -> random.nextInt(4) + "/" + (1 + random.nextInt(8));
            default -> fixedHour();
        };
        boolean steps = hour.contains("*") || hour.contains("/");
        String minute = steps && random.nextBoolean() ? list(60, 3) : steppedMinute();
        return minute + " " + hour;
    }

    String seconds() {
        return switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(60));
            case 2 -> range(60) + "/" + (1 + random.nextInt(20));
            default -> list(60, 3);
        };
    }

    private String steppedMinute() {
        return switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> range(60) + "/" + (1 + random.nextInt(20));
            case 2 -> random.nextInt(60) + "/" + (1 + random.nextInt(30));
            default -> "*/" + (1 + random.nextInt(60));
        };
    }

    private String fixedHour() {
        return switch (random.nextInt(4)) {
            case 0 -> range(24);
            case 1 -> list(24, 3);
            default -> Integer.toString(random.nextInt(5));
        };
    }

    private String days() {
        String month = random.nextInt(3) > 0 ? "*" : month();
        return switch (random.nextInt(6)) {
            case 0 -> dayOfMonth() + " " + month + " *";
            case 1 -> "* " + month + " " + weekday();
            case 2 -> dayOfMonth() + " " + month + " " + weekday();
            case 3 -> "? " + month + " " + weekday();
            default -> "* " + month + " *";
        };
    }

    String month() {
        return switch (random.nextInt(4)) {
            case 0 -> "*/" + (1 + random.nextInt(12));
            case 1 -> (1 + random.nextInt(6)) + "-" + (7 + random.nextInt(6));
            default ->
                IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(i -> MONTHS.get(random.nextInt(12)))
                        .collect(Collectors.joining(","));
        };
    }

    String dayOfMonth() {
        return switch (random.nextInt(8)) {
            case 0 -> "L";
            case 1 -> "L-" + (1 + random.nextInt(30));
            case 2 -> "LW";
            case 3 -> (1 + random.nextInt(31)) + "W";
            case 4 -> "*/" + (2 + random.nextInt(20));
            case 5 -> (1 + random.nextInt(15)) + "-" + (16 + random.nextInt(16));
            default -> (1 + random.nextInt(31)) + "," + (1 + random.nextInt(31));
        };
    }

    String weekday() {
        return switch (random.nextInt(6)) {
            case 0 -> name() + "L";
            case 1 -> name() + "#" + (1 + random.nextInt(5));
            case 2 -> random.nextInt(4) + "-" + (4 + random.nextInt(4));
            case 3 -> WEEKDAYS.get(1 + random.nextInt(6)) + "-SUN";
            case 4 -> Integer.toString(random.nextInt(8));
            default -> name() + "," + name();
        };
    }

    private String name() {
        return WEEKDAYS.get(random.nextInt(7));
    }

    private String range(int size) {
        int from = random.nextInt(size - 1);
        return from + "-" + (from + random.nextInt(size - from));
    }

    private String list(int size, int most) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(i -> Integer.toString(random.nextInt(size)))
                .collect(Collectors.joining(","));
    }
}
