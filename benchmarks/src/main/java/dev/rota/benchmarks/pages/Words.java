package dev.rota.benchmarks.pages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few words in which the statements of {@link Filling} differ from database to database. */
enum Words {
    SQLITE("(%s)", "json_array(%s)", "printf('%%064x', %s)") {
        @Override
        String series(String from, String to) {
            return "(with recursive s(i) as (select " + from + " union all select i + 1 from s where i < " + to
                    + ") select i from s)";
        }
    },
    POSTGRES(
            "(timestamptz 'epoch' + (%s) * interval '1 microsecond')",
            "array[%s]::text[]", "lpad(to_hex((%s)::bigint), 64, '0')") {
        @Override
        String series(String from, String to) {
            return "generate_series(" + from + "::bigint, " + to + "::bigint) s(i)";
        }
    };

    private static final Pattern WORD = Pattern.compile("\\{(at|list|hex|series):([^{}]*)}");

    private final String at;
    private final String list;
    private final String hex;

    Words(String at, String list, String hex) {
        this.at = at;
        this.list = list;
        this.hex = hex;
    }

    /** A table of the numbers {@code i}, both ends included. */
    abstract String series(String from, String to);

    /**
     * The statement for this database: <code>{at:MICROSECONDS}</code> is an instant, <code>{list:TEXT}</code> a list of one
     * text or none, <code>{hex:NUMBER}</code> 64 digits, <code>{series:FROM,TO}</code> a table of numbers {@code i}.
     */
    String statement(String text) {
        return WORD.matcher(text).replaceAll(found -> Matcher.quoteReplacement(word(found.group(1), found.group(2))));
    }

    private String word(String name, String given) {
        return switch (name) {
            case "at" -> at.formatted(given);
            case "list" -> given.isEmpty() && this == SQLITE ? "'[]'" : list.formatted(given);
            case "hex" -> hex.formatted(given);
            default -> series(given.substring(0, given.indexOf(',')), given.substring(given.indexOf(',') + 1));
        };
    }

    String bool(boolean value) {
        return this == SQLITE ? value ? "1" : "0" : Boolean.toString(value);
    }
}
