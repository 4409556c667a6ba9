package dev.rota.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Knows where in a text of SQL a quoted string or a comment ends, so that nothing in them is taken for SQL. */
final class SqlText {
    private SqlText() {}

    /** The index after the quoted string or comment that begins at {@code from}; {@code from} if none begins there. */
    static int skip(String sql, int from) {
        char c = sql.charAt(from);
        if (c == '\'' || c == '"') {
            return after(sql, String.valueOf(c), from + 1);
        }
        if (sql.startsWith("--", from)) {
            return after(sql, "\n", from);
        }
        if (sql.startsWith("/*", from)) {
            return after(sql, "*/", from + 2);
        }
        if (sql.startsWith("$$", from)) {
            return after(sql, "$$", from + 2);
        }
        return from;
    }

    private static int after(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }

    /** The statements of a script, without the semicolons that end them; empty ones are left out. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        int begin = 0;
        int i = 0;
        while (i < script.length()) {
            int after = skip(script, i);
            if (after > i) {
                i = after;
            } else {
                if (script.charAt(i) == ';') {
                    add(statements, script.substring(begin, i));
                    begin = i + 1;
                }
                i++;
            }
        }
        add(statements, script.substring(begin));
        return statements;
    }

    private static void add(List<String> statements, String text) {
        String stripped = text.strip();
        if (!withoutComments(stripped).isBlank()) {
            statements.add(stripped);
        }
    }

    private static String withoutComments(String sql) {
        StringBuilder rest = new StringBuilder();
        int i = 0;
        while (i < sql.length()) {
            boolean comment = sql.startsWith("--", i) || sql.startsWith("/*", i);
            int after = comment ? skip(sql, i) : i + 1;
            if (!comment) {
                rest.append(sql.charAt(i));
            }
            i = after;
        }
        return rest.toString();
    }
}
