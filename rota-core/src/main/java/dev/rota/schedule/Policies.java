package dev.rota.schedule;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a schedule fires.
 *
 * @param missed what is done about fires that were missed
 * @param overlap what is done when the job of the fire before has not ended
 * @param jitter each fire is put off by a random time up to this, zero to one day
 * @param grace a fire later than this counts as late, zero or longer
 * @param startsAt no fire is due before, or null
 * @param endsAt no fire is due at or after, or null
 * @param flag it does not fire while the flag of this name is off; null means it depends on none
 * @param description what it is for, or null
 * @param expected how long its jobs are expected to run at the most, longer than zero; null if nothing is expected
 * @param pauseWindows what is due in one of them is skipped, in the zone of the trigger, which is UTC for one without
 */
public record Policies(
        MissedPolicy missed,
        OverlapPolicy overlap,
        Duration jitter,
        Duration grace,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String flag,
        @Nullable String description,
        @Nullable Duration expected,
        List<PauseWindow> pauseWindows) {
    /** Run once what was missed, skip while the last job runs, no jitter, one minute of grace, and nothing else. */
    public static final Policies DEFAULTS = new Policies(
            MissedPolicy.RUN_ONCE,
            OverlapPolicy.SKIP,
            Duration.ZERO,
            Duration.ofMinutes(1),
            null,
            null,
            null,
            null,
            null,
            List.of());

    public Policies {
        if (jitter.isNegative() || jitter.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("Jitter is " + jitter + ", expected zero to one day");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("Grace is " + grace + ", expected zero or longer");
        }
        Bounds.length("Grace", grace);
        if (startsAt != null) {
            Bounds.instant("Start", startsAt);
        }
        if (endsAt != null) {
            Bounds.instant("End", endsAt);
        }
        if (expected != null) {
            if (expected.isZero() || expected.isNegative()) {
                throw new IllegalArgumentException("Expected run time is " + expected + ", expected longer than zero");
            }
            Bounds.length("Expected run time", expected);
        }
        pauseWindows = List.copyOf(pauseWindows);
        if (startsAt != null && endsAt != null && !endsAt.isAfter(startsAt)) {
            throw new IllegalArgumentException(
                    "Schedule ends at " + endsAt + ", expected after it starts, at " + startsAt);
        }
    }

    /** The same with another answer to fires that were missed. */
    public Policies missed(MissedPolicy newMissed) {
        return new Policies(
                newMissed, overlap, jitter, grace, startsAt, endsAt, flag, description, expected, pauseWindows);
    }

    /** The same with another answer to a job that has not ended. */
    public Policies overlap(OverlapPolicy newOverlap) {
        return new Policies(
                missed, newOverlap, jitter, grace, startsAt, endsAt, flag, description, expected, pauseWindows);
    }

    /** The same with another jitter. */
    public Policies jitter(Duration newJitter) {
        return new Policies(
                missed, overlap, newJitter, grace, startsAt, endsAt, flag, description, expected, pauseWindows);
    }

    /** The same with another grace. */
    public Policies grace(Duration newGrace) {
        return new Policies(
                missed, overlap, jitter, newGrace, startsAt, endsAt, flag, description, expected, pauseWindows);
    }

    /** The same with other bounds; null means none. */
    public Policies between(@Nullable Instant newStart, @Nullable Instant newEnd) {
        return new Policies(
                missed, overlap, jitter, grace, newStart, newEnd, flag, description, expected, pauseWindows);
    }

    /** The same with another flag; null means none. */
    public Policies flag(@Nullable String newFlag) {
        return new Policies(
                missed, overlap, jitter, grace, startsAt, endsAt, newFlag, description, expected, pauseWindows);
    }

    /** The same with another description, or null. */
    public Policies description(@Nullable String newDescription) {
        return new Policies(
                missed, overlap, jitter, grace, startsAt, endsAt, flag, newDescription, expected, pauseWindows);
    }

    /** The same with another expected run time, or null. */
    public Policies expected(@Nullable Duration newExpected) {
        return new Policies(
                missed, overlap, jitter, grace, startsAt, endsAt, flag, description, newExpected, pauseWindows);
    }

    /** The same with other pause windows; empty for none. */
    public Policies pauseWindows(List<PauseWindow> newPauseWindows) {
        return new Policies(
                missed, overlap, jitter, grace, startsAt, endsAt, flag, description, expected, newPauseWindows);
    }
}
