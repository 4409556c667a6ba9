package dev.rota.systems.audiobooks.source;

import java.time.Duration;
import java.util.List;

/** How long a source that failed is left alone: a ladder, one step up for a failure, one down for a success. Pure. */
final class BackOff {
    private static final List<Duration> LADDER = List.of(
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24));

    private BackOff() {}

    /** The wait at a level; 0 is healthy and waits not at all. */
    static Duration at(int level) {
        return LADDER.get(Math.max(0, Math.min(level, LADDER.size() - 1)));
    }

    static int up(int level) {
        return Math.min(level + 1, LADDER.size() - 1);
    }

    static int down(int level) {
        return Math.max(0, level - 1);
    }
}
