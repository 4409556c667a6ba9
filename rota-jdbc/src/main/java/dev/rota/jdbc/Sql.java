package dev.rota.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement with named parameters, {@code :name}, parsed once. A parameter may occur more than once. Colons in quoted
 * strings, in comments and in {@code ::casts} are left alone. Immutable; meant to stand in a constant.
 */
public final class Sql {
    private final String text;
    private final String jdbc;
    private final Map<String, int[]> positions;
    private final int count;

    private Sql(String text) {
        this.text = text;
        StringBuilder out = new StringBuilder(text.length());
        Map<String, List<Integer>> found = new HashMap<>();
        int parameters = 0;
        int i = 0;
        while (i < text.length()) {
            int after = SqlText.skip(text, i);
            if (after == i && text.startsWith("::", i)) {
                after = i + 2;
            }
            if (after == i && text.charAt(i) == ':' && i + 1 < text.length() && begins(text.charAt(i + 1))) {
                int end = endOfName(text, i + 1);
                found.computeIfAbsent(text.substring(i + 1, end), name -> new ArrayList<>())
                        .add(++parameters);
                out.append('?');
                i = end;
            } else {
                int end = Math.max(after, i + 1);
                out.append(text, i, end);
                i = end;
            }
        }
        this.jdbc = out.toString();
        this.count = parameters;
        this.positions = new HashMap<>();
        found.forEach((name, at) ->
                positions.put(name, at.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** Parses {@code text}. */
    public static Sql of(String text) {
        return new Sql(text);
    }

    private static boolean begins(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int endOfName(String text, int from) {
        int i = from;
        while (i < text.length() && (begins(text.charAt(i)) || Character.isDigit(text.charAt(i)))) {
            i++;
        }
        return i;
    }

    /** With a question mark in the place of each parameter. */
    public String jdbc() {
        return jdbc;
    }

    /** How many question marks there are. */
    int count() {
        return count;
    }

    /** The places, from 1, of a parameter. */
    int[] positions(String name) {
        int[] at = positions.get(name);
        if (at == null) {
            throw new IllegalArgumentException(
                    "Statement has no parameter :" + name + ", expected one of " + positions.keySet() + ": " + text);
        }
        return at;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
