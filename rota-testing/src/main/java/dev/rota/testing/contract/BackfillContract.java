package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import dev.rota.store.ScheduleStore.PlannedFire;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instants that lie behind make their job once, whoever asks for it and however often. */
public abstract class BackfillContract extends StoreContract {
    private static final Duration MINUTE = MinutePlanner.MINUTE;
    private static final Instant FIRST = START.minus(Duration.ofDays(2));
    private static final Instant SECOND = START.minus(Duration.ofDays(1));

    private final MinutePlanner planner = new MinutePlanner();

    protected BackfillContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void define() {
        ScheduleDefinition definition =
                new ScheduleDefinition("a", Trigger.every(Duration.ofHours(1)), job(), Policies.DEFAULTS);
        schedules().define(List.of(definition), planner);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private List<PlannedFire> wanted(Instant... dues) {
        return Stream.of(dues)
                .map(due -> new PlannedFire(
                        due,
                        Fire.Outcome.RUNNING,
                        job().origin(new NewJob.Origin("a", due, "ann", null)),
                        "backfill by ann"))
                .toList();
    }

    private static long jobOf(Fire fire) {
        return Objects.requireNonNull(fire.jobId(), "a fire that has made a job");
    }

    @Test
    void each_instant_makes_its_job_and_is_kept_as_a_fire() {
        StoredSchedule before = schedules().find("a").orElseThrow();
        List<Fire> fires = schedules().backfill("a", wanted(FIRST, SECOND));
        assertThat(fires)
                .containsExactly(
                        new Fire("a", FIRST, START, Fire.Outcome.RUNNING, jobOf(fires.get(0)), "backfill by ann"),
                        new Fire("a", SECOND, START, Fire.Outcome.RUNNING, jobOf(fires.get(1)), "backfill by ann"));
        assertThat(schedules().fires("a", 10)).containsExactly(fires.get(1), fires.get(0));
        Job job = find(jobOf(fires.get(0)));
        assertThat(job.request().origin().schedule()).isEqualTo("a");
        assertThat(job.request().origin().fireAt()).isEqualTo(FIRST);
        assertThat(schedules().find("a").orElseThrow().nextFireAt()).isEqualTo(before.nextFireAt());
    }

    @Test
    void what_has_fired_does_not_fire_again_whatever_became_of_its_job() {
        long first = jobOf(schedules().backfill("a", wanted(FIRST)).get(0));
        end(claimOne(worker()), fail());
        assertThat(schedules().backfill("a", wanted(FIRST, SECOND)))
                .extracting(Fire::dueAt)
                .containsExactly(SECOND);
        assertThat(schedules().backfill("a", wanted(FIRST, SECOND))).isEmpty();
        assertThat(schedules().fires("a", 10)).extracting(Fire::jobId).contains(first);
        assertThat(claim(worker("another"), 10)).hasSize(1);
    }

    @Test
    void what_was_skipped_is_made_up_for() {
        schedules().pause("a", new StoredSchedule.Pause("ben", START, null, null));
        clock.advance(MINUTE);
        assertThat(schedules().fireDue(10, planner)).extracting(Fire::outcome).containsExactly(Fire.Outcome.SKIPPED);
        Instant skipped = START.plus(MINUTE);
        assertThat(schedules().fired("a", START, START.plus(MINUTE).plusNanos(1000)))
                .isEmpty();

        Fire fire = schedules().backfill("a", wanted(skipped)).get(0);

        assertThat(fire.outcome()).isEqualTo(Fire.Outcome.RUNNING);
        assertThat(schedules().fires("a", 10)).containsExactly(fire);
        assertThat(claimOne(worker()).id()).isEqualTo(jobOf(fire));
    }

    @Test
    void what_was_cancelled_is_made_up_for_once_it_has_ended() {
        long first = jobOf(schedules().backfill("a", wanted(FIRST)).get(0));
        Job running = claimOne(worker());
        store.jobs().cancel(first, "ben", "not wanted");
        assertThat(schedules().backfill("a", wanted(FIRST))).as("it runs still").isEmpty();
        end(running, new Transition.Cancel("not wanted"));
        assertThat(schedules().fired("a", FIRST, START)).isEmpty();

        Fire again = schedules().backfill("a", wanted(FIRST)).get(0);

        assertThat(jobOf(again)).isNotEqualTo(first);
        assertThat(schedules().fires("a", 10)).containsExactly(again);
        assertThat(state(first)).isEqualTo(JobState.CANCELLED);
        assertThat(claimOne(worker("another")).id()).isEqualTo(jobOf(again));
        assertThat(schedules().backfill("a", wanted(FIRST))).isEmpty();
    }

    @Test
    void the_planner_is_told_which_jobs_are_of_a_backfill_where_it_would_cancel_them() {
        for (OverlapPolicy overlap : List.of(OverlapPolicy.CANCEL_RUNNING, OverlapPolicy.SKIP)) {
            ScheduleDefinition definition = new ScheduleDefinition(
                    "a", Trigger.every(Duration.ofHours(1)), job(), Policies.DEFAULTS.overlap(overlap));
            schedules().define(List.of(definition), planner);
            schedules().backfill("a", wanted(FIRST));
            schedules().runNow("a", "ben");
            clock.advance(MINUTE);
            schedules().fireDue(10, planner);
        }
        assertThat(planner.asked.get(0).live())
                .extracting(ScheduleStore.LiveJob::note)
                .containsExactly("backfill by ann", "by ben");
        assertThat(planner.asked.get(1).live())
                .extracting(ScheduleStore.LiveJob::note)
                .containsOnlyNulls();
    }

    @Test
    void a_fire_that_cancels_the_jobs_before_it_leaves_those_of_a_backfill() {
        try (Rota rota = Rota.builder(store, new TextCodec()).clock(clock).build()) {
            rota.schedules().put(Schedule.every("b", MINUTE).runs(TYPE).overlap(OverlapPolicy.CANCEL_RUNNING));
            List<Fire> madeUp = rota.schedules().backfill("b", List.of(FIRST, SECOND), "ann");
            Fire byHand = rota.schedules().runNow("b", "ann").orElseThrow();
            clock.advance(MINUTE);
            rota.runDue();
            Fire regular = schedules().fires("b", 1).get(0);
            clock.advance(MINUTE);
            rota.runDue();

            assertThat(madeUp).hasSize(2).noneMatch(fire -> state(jobOf(fire)) == JobState.CANCELLED);
            assertThat(state(jobOf(byHand))).isEqualTo(JobState.CANCELLED);
            assertThat(regular.dueAt()).isEqualTo(START.plus(MINUTE));
            assertThat(state(jobOf(regular))).isEqualTo(JobState.CANCELLED);
            assertThat(rota.schedules().backfill("b", List.of(FIRST, regular.dueAt()), "ann"))
                    .extracting(Fire::dueAt)
                    .containsExactly(regular.dueAt());
        }
    }

    @Test
    void what_has_fired_is_told_from_the_first_instant_up_to_the_last_without_it() {
        schedules().backfill("a", wanted(FIRST, SECOND));
        assertThat(schedules().fired("a", FIRST, START)).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(schedules().fired("a", FIRST, SECOND)).containsExactly(FIRST);
        assertThat(schedules().fired("a", FIRST.plusNanos(1000), SECOND)).isEmpty();
        assertThat(schedules().fired("b", FIRST, START)).isEmpty();
    }

    @Test
    void a_schedule_that_is_not_there_makes_nothing() {
        assertThat(schedules().backfill("b", wanted(FIRST))).isEmpty();
        assertThat(schedules().backfill("a", List.of())).isEmpty();
        assertThat(claim(worker(), 10)).isEmpty();
    }

    @Test
    void of_several_that_ask_at_once_one_makes_each_job() {
        ConcurrentLinkedQueue<Fire> fires = new ConcurrentLinkedQueue<>();
        Threads.together(
                4, thread -> fires.addAll(Threads.insisting(() -> schedules().backfill("a", wanted(FIRST, SECOND)))));
        assertThat(fires).extracting(Fire::dueAt).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(claim(worker(), 10)).hasSize(2);
    }
}
