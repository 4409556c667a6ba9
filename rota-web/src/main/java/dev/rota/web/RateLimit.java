package dev.rota.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** How often one caller may call REST in a minute. Counted in this process, by full minutes. Thread-safe. */
final class RateLimit {
    static final int PER_MINUTE = 600;

    private final InstantSource clock;
    private final Map<String, Integer> calls = new HashMap<>();
    private Instant minute = Instant.MIN;

    RateLimit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts a call, if it is one by a token and not by one's own browser.
     *
     * @throws Problem if there were too many in this minute
     */
    void count(Context ctx) {
        Caller caller = Caller.find(ctx).orElse(null);
        if (caller != null && !caller.ambient()) {
            int before = add(caller.principal().name());
            if (before >= PER_MINUTE) {
                throw Problem.of(
                                429,
                                "too-many-requests",
                                "There are too many requests",
                                caller.principal().name() + " has sent more than " + PER_MINUTE + " in this minute")
                        .hint("Wait for the next minute.")
                        .retryAfter(untilNextMinute());
            }
        }
    }

    private Duration untilNextMinute() {
        Instant now = clock.instant();
        return Duration.between(now, now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
    }

    private synchronized int add(String name) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (!now.equals(minute)) {
            calls.clear();
            minute = now;
        }
        return calls.merge(name, 1, Integer::sum) - 1;
    }
}
