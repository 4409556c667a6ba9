package dev.rota.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The clock that duties go by: the system's, until it is set to an instant at which it then stands. Thread-safe. */
final class DemoClock extends Clock {
    private final Clock system = Clock.systemUTC();
    private volatile @Nullable Instant standing;

    void set(Instant instant) {
        standing = instant;
    }

    @Override
    public Instant instant() {
        Instant at = standing;
        return at == null ? system.instant() : at;
    }

    @Override
    public ZoneId getZone() {
        return system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        DemoClock shared = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return shared.instant();
            }

            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return shared.withZone(other);
            }
        };
    }
}
