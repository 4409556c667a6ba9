package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How often one may try to log in: five times a minute under one name from one address, twenty times from one address. Not
 * counted by name alone, so that nobody can lock somebody else out. Kept in memory; thread-safe.
 */
final class LoginLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_NAME = 5;
    private static final int PER_ADDRESS = 20;
    private static final int MOST_KEYS = 10_000;

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> tries = new LinkedHashMap<>(16, 0.75f, true);

    LoginLimit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts a try.
     *
     * @throws Problem 429 if there were too many
     */
    synchronized void count(String name, String address) {
        Instant now = clock.instant();
        boolean few = add("address " + address, PER_ADDRESS, now);
        if (!add("name " + name.toLowerCase(Locale.ROOT) + "\n" + address, PER_NAME, now) || !few) {
            throw Problem.of(429, "too-many-logins", "Too many logins", "There were too many tries within a minute")
                    .hint("Wait a minute, and try again.")
                    .retryAfter(WINDOW);
        }
    }

    /** A login that went well: earlier tries of that name are forgotten. */
    synchronized void forget(String name, String address) {
        tries.remove("name " + name.toLowerCase(Locale.ROOT) + "\n" + address);
    }

    private boolean add(String key, int most, Instant now) {
        Deque<Instant> times = tries.computeIfAbsent(key, unknown -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(WINDOW))) {
            times.removeFirst();
        }
        if (tries.size() > MOST_KEYS) {
            tries.remove(tries.keySet().iterator().next());
        }
        if (times.size() >= most) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}
