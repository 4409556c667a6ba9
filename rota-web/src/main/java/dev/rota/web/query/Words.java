package dev.rota.web.query;

import java.time.Duration;
import java.util.Locale;

/** How parts of terms are written. */
final class Words {
    private Words() {}

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String sign(boolean negated) {
        return negated ? "-" : "";
    }

    /** A word without key, in quotes if it must be. */
    static String word(String word) {
        return word.indexOf(':') >= 0 || word.startsWith("-") || word.endsWith("*") ? inQuotes(word) : value(word);
    }

    /** A value, in quotes if it must be. */
    static String value(String value) {
        boolean plain = !value.isEmpty();
        for (int i = 0; i < value.length() && plain; i++) {
            char letter = value.charAt(i);
            plain = !Character.isWhitespace(letter) && "\",*\\".indexOf(letter) < 0;
        }
        return plain ? value : inQuotes(value);
    }

    private static String inQuotes(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Whole units, the largest that fits: {@code 90s}, {@code 2h}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
