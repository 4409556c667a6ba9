package dev.rota.systems.boardgames.jobs;

import java.time.Duration;

/**
 * A job that a program adds to the three there are; as a bean it is added at the start.
 *
 * @param name lower-case letters, digits and dashes, 1 to 60
 * @param description for people
 * @param interval whole seconds, 60 or more
 * @param code what it does
 */
public record CustomAlertJob(String name, String description, Duration interval, AlertJobCode code) {
    private static final Duration LEAST = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException when the name or the interval is not as described */
    public CustomAlertJob {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "Job name: expected 1 to 60 lower-case letters, digits and dashes, found \"" + name + "\"");
        }
        requireInterval("Interval of " + name, interval);
    }

    static void requireInterval(String what, Duration interval) {
        if (interval.compareTo(LEAST) < 0 || interval.toNanosPart() != 0) {
            throw new IllegalArgumentException(what + ": expected whole seconds, 60 or more, found " + interval);
        }
    }
}
