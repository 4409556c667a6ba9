package dev.rota.cli.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call in Python source, as it is written; nothing is evaluated.
 *
 * @param name of the function, with what stands before it
 * @param positional the arguments without a name
 * @param named the others
 * @param end where the call ends in the text
 */
record PythonCall(String name, List<String> positional, Map<String, String> named, int end) {
    private static final Pattern KEYWORD = Pattern.compile("(?s)\\s*([A-Za-z_]\\w*)\\s*=(?!=)\\s*(.*)");
    private static final int MOST_NESTED = 50;

    /**
     * Reads a call.
     *
     * @param open where its parenthesis stands
     * @return null if the parenthesis does not end, or holds what is none
     */
    static @Nullable PythonCall read(String text, String name, int open) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        int at = open;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                int end = endOfString(text, at);
                part.append(text, at, end);
                at = end;
                continue;
            }
            if (c == '#') {
                at = endOfLine(text, at);
                continue;
            }
            if ("([{".indexOf(c) >= 0 && ++depth > MOST_NESTED) {
                return null;
            }
            if (")]}".indexOf(c) >= 0 && --depth == 0) {
                parts.add(part.toString());
                return call(name, parts, at + 1);
            }
            if (c == ',' && depth == 1) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (at > open) {
                part.append(c);
            }
            at++;
        }
        return null;
    }

    private static int endOfLine(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /** Of a string that begins at {@code start}, the three kinds of quotes included; the end of the text if it has none. */
    static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        String three = String.valueOf(quote).repeat(3);
        boolean longOne = text.startsWith(three, start);
        int at = start + (longOne ? 3 : 1);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (longOne ? text.startsWith(three, at) : c == quote) {
                return at + (longOne ? 3 : 1);
            } else if (!longOne && c == '\n') {
                return at;
            } else {
                at++;
            }
        }
        return text.length();
    }

    private static PythonCall call(String name, List<String> parts, int end) {
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new LinkedHashMap<>();
        for (String part : parts) {
            Matcher keyword = KEYWORD.matcher(part);
            if (keyword.matches()) {
                named.put(keyword.group(1), keyword.group(2).strip());
            } else if (!part.isBlank()) {
                positional.add(part.strip());
            }
        }
        return new PythonCall(name, List.copyOf(positional), named, end);
    }

    /** The call that an argument is, such as {@code CronTrigger(hour=2)}; null if it is none. */
    static @Nullable PythonCall of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int open = text.indexOf('(');
        String name = open < 0 ? "" : text.substring(0, open).strip();
        return name.matches("[A-Za-z_][\\w.]*") ? read(text, name, open) : null;
    }

    /** The value of a string or a number as it is written; null if it is something that only the program knows. */
    static @Nullable String literal(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String value = text.strip();
        if (value.matches("-?\\d+(\\.\\d+)?")) {
            return value;
        }
        boolean string = value.length() >= 2
                && (value.charAt(0) == '\'' || value.charAt(0) == '"')
                && !value.startsWith("\"\"\"")
                && endOfString(value, 0) == value.length()
                && value.charAt(value.length() - 1) == value.charAt(0);
        return string ? value.substring(1, value.length() - 1) : null;
    }
}
