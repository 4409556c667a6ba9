package dev.rota.engine;

import dev.rota.job.ExclusionKey;
import dev.rota.job.NewJob;
import dev.rota.schedule.DueFires;
import dev.rota.schedule.Fire;
import dev.rota.schedule.FireRules;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore.Due;
import dev.rota.store.ScheduleStore.FirePlanner;
import dev.rota.store.ScheduleStore.LiveJob;
import dev.rota.store.ScheduleStore.Plan;
import dev.rota.store.ScheduleStore.PlannedFire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides what a schedule does when it is due: what fires, what was missed, what is skipped, and when it is due next. */
public final class FirePlanning implements FirePlanner {
    private static final String PAUSED = "paused";

    private final RandomGenerator random;

    public FirePlanning(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public @Nullable Instant first(ScheduleDefinition definition, Instant now) {
        Trigger trigger = definition.trigger();
        if (trigger instanceof IntervalTrigger interval && interval.anchor() == null) {
            trigger = interval.anchoredAt(now.plus(interval.every()));
        }
        return rules(definition.policies()).next(trigger, now.minusNanos(1)).orElse(null);
    }

    /**
     * The instants of a schedule as it is now, the oldest first.
     *
     * @param from the first that may be among them
     * @param to what all of them lie before
     * @param most where counting stops
     */
    public static List<Instant> instants(StoredSchedule schedule, Instant from, Instant to, int most) {
        return Backfill.instants(schedule, from, to, most);
    }

    /** Fires that make up for these instants, whatever the policies say of what was missed. */
    public static List<PlannedFire> backfill(ScheduleDefinition definition, List<Instant> dues, String by) {
        return Backfill.fires(definition, dues, by);
    }

    private static FireRules rules(Policies policies) {
        return new FireRules(policies.missed(), policies.grace(), policies.startsAt(), policies.endsAt());
    }

    @Override
    public Plan plan(Due due, Instant now) {
        ScheduleDefinition definition = due.schedule().effective();
        Instant dueAt = Objects.requireNonNull(due.schedule().nextFireAt(), "a schedule that is due has a next fire");
        Policies policies = definition.policies();
        DueFires fires = DueFires.decide(
                definition.trigger(),
                dueAt,
                now,
                rules(policies),
                at -> pauseAt(due.schedule(), at).isPresent());
        List<PlannedFire> planned = leftOut(due.schedule(), fires);
        Firing firing = new Firing(due, definition, now);
        fires.fired().forEach(instant -> planned.add(firing.fire(instant)));
        planned.sort(Comparator.comparing(PlannedFire::dueAt));
        // Who gives way does so to a job that is made.
        List<Long> cancel = fires.fired().isEmpty() ? List.of() : firing.cancel;
        return new Plan(planned, cancel, fires.nextDue().orElse(null));
    }

    /** What does not fire, the oldest first, with how many there were before. */
    private static List<PlannedFire> leftOut(StoredSchedule schedule, DueFires fires) {
        List<PlannedFire> planned = new ArrayList<>();
        fires.missed().forEach(at -> planned.add(new PlannedFire(at, Fire.Outcome.MISSED, null, null)));
        fires.skipped()
                .forEach(at -> planned.add(new PlannedFire(
                        at, Fire.Outcome.SKIPPED, null, pauseAt(schedule, at).orElse(null))));
        planned.sort(Comparator.comparing(PlannedFire::dueAt));
        String before = missedBefore(fires);
        if (before != null && !planned.isEmpty()) {
            PlannedFire first = planned.get(0);
            String note = first.note() == null ? before : first.note() + ", " + before;
            planned.set(0, new PlannedFire(first.dueAt(), first.outcome(), null, note));
        }
        return planned;
    }

    /** In which pause an instant fell due, though it may be over by now; empty if in none. */
    private static Optional<String> pauseAt(StoredSchedule schedule, Instant at) {
        StoredSchedule.Pause pause = schedule.pause();
        return pause != null && pause.contains(at)
                ? Optional.of(PAUSED)
                : schedule.effective().pauseWindow(at).map(window -> "pause window " + window.text());
    }

    private static @Nullable String missedBefore(DueFires fires) {
        if (fires.missedMore() == 0) {
            return null;
        }
        return "and " + (fires.missedMoreIsExact() ? "" : "more than ") + fires.missedMore() + " before it";
    }

    /** The fires of one plan. They do not stand in the way of each other: only jobs of earlier fires overlap. */
    private final class Firing {
        private final ScheduleDefinition definition;
        private final Instant now;
        private final Optional<String> heldBack;
        private final List<Long> cancel = new ArrayList<>();
        private int waiting;
        private int running;

        Firing(Due due, ScheduleDefinition definition, Instant now) {
            this.definition = definition;
            this.now = now;
            this.heldBack = heldBack(due, now);
            for (LiveJob job : due.live()) {
                if (job.running()) {
                    running++;
                } else {
                    waiting++;
                }
                if (gives(job) && heldBack.isEmpty()) {
                    cancel.add(job.id());
                }
            }
        }

        /** Whether it gives way to the new job. What an operator makes up for is wanted beside what fires by itself. */
        private boolean gives(LiveJob job) {
            return definition.policies().overlap() == OverlapPolicy.CANCEL_RUNNING && !Backfill.made(job);
        }

        PlannedFire fire(Instant dueAt) {
            Optional<String> skipped = heldBack.or(this::overlaps);
            if (skipped.isPresent()) {
                return new PlannedFire(dueAt, Fire.Outcome.SKIPPED, null, skipped.get());
            }
            return new PlannedFire(dueAt, Fire.Outcome.RUNNING, job(dueAt), null);
        }

        private Optional<String> overlaps() {
            boolean skips = switch (definition.policies().overlap()) {
                case SKIP -> running + waiting > 0;
                case QUEUE_ONE -> waiting > 0;
                case ALLOW, CANCEL_RUNNING -> false;
            };
            return skips ? Optional.of("the job of the fire before has not ended") : Optional.empty();
        }

        private NewJob job(Instant dueAt) {
            NewJob job = definition.job().when(when());
            if (runInTurn() && job.exclusion() == null) {
                job = job.exclusion(ExclusionKey.of("schedule:" + definition.name()));
            }
            return job.origin(new NewJob.Origin(definition.name(), dueAt, "schedule " + definition.name(), null));
        }

        /** Whether the jobs of the schedule wait for one another; those that make up for missed fires do, in order. */
        private boolean runInTurn() {
            return switch (definition.policies().overlap()) {
                case QUEUE_ONE, CANCEL_RUNNING -> true;
                case SKIP -> definition.policies().missed().kind() == MissedPolicy.Kind.RUN_EACH;
                case ALLOW -> false;
            };
        }

        private NewJob.When when() {
            Duration jitter = definition.policies().jitter();
            return jitter.isZero()
                    ? NewJob.When.at(now)
                    : NewJob.When.at(now.plusMillis(random.nextLong(jitter.toMillis() + 1)));
        }
    }

    /** Why nothing of the schedule may fire; empty if it may. */
    private static Optional<String> heldBack(Due due, Instant now) {
        if (due.schedule().isPaused(now)) {
            return Optional.of(PAUSED);
        }
        if (!due.flagOn()) {
            return Optional.of("flag " + due.schedule().effective().policies().flag() + " is off");
        }
        return Optional.empty();
    }
}
