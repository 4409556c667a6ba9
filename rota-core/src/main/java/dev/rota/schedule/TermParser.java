package dev.rota.schedule;

import static dev.rota.schedule.FieldKind.DAY_OF_MONTH;
import static dev.rota.schedule.FieldKind.DAY_OF_WEEK;

import dev.rota.schedule.CronField.Form;
import dev.rota.schedule.CronField.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one field. Numbers are checked before anything is expanded. */
final class TermParser {

    private final FieldKind kind;
    private final int number;
    private final String text;
    private final int offset;

    /** {@code number} is the field's place as people count, from 1; {@code offset} its place in the whole text. */
    TermParser(FieldKind kind, int number, String text, int offset) {
        this.kind = kind;
        this.number = number;
        this.text = text;
        this.offset = offset;
    }

    CronField field() {
        List<Term> terms = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (end == start) {
                throw failure(start, "the list has an empty entry. Write values between the commas");
            }
            terms.add(term(text.substring(start, end).toUpperCase(Locale.ROOT), start));
            start = end + 1;
        }
        return new CronField(kind, text, terms);
    }

    private Term term(String term, int at) {
        int slash = term.indexOf('/');
        if (slash >= 0) {
            return stepped(term.substring(0, slash), term.substring(slash + 1), at);
        }
        if (term.equals("*") || term.equals("?")) {
            return all(term, at);
        }
        if (kind == DAY_OF_MONTH && (term.startsWith("L") || term.endsWith("W"))) {
            return specialDay(term, at);
        }
        if (kind == DAY_OF_WEEK && (term.indexOf('#') >= 0 || term.endsWith("L"))) {
            return specialWeekday(term, at);
        }
        if (term.indexOf('-') >= 0) {
            return range(term, at);
        }
        int value = value(term, at);
        int counted = kind == DAY_OF_WEEK ? value % 7 : value;
        return Term.of(Form.VALUE, counted, counted, isNumber(term));
    }

    private Term all(String term, int at) {
        if (term.equals("?") && kind != DAY_OF_MONTH && kind != DAY_OF_WEEK) {
            throw failure(at, "? belongs to the two day fields. Use *");
        }
        return Term.of(Form.ALL, kind.min(), kind.last(), false);
    }

    private Term stepped(String base, String stepText, int at) {
        int stepAt = at + base.length() + 1;
        if (!isNumber(stepText)) {
            throw failure(stepAt, "the step " + CronParser.shown(stepText) + " is not a number. Write */2, say");
        }
        int step = number(stepText);
        if (step < 1 || step > kind.size()) {
            String remedy =
                    kind == FieldKind.MINUTE || kind == FieldKind.SECOND ? ", or an interval for longer times" : "";
            throw failure(
                    stepAt,
                    "the step " + shortened(stepText) + " is outside 1–" + kind.size() + ". Use 1–" + kind.size()
                            + remedy);
        }
        if (base.equals("*")) {
            return new Term(Form.ALL, kind.min(), kind.last(), step, true, false);
        }
        if (base.indexOf('-') >= 0) {
            Term range = range(base, at);
            return new Term(Form.RANGE, range.from(), range.to(), step, true, range.numeric());
        }
        int from = value(base, at);
        int counted = kind == DAY_OF_WEEK ? from % 7 : from;
        return new Term(Form.OPEN, counted, kind.last(), step, true, isNumber(base));
    }

    private Term range(String term, int at) {
        int dash = term.indexOf('-');
        String fromText = term.substring(0, dash);
        String toText = term.substring(dash + 1);
        int from = value(fromText, at);
        int to = value(toText, at + dash + 1);
        if (kind == DAY_OF_WEEK && to == 0 && from > 0) {
            to = 7;
        }
        if (kind == DAY_OF_WEEK && from == 7 && to < 7) {
            from = 0;
        }
        if (from > to) {
            String first = kind.name(from) + '-' + kind.name(kind.last());
            String second = kind.name(kind.min()) + '-' + kind.name(to);
            throw failure(at, "the range " + term + " runs backwards. Write " + first + ',' + second);
        }
        return Term.of(Form.RANGE, from, to, isNumber(fromText) || isNumber(toText));
    }

    private Term specialDay(String term, int at) {
        if (term.equals("L")) {
            return Term.of(Form.LAST_DAY, 0, 0, false);
        }
        if (term.equals("LW")) {
            return Term.of(Form.LAST_WEEKDAY, 0, 0, false);
        }
        if (term.startsWith("L-") && isNumber(term.substring(2))) {
            int days = number(term.substring(2));
            if (days > 30) {
                throw failure(at + 2, shortened(term.substring(2)) + " days before the last is outside 0–30. Use 0–30");
            }
            return Term.of(Form.LAST_DAY, days, days, false);
        }
        String day = term.substring(0, term.length() - 1);
        if (term.endsWith("W") && isNumber(day)) {
            int value = value(day, at);
            return Term.of(Form.NEAREST_WEEKDAY, value, value, true);
        }
        throw failure(at, CronParser.shown(term) + " is not a day. Use 1–31, L, L-3, LW or 15W");
    }

    private Term specialWeekday(String term, int at) {
        if (term.equals("L")) {
            throw failure(
                    at,
                    "L needs a weekday. Write SATL for the last Saturday of the month, or SAT for every Saturday (Quartz"
                            + " reads L as that)");
        }
        int hash = term.indexOf('#');
        if (hash < 0) {
            String day = term.substring(0, term.length() - 1);
            int weekday = value(day, at) % 7;
            return Term.of(Form.LAST_OF_MONTH, weekday, weekday, isNumber(day));
        }
        String day = term.substring(0, hash);
        String nth = term.substring(hash + 1);
        int weekday = value(day, at) % 7;
        if (!isNumber(nth) || number(nth) < 1 || number(nth) > 5) {
            throw failure(at + hash + 1, CronParser.shown(nth) + " is outside 1–5. Use FRI#1 to FRI#5");
        }
        return Term.of(Form.NTH_OF_MONTH, weekday, number(nth), isNumber(day));
    }

    private int value(String token, int at) {
        if (token.isEmpty()) {
            throw failure(at, "a value is missing. " + kind.remedy());
        }
        if (!isNumber(token)) {
            int value = kind.numberOf(token);
            if (value < 0) {
                throw failure(at, CronParser.shown(token) + " is not a " + kind.label() + ". " + kind.remedy());
            }
            return value;
        }
        int value = number(token);
        if (value < kind.min() || value > kind.max()) {
            throw failure(at, shortened(token) + " is outside " + kind.allowed() + ". " + kind.remedy());
        }
        return value;
    }

    private static boolean isNumber(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The value of a number; any of more than four digits is out of every range. */
    private static int number(String digits) {
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static String shortened(String digits) {
        return digits.length() > 12 ? digits.substring(0, 12) + "…" : digits;
    }

    private CronSyntaxException failure(int at, String problem) {
        String message = "Field " + number + " (" + kind.label() + "): " + problem;
        return new CronSyntaxException(kind.label(), offset + at, message);
    }
}
