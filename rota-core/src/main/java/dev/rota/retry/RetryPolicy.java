package dev.rota.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt, or that there is to be none. Immutable.
 *
 * @param first the wait after the first failure, not negative
 * @param factor by how much each further wait grows, at least 1; 1 means always the same wait
 * @param cap the longest wait, at least {@code first} and at most 36,500 days
 * @param jitter the part of a wait that is drawn by chance, from 0 (none) to 1: a wait of 10 s with jitter 0.2 lies
 *     between 8 s and 12 s
 * @param rules exceptions that are treated apart; the first that matches wins
 */
public record RetryPolicy(Duration first, double factor, Duration cap, double jitter, List<Rule> rules) {

    /** 5 s, 10 s, 20 s … up to one hour, each 20 % shorter or longer by chance. */
    public static final RetryPolicy DEFAULTS = exponential(Duration.ofSeconds(5), 2.0, Duration.ofHours(1));

    public RetryPolicy {
        require(!first.isNegative(), "first wait", first, "zero or longer");
        require(factor >= 1 && Double.isFinite(factor), "factor", factor, "1 or more");
        require(cap.compareTo(first) >= 0, "cap", cap, "at least the first wait, " + first);
        Bounds.length("Retry policy: cap", cap);
        require(jitter >= 0 && jitter <= 1, "jitter", jitter, "between 0 and 1");
        rules = List.copyOf(rules);
    }

    /** Waits that grow by {@code factor} from {@code first} up to {@code cap}, with a jitter of 0.2. */
    public static RetryPolicy exponential(Duration first, double factor, Duration cap) {
        return new RetryPolicy(first, factor, cap, 0.2, List.of());
    }

    /** Always the same wait, without jitter. */
    public static RetryPolicy fixed(Duration wait) {
        return new RetryPolicy(wait, 1, wait, 0, List.of());
    }

    /** This policy with another jitter, from 0 to 1. */
    public RetryPolicy jitter(double newJitter) {
        return new RetryPolicy(first, factor, cap, newJitter, rules);
    }

    /** This policy, except that an error of {@code type}, or caused by one, is never retried. */
    public RetryPolicy never(Class<? extends Throwable> type) {
        return with(new Rule(type, Optional.empty()));
    }

    /** This policy, except that after an error of {@code type}, or caused by one, the wait is always {@code wait}. */
    public RetryPolicy on(Class<? extends Throwable> type, Duration wait) {
        return with(new Rule(type, Optional.of(wait)));
    }

    private RetryPolicy with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new RetryPolicy(first, factor, cap, jitter, more);
    }

    /**
     * The wait before the next attempt; empty if an error like this one is not to be retried.
     *
     * @param failures how many attempts of the job have failed by now, this one included, at least 1
     * @param error what this attempt failed with
     * @param random where the jitter comes from
     */
    public Optional<Duration> delay(int failures, Throwable error, RandomGenerator random) {
        for (Rule rule : rules) {
            if (rule.matches(error)) {
                return rule.delay();
            }
        }
        double grown = first.toMillis() * Math.pow(factor, Math.max(0, failures - 1));
        double capped = Math.min(grown, cap.toMillis());
        double drawn = capped * (1 + jitter * (2 * random.nextDouble() - 1));
        return Optional.of(Duration.ofMillis(Math.round(drawn)));
    }

    private static void require(boolean holds, String what, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Retry policy: " + what + " is " + found + ", expected " + expected);
        }
    }

    /**
     * An exception that is treated apart.
     *
     * @param type the type of the error, or of any of its causes
     * @param delay how long to wait, not negative and at most 36,500 days; empty means that there is no further attempt
     */
    public record Rule(Class<? extends Throwable> type, Optional<Duration> delay) {
        private static final int DEEPEST_CAUSE = 50;

        public Rule {
            delay.ifPresent(wait -> {
                require(!wait.isNegative(), "wait", wait, "zero or longer");
                Bounds.length("Retry policy: wait", wait);
            });
        }

        boolean matches(Throwable error) {
            Throwable cause = error;
            for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
                if (type.isInstance(cause)) {
                    return true;
                }
                cause = cause.getCause();
            }
            return false;
        }
    }
}
