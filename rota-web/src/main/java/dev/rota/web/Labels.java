package dev.rota.web;

import java.util.List;
import java.util.Locale;

/** Words for people. */
final class Labels {
    private static final List<String> UNITS = List.of("bytes", "KiB", "MiB", "GiB", "TiB");

    private Labels() {}

    static String capitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** {@code CANCEL_RUNNING} as {@code cancel running}. */
    static String words(Enum<?> value) {
        return Problem.lower(value).replace('_', ' ');
    }

    static String counted(long count, String one, String many) {
        return count == 1 ? "1 " + one : String.format(Locale.ROOT, "%,d", count) + " " + many;
    }

    /** A size in bytes, to three digits or so: {@code 210 MiB}, {@code 1.4 GiB}. */
    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1_000 && unit < UNITS.size() - 1) {
            size /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", size, UNITS.get(unit));
    }

    /** A count that stops at {@code cap}. */
    static String capped(long count, long cap) {
        return String.format(Locale.ROOT, "%,d", Math.min(count, cap)) + (count >= cap ? "+" : "");
    }
}
