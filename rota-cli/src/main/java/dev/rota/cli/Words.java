package dev.rota.cli;

import java.util.List;
import java.util.Locale;

/** How values are called, in tables and in data alike. */
final class Words {
    private Words() {}

    /** {@code RUN_ONCE} is shown as {@code run-once}. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code 1 job}, {@code 2 jobs}. */
    static String counted(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /** {@code a}, {@code a and b}, {@code a, b and c}. */
    static String and(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
