package dev.rota.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it stands in the store. At least one of {@code code} and {@code override} is there.
 *
 * @param name its name
 * @param code as defined by code; null if it was made by an operator or has gone from the code
 * @param codeSince since when the code says that; null if it says nothing
 * @param override what an operator made of it; null if there is no override. While there is one, it counts
 * @param overrideBy who overrode it, why and when; null if nobody did
 * @param pause null unless it is paused, or was lately
 * @param nextFireAt when it fires next; null if never again
 * @param lastFireAt when it last fired, or null
 * @param application the one that defines it, all of whose definitions are known; null if none does
 * @param orphanedAt since when its application defines it no more, so that it does not fire; null unless it is orphaned
 * @param version grows with every change of definition, override or pause
 */
public record StoredSchedule(
        String name,
        @Nullable ScheduleDefinition code,
        @Nullable Instant codeSince,
        @Nullable ScheduleDefinition override,
        @Nullable Change overrideBy,
        @Nullable Pause pause,
        @Nullable Instant nextFireAt,
        @Nullable Instant lastFireAt,
        @Nullable String application,
        @Nullable Instant orphanedAt,
        long version) {

    /** The definition that counts: the override if there is one. */
    public ScheduleDefinition effective() {
        return Objects.requireNonNull(override != null ? override : code, "a stored schedule has a definition");
    }

    /** True if the code has come to say something else since an operator overrode it: one of them has to give way. */
    public boolean isContested() {
        return override != null
                && overrideBy != null
                && codeSince != null
                && codeSince.isAfter(overrideBy.at())
                && !override.equals(code);
    }

    /** True while it is paused at {@code now}: a pause with an end is over after it. */
    public boolean isPaused(Instant now) {
        return pause != null && (pause.until() == null || now.isBefore(pause.until()));
    }

    /**
     * True if it has been due for longer than its grace, though nothing holds it back.
     *
     * @param flagsOff the flags that are off
     */
    public boolean isLate(Set<String> flagsOff, Instant now) {
        String flag = effective().policies().flag();
        return nextFireAt != null
                && !isPaused(now)
                && (flag == null || !flagsOff.contains(flag))
                && nextFireAt.plus(effective().policies().grace()).isBefore(now);
    }

    /**
     * Who changed something, when and why.
     *
     * @param by who, in words
     * @param at when
     * @param reason why, or null
     */
    public record Change(String by, Instant at, @Nullable String reason) {}

    /**
     * That a schedule is paused, or was: one that has ended is kept as long as something may be due that fell due in it.
     *
     * @param by who paused it
     * @param at since when; one that was changed while it lasted, since it began
     * @param reason why, or null
     * @param until when it goes on by itself, or went on; null means when somebody resumes it
     * @param before pauses that had ended when it began, kept for the same reason, the oldest first; empty if there are
     *     none
     */
    public record Pause(
            String by,
            Instant at,
            @Nullable String reason,
            @Nullable Instant until,
            List<Span> before) {

        /** From its beginning up to, but not at, its end. */
        public record Span(Instant from, Instant until) {
            boolean contains(Instant due) {
                return !due.isBefore(from) && due.isBefore(until);
            }
        }

        public Pause {
            before = List.copyOf(before);
        }

        /** A pause with none before it. */
        public Pause(String by, Instant at, @Nullable String reason, @Nullable Instant until) {
            this(by, at, reason, until, List.of());
        }

        /** True if what is due at {@code due} falls due in it, or in one before it; at the end of one nothing does. */
        public boolean contains(Instant due) {
            return !due.isBefore(at) && (until == null || due.isBefore(until))
                    || before.stream().anyMatch(span -> span.contains(due));
        }
    }
}
