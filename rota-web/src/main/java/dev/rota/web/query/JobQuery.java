package dev.rota.web.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which jobs somebody means: those for which all terms hold. Immutable.
 *
 * @param terms none means all jobs
 */
public record JobQuery(List<Term> terms) {
    /** Characters of a text that is read. */
    public static final int LONGEST = 2_048;

    /** All jobs. */
    public static final JobQuery ALL = new JobQuery(List.of());

    private static final Term LAST_DAY = new Term.Time(Key.SINCE, Duration.ofDays(1), null);

    public JobQuery {
        terms = List.copyOf(terms);
    }

    /**
     * Reads a query.
     *
     * @param text as people write it, at most {@link #LONGEST} characters; an empty one means all jobs
     * @throws QuerySyntaxException if it cannot be read
     */
    public static JobQuery parse(String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            // No database could keep it, and no job has one.
            throw new QuerySyntaxException(nul + 1, "text", "a NUL character");
        }
        return new QueryParser(text).parse();
    }

    /** As it is written: reading this gives an equal query. */
    public String text() {
        return terms.stream().map(Term::text).collect(Collectors.joining(" "));
    }

    /** With one more condition. */
    public JobQuery and(Term term) {
        List<Term> more = new ArrayList<>(terms);
        more.add(term);
        return new JobQuery(more);
    }

    /** With the conditions of another query too. */
    public JobQuery and(JobQuery other) {
        JobQuery both = this;
        for (Term term : other.terms) {
            both = both.and(term);
        }
        return both;
    }

    /**
     * The same jobs whenever it is asked: times that were so long ago become instants, and what is enqueued later than
     * {@code now} is not meant.
     */
    public JobQuery frozen(Instant now) {
        List<Term> frozen = new ArrayList<>();
        for (Term term : terms) {
            frozen.add(term instanceof Term.Time time ? new Term.Time(time.key(), null, time.from(now)) : term);
        }
        // Stores keep microseconds: a nanosecond more would be lost there.
        frozen.add(new Term.Time(Key.UNTIL, null, now.plusNanos(1_000)));
        return new JobQuery(frozen);
    }

    /** Without a term; the same if it is not there. */
    public JobQuery without(Term term) {
        return new JobQuery(terms.stream().filter(each -> !each.equals(term)).toList());
    }

    /**
     * True if the store can find its jobs by an index, or it means all jobs: it names a state, type, queue, tag, schedule,
     * fingerprint or id, a word, or from when on.
     */
    public boolean isIndexed() {
        return terms.isEmpty() || terms.stream().anyMatch(JobQuery::isIndexed);
    }

    private static boolean isIndexed(Term term) {
        if (term instanceof Term.Texts texts) {
            return !texts.negated()
                    && switch (texts.key()) {
                        case TYPE, QUEUE, TAG, SCHEDULE, FP -> true;
                        default -> false;
                    };
        }
        return (term instanceof Term.States states && !states.negated())
                || (term instanceof Term.Numbers numbers && !numbers.negated() && numbers.key() == Key.ID)
                || (term instanceof Term.Free free && !free.negated())
                || (term instanceof Term.Time time && time.key() == Key.SINCE);
    }

    /** The same if it is {@linkplain #isIndexed() indexed}; else held to the last day. */
    public JobQuery bounded() {
        return isIndexed() ? this : and(LAST_DAY);
    }
}
