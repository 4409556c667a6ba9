package dev.rota.schedule;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.time.Instant;
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
 */
public record Policies(
        MissedPolicy missed,
        OverlapPolicy overlap,
        Duration jitter,
        Duration grace,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable String flag,
        @Nullable String description) {
    /** Run once what was missed, skip while the last job runs, no jitter, one minute of grace, no bounds, no flag. */
    public static final Policies DEFAULTS = new Policies(
            MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP, Duration.ZERO, Duration.ofMinutes(1), null, null, null, null);

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
        if (startsAt != null && endsAt != null && !endsAt.isAfter(startsAt)) {
            throw new IllegalArgumentException(
                    "Schedule ends at " + endsAt + ", expected after it starts, at " + startsAt);
        }
    }

    Policies missed(MissedPolicy newMissed) {
        return new Policies(newMissed, overlap, jitter, grace, startsAt, endsAt, flag, description);
    }

    Policies overlap(OverlapPolicy newOverlap) {
        return new Policies(missed, newOverlap, jitter, grace, startsAt, endsAt, flag, description);
    }

    Policies jitter(Duration newJitter) {
        return new Policies(missed, overlap, newJitter, grace, startsAt, endsAt, flag, description);
    }

    Policies between(@Nullable Instant newStart, @Nullable Instant newEnd) {
        return new Policies(missed, overlap, jitter, grace, newStart, newEnd, flag, description);
    }

    Policies flag(String newFlag) {
        return new Policies(missed, overlap, jitter, grace, startsAt, endsAt, newFlag, description);
    }

    Policies description(String newDescription) {
        return new Policies(missed, overlap, jitter, grace, startsAt, endsAt, flag, newDescription);
    }
}
