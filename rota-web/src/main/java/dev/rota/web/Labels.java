package dev.rota.web;

import java.util.Locale;

/** Words for people. */
final class Labels {
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

    /** A count that stops at {@code cap}. */
    static String capped(long count, long cap) {
        return String.format(Locale.ROOT, "%,d", Math.min(count, cap)) + (count >= cap ? "+" : "");
    }
}
