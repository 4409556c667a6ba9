package dev.rota.web.query;

import dev.rota.job.JobState;
import dev.rota.retry.DurationText;
import dev.rota.web.query.QueryParser.Raw;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes terms of a key and its values. */
final class TermReader {
    /** No job has a time beyond. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final String NUMBER = "a whole number, or >, >=, <, <= with one, or a range as 2..5";
    private static final String DURATION = "a duration with >, >=, < or <=, as >5s; units are ms, s, m, h, d and w";
    private static final String TIME =
            "a duration such as 90m, 6h or 7d, a date such as 2026-11-20, or an instant in UTC"
                    + " such as 2026-11-20T12:00:00Z";

    private final Key key;
    private final List<Raw> raws;
    private final boolean negated;

    TermReader(Key key, List<Raw> raws, boolean negated) {
        this.key = key;
        this.raws = raws;
        this.negated = negated;
    }

    List<Term> read() {
        return switch (key.kind()) {
            case STATE -> List.of(new Term.States(states(), negated));
            case TEXT -> List.of(new Term.Texts(key, texts(), negated));
            case NUMBER -> numbers();
            case DURATION -> durations();
            case TIME -> List.of(time());
            case MEMBER -> throw new IllegalStateException("A member is read with its path");
        };
    }

    Term member(List<String> path) {
        return new Term.Member(key, path, texts(), negated);
    }

    private List<Term.Value> texts() {
        return raws.stream()
                .map(raw -> new Term.Value(raw.text(), raw.prefix()))
                .toList();
    }

    private Set<JobState> states() {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        for (Raw raw : raws) {
            String word = raw.text().toLowerCase(Locale.ROOT);
            List<JobState> meant = Arrays.stream(JobState.values())
                    .filter(state -> Words.lower(state).equals(word)
                            || (word.equals("live") && JobState.live().contains(state)))
                    .toList();
            if (meant.isEmpty() || raw.prefix()) {
                throw wrong(
                        raw,
                        "live or a state: "
                                + Arrays.stream(JobState.values())
                                        .map(Words::lower)
                                        .collect(Collectors.joining(", ")));
            }
            states.addAll(meant);
        }
        return states;
    }

    private List<Term> numbers() {
        Raw first = raws.get(0);
        Term.Comparison comparison = comparison(first);
        if (comparison != null) {
            Raw operand = operand(only(NUMBER), comparison);
            return List.of(new Term.Compared(key, comparison, number(operand), negated));
        }
        int dots = first.quoted() ? -1 : first.text().indexOf("..");
        if (dots >= 0) {
            Raw range = only(NUMBER);
            refuseNegated(range);
            return List.of(
                    new Term.Compared(key, Term.Comparison.AT_LEAST, number(left(range, dots)), false),
                    new Term.Compared(key, Term.Comparison.AT_MOST, number(after(range, dots + 2)), false));
        }
        return List.of(new Term.Numbers(key, raws.stream().map(this::number).toList(), negated));
    }

    private List<Term> durations() {
        Raw raw = only(DURATION);
        Term.Comparison comparison = comparison(raw);
        if (comparison != null) {
            return List.of(new Term.Lasting(key, comparison, duration(operand(raw, comparison), DURATION), negated));
        }
        int dots = raw.text().indexOf("..");
        if (dots < 0) {
            throw wrong(raw, DURATION);
        }
        refuseNegated(raw);
        return List.of(
                new Term.Lasting(key, Term.Comparison.AT_LEAST, duration(left(raw, dots), DURATION), false),
                new Term.Lasting(key, Term.Comparison.AT_MOST, duration(after(raw, dots + 2), DURATION), false));
    }

    private Term time() {
        Raw raw = only(TIME);
        refuseNegated(raw);
        String text = raw.text();
        boolean lasts = text.startsWith("P");
        if (!lasts && (text.indexOf('-') > 0 || text.indexOf('T') > 0)) {
            try {
                Instant at = text.indexOf('T') > 0
                        ? Instant.parse(text)
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                if (at.isBefore(FIRST) || at.isAfter(LAST)) {
                    throw wrong(raw, TIME);
                }
                return new Term.Time(key, null, at);
            } catch (DateTimeException e) {
                throw wrong(raw, TIME);
            }
        }
        return new Term.Time(key, duration(raw, TIME), null);
    }

    private Raw only(String expected) {
        if (raws.size() > 1) {
            throw wrong(raws.get(1), "one value only: " + expected);
        }
        if (raws.get(0).prefix()) {
            throw wrong(raws.get(0), expected);
        }
        return raws.get(0);
    }

    private void refuseNegated(Raw raw) {
        if (negated) {
            throw wrong(raw, "no - in front of a time or a range");
        }
    }

    private static Term.@Nullable Comparison comparison(Raw raw) {
        Term.Comparison found = null;
        for (Term.Comparison each : Term.Comparison.values()) {
            if (!raw.quoted()
                    && raw.text().startsWith(each.sign())
                    && (found == null || each.sign().length() > found.sign().length())) {
                found = each;
            }
        }
        return found;
    }

    private static Raw operand(Raw raw, Term.Comparison comparison) {
        return after(raw, comparison.sign().length());
    }

    private static Raw left(Raw raw, int dots) {
        return new Raw(raw.text().substring(0, dots), raw.start(), false, false);
    }

    private static Raw after(Raw raw, int offset) {
        return new Raw(raw.text().substring(offset), raw.start() + offset, false, false);
    }

    private long number(Raw raw) {
        try {
            if (!raw.prefix()) {
                return Long.parseLong(raw.text());
            }
        } catch (NumberFormatException e) {
            // Said below, as for a prefix.
        }
        throw wrong(raw, NUMBER);
    }

    private Duration duration(Raw raw, String expected) {
        // Jobs have times in milliseconds.
        Duration length = DurationText.read(raw.text())
                .filter(read -> !read.isNegative() && read.getNano() % 1_000_000 == 0)
                .orElseThrow(() -> wrong(raw, expected));
        if (length.compareTo(LONGEST) > 0) {
            throw wrong(raw, "a duration of at most " + LONGEST.toDays() + "d");
        }
        return length;
    }

    private static QuerySyntaxException wrong(Raw raw, String expected) {
        return new QuerySyntaxException(
                raw.start() + 1, expected, "\"" + raw.text() + (raw.prefix() ? "*" : "") + "\"");
    }
}
