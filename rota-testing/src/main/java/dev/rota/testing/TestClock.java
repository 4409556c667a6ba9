package dev.rota.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved. Thread-safe; clocks made by {@link #withZone} show the same instant and
 * move together.
 */
public final class TestClock extends Clock {
    private final Hand hand;
    private final ZoneId zone;

    private static final class Hand {
        private Instant at;

        Hand(Instant at) {
            this.at = at;
        }

        synchronized Instant get() {
            return at;
        }

        synchronized void set(Instant to) {
            at = to;
        }

        synchronized Instant advance(Duration by) {
            at = at.plus(by);
            return at;
        }
    }

    private TestClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /** A clock that stands at {@code start}, in UTC. */
    public static TestClock at(Instant start) {
        return new TestClock(new Hand(start), ZoneOffset.UTC);
    }

    /**
     * A clock that stands at {@code start}, in UTC.
     *
     * @param start in the form {@code 2026-03-29T01:00:00Z}
     * @throws java.time.format.DateTimeParseException if it has another form
     */
    public static TestClock at(String start) {
        return at(Instant.parse(start));
    }

    /**
     * Moves the clock on.
     *
     * @param by zero or longer: time does not go back; see {@link #set}
     * @return the new instant
     */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException(
                    "Clock would go back by " + by.negated() + ", expected zero or longer: use set for that");
        }
        return hand.advance(by);
    }

    /** Sets the clock to any instant, also an earlier one. */
    public void set(Instant to) {
        hand.set(to);
    }

    @Override
    public Instant instant() {
        return hand.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public TestClock withZone(ZoneId newZone) {
        return new TestClock(hand, newZone);
    }

    @Override
    public String toString() {
        return "TestClock[" + hand.get() + ", " + zone + "]";
    }
}
