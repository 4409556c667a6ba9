package dev.rota.sqlite;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a SQLite file is used. Immutable; each method returns a changed copy.
 *
 * @param synchronous what a commit waits for
 * @param busyTimeout how long a write waits for another process's or thread's, 1 ms or longer
 * @param clock the store's clock; another than the system's is for tests alone
 */
public record SqliteSettings(Synchronous synchronous, Duration busyTimeout, InstantSource clock) {
    /** {@code FULL}, 10 s, the system's clock. */
    public static final SqliteSettings DEFAULTS =
            new SqliteSettings(Synchronous.FULL, Duration.ofSeconds(10), InstantSource.system());

    public SqliteSettings {
        if (busyTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("Busy timeout is " + busyTimeout + ", expected 1 ms or longer");
        }
    }

    /** What a commit waits for. */
    public enum Synchronous {
        /** For the disk: what was committed survives a loss of power. */
        FULL,
        /** For the operating system: after a loss of power the last commits may be missing; the file is sound. */
        NORMAL
    }

    public SqliteSettings synchronous(Synchronous newSynchronous) {
        return new SqliteSettings(newSynchronous, busyTimeout, clock);
    }

    public SqliteSettings busyTimeout(Duration newTimeout) {
        return new SqliteSettings(synchronous, newTimeout, clock);
    }

    public SqliteSettings clock(InstantSource newClock) {
        return new SqliteSettings(synchronous, busyTimeout, newClock);
    }
}
