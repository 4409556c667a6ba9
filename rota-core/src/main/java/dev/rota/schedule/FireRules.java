package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which the due instants of a trigger become fires.
 *
 * @param missed what becomes of due instants that were missed
 * @param grace how late a fire may be before it counts as late; not negative
 * @param start no due instant lies before it; null for no such bound
 * @param end no due instant lies at or after it; null for no such bound
 */
public record FireRules(
        MissedPolicy missed,
        Duration grace,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** Missed instants are made up for once, a fire is late after one minute, and there are no bounds. */
    public static final FireRules DEFAULTS = new FireRules(MissedPolicy.RUN_ONCE, Duration.ofMinutes(1), null, null);

    /** @throws IllegalArgumentException if {@code grace} is negative, or {@code end} is not after {@code start} */
    public FireRules {
        Objects.requireNonNull(missed);
        if (grace.isNegative()) {
            throw new IllegalArgumentException("The grace is " + grace + ". Use zero or more.");
        }
        if (start != null && end != null && !end.isAfter(start)) {
            throw new IllegalArgumentException(
                    "The end " + end + " is not after the start " + start + ". Choose a later end or none.");
        }
    }

    public FireRules withMissed(MissedPolicy missed) {
        return new FireRules(missed, grace, start, end);
    }

    /** {@code grace} must not be negative. */
    public FireRules withGrace(Duration grace) {
        return new FireRules(missed, grace, start, end);
    }

    /** Null stands for no bound. */
    public FireRules between(@Nullable Instant start, @Nullable Instant end) {
        return new FireRules(missed, grace, start, end);
    }

    /** The first due instant of {@code trigger} strictly after {@code after} and within the bounds. */
    public Optional<Instant> next(Trigger trigger, Instant after) {
        boolean early = start != null && after.isBefore(start);
        Instant from = early ? Objects.requireNonNull(start).minusNanos(1) : after;
        return trigger.next(from).filter(due -> end == null || due.isBefore(end));
    }
}
