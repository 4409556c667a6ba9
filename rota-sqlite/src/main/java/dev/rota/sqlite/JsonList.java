package dev.rota.sqlite;

import java.util.ArrayList;
import java.util.List;

/** Lists of texts and whole numbers as JSON arrays, which is how SQLite stores and takes them. */
final class JsonList {
    private final String json;
    private int at;

    private JsonList(String json) {
        this.json = json;
    }

    static String write(List<?> values) {
        if (values.isEmpty()) {
            return "[]";
        }
        StringBuilder out = new StringBuilder(16 * values.size()).append('[');
        for (Object value : values) {
            if (out.length() > 1) {
                out.append(',');
            }
            if (value instanceof Number number) {
                out.append(number.longValue());
            } else {
                quote(out, value.toString());
            }
        }
        return out.append(']').toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        // What stands between two that need an escape is copied at once.
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                out.append(text, from, i);
                if (c < ' ') {
                    out.append(String.format("\\u%04x", (int) c));
                } else {
                    out.append('\\').append(c);
                }
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    static List<String> texts(String json) {
        if (json.equals("[]")) {
            return List.of();
        }
        return new JsonList(json).elements();
    }

    static List<Long> numbers(String json) {
        return texts(json).stream().map(Long::valueOf).toList();
    }

    private List<String> elements() {
        List<String> found = new ArrayList<>();
        expect('[');
        while (next() != ']') {
            if (!found.isEmpty()) {
                expect(',');
            }
            found.add(next() == '"' ? text() : number());
        }
        return found;
    }

    private char next() {
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        if (at >= json.length()) {
            throw malformed();
        }
        return json.charAt(at);
    }

    private void expect(char c) {
        if (next() != c) {
            throw malformed();
        }
        at++;
    }

    private String number() {
        int from = at;
        while (at < json.length() && (json.charAt(at) == '-' || Character.isDigit(json.charAt(at)))) {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
        return json.substring(from, at);
    }

    private String text() {
        at++;
        StringBuilder out = new StringBuilder();
        while (at < json.length() && json.charAt(at) != '"') {
            char c = json.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return out.toString();
    }

    private char escaped() {
        if (at >= json.length()) {
            throw malformed();
        }
        char c = json.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                int code = 0;
                for (int end = at + 4; at < end; at++) {
                    int digit = at < json.length() ? Character.digit(json.charAt(at), 16) : -1;
                    if (digit < 0) {
                        throw malformed();
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> c;
        };
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("Expected a JSON array of texts or whole numbers, found: " + json);
    }
}
