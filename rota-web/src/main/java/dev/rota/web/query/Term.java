package dev.rota.web.query;

import dev.rota.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One condition of a query. */
public sealed interface Term {

    /** As it is written: reading this gives an equal term. */
    String text();

    /**
     * The state is one of these, or none of them.
     *
     * @param states not empty
     */
    record States(Set<JobState> states, boolean negated) implements Term {
        public States {
            states = Set.copyOf(states);
        }

        @Override
        public String text() {
            return Words.sign(negated) + "state:"
                    + new TreeSet<>(states).stream().map(Words::lower).collect(Collectors.joining(","));
        }
    }

    /**
     * A text is, or begins with, one of these values, or with none.
     *
     * @param key one that holds text
     * @param values not empty
     */
    record Texts(Key key, List<Value> values, boolean negated) implements Term {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return Words.sign(negated) + key.word() + ":"
                    + values.stream().map(Value::text).collect(Collectors.joining(","));
        }
    }

    /**
     * A text to compare with.
     *
     * @param prefix true if whatever begins with it is meant
     */
    record Value(String value, boolean prefix) {
        String text() {
            return Words.value(value) + (prefix ? "*" : "");
        }

        /** True if {@code other} is this text or, for a prefix, begins with it; false for null. */
        public boolean matches(@Nullable String other) {
            return other != null && (prefix ? other.startsWith(value) : other.equals(value));
        }
    }

    /** A number is one of these, or none of them. */
    record Numbers(Key key, List<Long> values, boolean negated) implements Term {
        public Numbers {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return Words.sign(negated) + key.word() + ":"
                    + values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    /** A number compares so, or does not. */
    record Compared(Key key, Comparison comparison, long value, boolean negated) implements Term {
        @Override
        public String text() {
            return Words.sign(negated) + key.word() + ":" + comparison.sign() + value;
        }

        /** True if {@code other} is as this term says. */
        public boolean holds(long other) {
            return comparison.holds(Long.compare(other, value)) != negated;
        }
    }

    /** A duration compares so, or does not. */
    record Lasting(Key key, Comparison comparison, Duration value, boolean negated) implements Term {
        @Override
        public String text() {
            return Words.sign(negated) + key.word() + ":" + comparison.sign() + Words.duration(value);
        }

        /** True if {@code other} is as this term says; false for null. */
        public boolean holds(@Nullable Duration other) {
            return other != null && comparison.holds(other.compareTo(value)) != negated;
        }
    }

    /**
     * A time, from which on or before which jobs are meant.
     *
     * @param key {@link Key#SINCE} or {@link Key#UNTIL}
     * @param ago so long before now; null if {@code at} is given
     * @param at null if {@code ago} is given
     */
    record Time(Key key, @Nullable Duration ago, @Nullable Instant at) implements Term {
        public Time {
            if ((ago == null) == (at == null)) {
                throw new IllegalArgumentException("A time is so long ago or an instant, expected one of them");
            }
        }

        @Override
        public String text() {
            return key.word() + ":" + (ago == null ? String.valueOf(at) : Words.duration(ago));
        }

        /** The instant, {@code now} given. */
        public Instant from(Instant now) {
            return at != null ? at : ago == null ? now : now.minus(ago);
        }
    }

    /**
     * A member of the arguments or of the result has one of these values, or none.
     *
     * @param key {@link Key#ARGS} or {@link Key#RESULT}
     * @param path the names of members, from the outermost
     */
    record Member(Key key, List<String> path, List<Value> values, boolean negated) implements Term {
        public Member {
            path = List.copyOf(path);
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return Words.sign(negated) + key.word() + "." + String.join(".", path) + ":"
                    + values.stream().map(Value::text).collect(Collectors.joining(","));
        }
    }

    /** A word that is an id, a unique key, a tag, or the beginning of a type. */
    record Free(String word, boolean negated) implements Term {
        @Override
        public String text() {
            return Words.sign(negated) + Words.word(word);
        }
    }

    /** How two things compare. */
    enum Comparison {
        MORE(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean holds(int compared) {
            return switch (this) {
                case MORE -> compared > 0;
                case AT_LEAST -> compared >= 0;
                case LESS -> compared < 0;
                case AT_MOST -> compared <= 0;
            };
        }
    }
}
