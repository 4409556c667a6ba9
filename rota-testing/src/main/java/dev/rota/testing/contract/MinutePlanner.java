package dev.rota.testing.contract;

import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A planner simple enough to be seen through: a schedule is due a minute after it was defined, and each minute after
 * that. A paused one, or one whose flag is off, is skipped.
 */
final class MinutePlanner implements ScheduleStore.FirePlanner {
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** What it was asked to plan. */
    final List<ScheduleStore.Due> asked = new CopyOnWriteArrayList<>();

    /** If set, it cancels what is live. */
    volatile boolean cancelsLive;

    /** If set, nothing follows the fires that are due. */
    volatile boolean last;

    @Override
    public @Nullable Instant first(ScheduleDefinition definition, Instant now) {
        return now.plus(MINUTE);
    }

    @Override
    public ScheduleStore.Plan plan(ScheduleStore.Due due, Instant now) {
        asked.add(due);
        StoredSchedule schedule = due.schedule();
        List<ScheduleStore.PlannedFire> fires = new ArrayList<>();
        Instant at = Objects.requireNonNull(schedule.nextFireAt(), "a due schedule has a next fire");
        for (; !at.isAfter(now); at = at.plus(MINUTE)) {
            fires.add(fire(due, at, now));
        }
        List<Long> cancel =
                cancelsLive ? due.live().stream().map(ScheduleStore.LiveJob::id).toList() : List.of();
        return new ScheduleStore.Plan(fires, cancel, last ? null : at);
    }

    private static ScheduleStore.PlannedFire fire(ScheduleStore.Due due, Instant at, Instant now) {
        if (due.schedule().isPaused(now)) {
            return new ScheduleStore.PlannedFire(at, Fire.Outcome.SKIPPED, null, "paused");
        }
        if (!due.flagOn()) {
            return new ScheduleStore.PlannedFire(at, Fire.Outcome.SKIPPED, null, "flag is off");
        }
        String name = due.schedule().name();
        NewJob job = due.schedule().effective().job().origin(new NewJob.Origin(name, at, "schedule " + name, null));
        return new ScheduleStore.PlannedFire(at, Fire.Outcome.RUNNING, job, null);
    }
}
