package dev.rota.schedule;

import java.util.List;

/** The fields of a cron expression, in the order of the six-field form. */
enum FieldKind {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    DAY_OF_WEEK("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String label;
    private final int min;
    private final int max;

    private final List<String> names;

    FieldKind(String label, int min, int max, List<String> names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    String label() {
        return label;
    }

    int min() {
        return min;
    }

    /** The greatest number that may be written. */
    int max() {
        return max;
    }

    /** The last value of {@code *}: Sunday is 0 and may also be written 7, but counts once. */
    int last() {
        return this == DAY_OF_WEEK ? 6 : max;
    }

    int size() {
        return last() - min + 1;
    }

    /** The bits of every value of this field. */
    long allBits() {
        return (-1L >>> (63 - last())) & (-1L << min);
    }

    /** The three-letter name of a value, or the number where the field has no names. */
    String name(int value) {
        return names.isEmpty() ? Integer.toString(value) : names.get((value - min) % names.size());
    }

    /** The value of a three-letter name in upper case, or -1. */
    int numberOf(String name) {
        int index = names.indexOf(name);
        return index < 0 ? -1 : index + min;
    }

    String allowed() {
        return min + "–" + max;
    }

    String remedy() {
        return names.isEmpty()
                ? "Use " + allowed()
                : "Use " + allowed() + " or " + names.get(0) + "–" + names.get(names.size() - 1);
    }
}
