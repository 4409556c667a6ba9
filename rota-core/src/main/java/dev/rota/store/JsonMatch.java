package dev.rota.store;

import java.util.regex.Pattern;

/**
 * That a value in arguments or a result is equal to {@code value}.
 *
 * @param path names and indexes of lists from the top, separated by dots: {@code customer.id}, {@code lines.0.sku}. Letters,
 *     digits, {@code _} and {@code -} only
 * @param value as text; a number, true and false as they are written in the JSON
 */
public record JsonMatch(String path, String value) {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]{1,100}(\\.[A-Za-z0-9_-]{1,100}){0,9}");

    public JsonMatch {
        if (!isPath(path)) {
            throw new IllegalArgumentException(
                    "Path is \"" + path + "\", expected up to 10 names of letters, digits, _ and -, separated by dots");
        }
    }

    /** True if a store can follow this path. */
    public static boolean isPath(String path) {
        return PATH.matcher(path).matches();
    }

    /**
     * What stands in all JSON that has this value and no backslash, so that most others need not be read: the value, or
     * nothing if it may be written otherwise, as objects and lists may be.
     */
    public String word() {
        return value.startsWith("{") || value.startsWith("[") ? "" : value;
    }
}
