package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.Due;
import dev.rota.store.ScheduleStore.FirePlanner;
import dev.rota.store.ScheduleStore.Plan;
import dev.rota.store.ScheduleStore.PlannedFire;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fires the schedules that are due. */
final class Scheduler implements Duty {
    /** What is fired together: the jobs of the first start while the next are fired. */
    private static final int MOST = 250;
    /** So often it is asked when the next fire is due, though whoever changes a schedule says so. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Store store;
    private final FirePlanner planner;
    private final Events events;
    private final Consumer<Set<String>> wake;
    private final Consumer<Set<String>> lookAt;
    /** What is due and yet fires nothing is being fired by another worker, or cannot be planned: it is no busy loop. */
    private static final Duration NOTHING_FIRED = Duration.ofMillis(250);

    private volatile Duration wait = Duration.ZERO;

    /**
     * Makes one.
     *
     * @param wake is given queues that have got jobs; none if anything may have happened
     * @param lookAt is given exclusion keys that new jobs want
     */
    Scheduler(
            Store store, FirePlanner planner, Events events, Consumer<Set<String>> wake, Consumer<Set<String>> lookAt) {
        this.store = store;
        this.planner = planner;
        this.events = events;
        this.wake = wake;
        this.lookAt = lookAt;
    }

    @Override
    public String name() {
        return "schedules";
    }

    @Override
    public Duration interval() {
        return wait;
    }

    @Override
    public void runOnce() {
        ScheduleStore schedules = store.schedules();
        Optional<Instant> next = schedules.nextFireAt();
        if (next.isEmpty()) {
            wait = LONGEST_WAIT;
            return;
        }
        Duration left = Duration.between(store.now(), next.get());
        if (left.isNegative() || left.isZero()) {
            wait = fire() > 0 ? Duration.ZERO : NOTHING_FIRED;
            return;
        }
        wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    }

    /** Fires what is due; says how many fires there were. */
    int fire() {
        Noting noting = new Noting(planner);
        List<Fire> fires = store.schedules().fireDue(MOST, noting);
        for (Fire fire : fires) {
            events.tell(new RotaEvent.Fired(fire));
            NewJob job = noting.jobs.get(fire.schedule());
            if (job != null) {
                events.enqueued(List.of(fire), job);
            }
        }
        if (fires.stream().anyMatch(fire -> fire.jobId() != null)) {
            // By name too: a queue may have come to be with this fire, and is then looked for at once.
            wake.accept(noting.jobs.values().stream().map(NewJob::queue).collect(Collectors.toSet()));
            lookAt.accept(Releaser.keys(noting.jobs.values()));
            wake.accept(Set.of());
        }
        return fires.size();
    }

    /** Notes what job a schedule makes, of those that are planned to. */
    private static final class Noting implements FirePlanner {
        private final FirePlanner planner;
        private final Map<String, NewJob> jobs = new ConcurrentHashMap<>();

        Noting(FirePlanner planner) {
            this.planner = planner;
        }

        @Override
        public @Nullable Instant first(ScheduleDefinition definition, Instant now) {
            return planner.first(definition, now);
        }

        @Override
        public Plan plan(Due due, Instant now) {
            Plan plan = planner.plan(due, now);
            for (PlannedFire fire : plan.fires()) {
                NewJob job = fire.job();
                if (job != null) {
                    jobs.put(due.schedule().name(), job);
                }
            }
            return plan;
        }
    }
}
