package dev.rota.schedule;

import java.util.List;

/** One field of a cron expression as it was written: a list of terms. Values lie within the range of the kind. */
record CronField(FieldKind kind, String text, List<Term> terms) {

    /** What a term of the list says. */
    enum Form {
        /** {@code *} or {@code ?}, perhaps with a step. */
        ALL,
        /** A single value. */
        VALUE,
        /** {@code from-to}, perhaps with a step. */
        RANGE,
        /** {@code from/step}: from a value to the end of the range. */
        OPEN,
        /** {@code L} or {@code L-3}: the last day of the month, less {@code from} days. */
        LAST_DAY,
        /** {@code LW}: the last day of the month that lies in Monday to Friday. */
        LAST_WEEKDAY,
        /** {@code 15W}: the day of the same month in Monday to Friday that is nearest to day {@code from}. */
        NEAREST_WEEKDAY,
        /** {@code FRIL}: the last such weekday of the month. */
        LAST_OF_MONTH,
        /** {@code FRI#2}: occurrence {@code to} of weekday {@code from} in the month. */
        NTH_OF_MONTH
    }

    /** {@code step} is 1 where none was written; {@code numeric} says that a digit was written where a name could be. */
    record Term(Form form, int from, int to, int step, boolean stepped, boolean numeric) {

        static Term of(Form form, int from, int to, boolean numeric) {
            return new Term(form, from, to, 1, false, numeric);
        }

        boolean isPlain() {
            return form == Form.ALL || form == Form.VALUE || form == Form.RANGE || form == Form.OPEN;
        }
    }

    CronField {
        terms = List.copyOf(terms);
    }

    /** The plain values as bits; Sunday is bit 0. Terms with L, W or # are not in it. */
    long bits() {
        long bits = 0;
        for (Term term : terms) {
            if (term.isPlain()) {
                for (int value = term.from(); value <= term.to(); value += term.step()) {
                    bits |= 1L << (kind == FieldKind.DAY_OF_WEEK ? value % 7 : value);
                }
            }
        }
        return bits;
    }

    /** Whether the field says more than {@code *} or {@code ?}. */
    boolean isRestricted() {
        return terms.stream().noneMatch(term -> term.form() == Form.ALL && term.step() == 1);
    }

    /** Whether only plain values and ranges were written, and they do not add up to the whole range. */
    boolean isFixed() {
        return terms.stream().noneMatch(term -> term.stepped() || term.form() == Form.ALL) && bits() != kind.allBits();
    }
}
