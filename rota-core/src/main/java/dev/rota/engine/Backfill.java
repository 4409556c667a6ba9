package dev.rota.engine;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.FireRules;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore.LiveJob;
import dev.rota.store.ScheduleStore.PlannedFire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes up for what a schedule would have fired, had it been there: the same instants that it computes by itself. */
final class Backfill {
    private static final String NOTE = "backfill by ";

    private Backfill() {}

    /** Whether it is a job of a backfill. */
    static boolean made(LiveJob job) {
        return job.note() != null && job.note().startsWith(NOTE);
    }

    /**
     * The instants of a schedule as it is now, the oldest first.
     *
     * @param from the first that may be among them
     * @param to what all of them lie before
     * @param most where counting stops
     */
    static List<Instant> instants(StoredSchedule schedule, Instant from, Instant to, int most) {
        Policies policies = schedule.effective().policies();
        FireRules rules = FireRules.DEFAULTS.between(policies.startsAt(), policies.endsAt());
        Trigger trigger = reachingBack(schedule, from);
        List<Instant> instants = new ArrayList<>();
        Optional<Instant> next = rules.next(trigger, from.minusNanos(1));
        while (next.isPresent() && next.get().isBefore(to) && instants.size() < most) {
            instants.add(next.get());
            next = rules.next(trigger, next.get());
        }
        return instants;
    }

    /** An interval that is not anchored lies around the next fire, and before it where it would have lain. */
    private static Trigger reachingBack(StoredSchedule schedule, Instant from) {
        Trigger trigger = schedule.effective().trigger();
        Instant known = schedule.nextFireAt() == null ? schedule.lastFireAt() : schedule.nextFireAt();
        if (trigger instanceof IntervalTrigger interval && interval.anchor() == null && known != null) {
            Duration every = interval.every();
            long steps = Math.max(0, Duration.between(from, known).dividedBy(every) + 1);
            return interval.anchoredAt(known.minus(every.multipliedBy(steps)));
        }
        return trigger;
    }

    /** Fires for these instants, whose jobs run one after the other unless the schedule lets them overlap. */
    static List<PlannedFire> fires(ScheduleDefinition definition, List<Instant> dues, String by) {
        NewJob plain = definition.job();
        boolean inTurn = definition.policies().overlap() != OverlapPolicy.ALLOW && plain.exclusion() == null;
        NewJob job = inTurn ? plain.exclusion(ExclusionKey.of("schedule:" + definition.name())) : plain;
        return dues.stream()
                .map(due -> new PlannedFire(
                        due,
                        Fire.Outcome.RUNNING,
                        job.origin(new NewJob.Origin(definition.name(), due, by, null)),
                        NOTE + by))
                .toList();
    }
}
