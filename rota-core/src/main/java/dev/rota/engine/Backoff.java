package dev.rota.engine;

import java.time.Duration;

/** How long to wait before something that failed is tried again: 100 ms, doubled each time, 5 s at the most. */
record Backoff(Duration delay) {
    private static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    static Backoff first() {
        return new Backoff(FIRST);
    }

    Backoff next() {
        Duration doubled = delay.multipliedBy(2);
        return new Backoff(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
    }
}
