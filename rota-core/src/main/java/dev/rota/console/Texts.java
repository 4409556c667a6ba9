package dev.rota.console;

import dev.rota.retry.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What may stand in a column. */
final class Texts {
    static final int NAME = 100;

    private Texts() {}

    /** A text that says something, in so many characters at the most. */
    static String name(String what, String value, int most) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is empty, expected 1 to " + most + " characters");
        }
        return bounded(what, value, most);
    }

    /** A text, possibly empty, of so many characters at the most. */
    static String bounded(String what, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters, expected " + most + " at the most");
        }
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds a NUL character, which not every database can keep");
        }
        return value;
    }

    static @Nullable String optional(String what, @Nullable String value, int most) {
        return value == null ? null : bounded(what, value, most);
    }

    /** What fits of a text that comes from outside and must not be refused. */
    static String cut(String value, int most) {
        String storable = value.replace('\0', '\uFFFD');
        if (storable.length() <= most) {
            return storable;
        }
        int end = most - 1;
        return storable.substring(0, Character.isHighSurrogate(storable.charAt(end - 1)) ? end - 1 : end) + '…';
    }

    static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is " + value + ", expected more than 0");
        }
        return Bounds.length(what, value);
    }

    static int limit(int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
        }
        return limit;
    }
}
