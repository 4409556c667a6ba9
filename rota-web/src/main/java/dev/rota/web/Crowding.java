package dev.rota.web;

import dev.rota.schedule.StoredSchedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Warns whoever lets one more schedule fire at an instant at which many do already, as midnight. */
final class Crowding {
    /** Where so many fire at once, with the one at hand, somebody is told. */
    static final int MANY = 5;

    private static final int NAMED = 3;

    private Crowding() {}

    /**
     * What is to be said of a fire.
     *
     * @param at when it would fire
     * @param zone in which the time is told
     * @param self the schedule at hand, which does not count; null if it has no name yet
     * @return empty if few others fire then. Those that are paused or orphaned, and those that put their jobs off by a
     *     random time, do not count
     */
    static Optional<String> at(Instant at, ZoneId zone, @Nullable String self, List<StoredSchedule> all) {
        List<String> others = all.stream()
                .filter(schedule -> !schedule.name().equals(self))
                .filter(schedule -> schedule.orphanedAt() == null && !schedule.isPaused(at))
                .filter(schedule -> schedule.effective().policies().jitter().isZero())
                .filter(schedule -> firesAt(schedule, at))
                .map(StoredSchedule::name)
                .toList();
        if (others.size() + 1 < MANY) {
            return Optional.empty();
        }
        return Optional.of(others.size() + " other schedules fire at " + Times.fire(at, zone) + " too, such as "
                + String.join(", ", others.subList(0, NAMED))
                + ". Another minute, or a jitter, lets their jobs begin one after the other.");
    }

    private static boolean firesAt(StoredSchedule schedule, Instant at) {
        return schedule.effective()
                .trigger()
                .next(at.minusNanos(1))
                .filter(at::equals)
                .isPresent();
    }
}
