package dev.rota.schedule;

import dev.rota.job.NewJob;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A schedule as it is stored: by the code that defines it, or by an operator who overrides it.
 *
 * @param name 1 to 100 letters, digits, dots, dashes or underscores
 * @param trigger when it fires
 * @param job what each fire enqueues
 * @param policies how it fires
 */
public record ScheduleDefinition(String name, Trigger trigger, NewJob job, Policies policies) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public ScheduleDefinition {
        requireName(name);
    }

    /** True if it is due at the same times as another, so that what was planned for the one holds for the other. */
    public boolean firesAtTheTimesOf(ScheduleDefinition other) {
        return trigger.equals(other.trigger)
                && Objects.equals(policies.startsAt(), other.policies.startsAt())
                && Objects.equals(policies.endsAt(), other.policies.endsAt());
    }

    /** The pause window in which an instant lies; empty if it lies in none. */
    public Optional<PauseWindow> pauseWindow(Instant at) {
        ZoneId zone = Objects.requireNonNullElse(trigger.zone(), ZoneOffset.UTC);
        return policies.pauseWindows().stream()
                .filter(window -> window.contains(at, zone))
                .findFirst();
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Schedule \"" + name
                    + "\" is not a name: expected 1 to 100 letters, digits, dots, dashes or underscores");
        }
        return name;
    }
}
