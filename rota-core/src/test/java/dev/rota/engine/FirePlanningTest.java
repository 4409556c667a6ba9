package dev.rota.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore.Due;
import dev.rota.store.ScheduleStore.LiveJob;
import dev.rota.store.ScheduleStore.Plan;
import dev.rota.store.ScheduleStore.PlannedFire;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FirePlanningTest {
    private static final Instant NINE = Instant.parse("2026-03-20T09:00:00Z");
    private static final JobType<Void> TYPE = JobType.of("t");

    private final FirePlanning planning = new FirePlanning(new Random(1));

    private static Policies policies(MissedPolicy missed, OverlapPolicy overlap) {
        return new Policies(
                missed, overlap, Duration.ZERO, Duration.ofMinutes(1), null, null, null, null, null, List.of());
    }

    private static Due due(Policies policies, StoredSchedule.@Nullable Pause pause, boolean flagOn, LiveJob... live) {
        ScheduleDefinition definition = new ScheduleDefinition(
                "hourly", Trigger.cron("0 * * * *", ZoneOffset.UTC), NewJob.of(TYPE, "{}"), policies);
        StoredSchedule schedule =
                new StoredSchedule("hourly", definition, null, null, null, pause, NINE, null, null, null, 1);
        return new Due(schedule, flagOn, List.of(live));
    }

    private static LiveJob waiting(long id) {
        return new LiveJob(id, false, null);
    }

    private static LiveJob running(long id) {
        return new LiveJob(id, true, null);
    }

    private static List<Fire.Outcome> outcomes(Plan plan) {
        return plan.fires().stream().map(PlannedFire::outcome).toList();
    }

    @Test
    void what_was_missed_is_run_once_and_shown() {
        Plan plan = planning.plan(
                due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP), null, true), NINE.plusSeconds(3 * 3600 + 5));

        assertThat(outcomes(plan))
                .containsExactly(Fire.Outcome.MISSED, Fire.Outcome.MISSED, Fire.Outcome.MISSED, Fire.Outcome.RUNNING);
        assertThat(plan.nextFireAt()).isEqualTo(NINE.plusSeconds(4 * 3600));
    }

    @Test
    void each_fire_of_a_business_period_is_made_up_for() {
        Plan plan = planning.plan(
                due(policies(MissedPolicy.runEach(12), OverlapPolicy.ALLOW), null, true), NINE.plusSeconds(2 * 3600));

        assertThat(outcomes(plan)).containsOnly(Fire.Outcome.RUNNING).hasSize(3);
        assertThat(plan.fires())
                .extracting(fire -> requireNonNull(fire.job()).origin().fireAt())
                .containsExactly(NINE, NINE.plusSeconds(3600), NINE.plusSeconds(7200));
    }

    @Test
    void jobs_that_make_up_for_missed_fires_run_in_turn_and_skip_none() {
        Plan plan = planning.plan(
                due(policies(MissedPolicy.runEach(12), OverlapPolicy.SKIP), null, true), NINE.plusSeconds(2 * 3600));

        assertThat(outcomes(plan)).containsOnly(Fire.Outcome.RUNNING).hasSize(3);
        assertThat(plan.fires())
                .extracting(fire -> requireNonNull(fire.job()).exclusion())
                .containsOnly(ExclusionKey.of("schedule:hourly"));
    }

    @Test
    void a_schedule_whose_last_job_has_not_ended_skips() {
        Plan plan =
                planning.plan(due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP), null, true, running(7)), NINE);

        assertThat(outcomes(plan)).containsExactly(Fire.Outcome.SKIPPED);
        assertThat(plan.fires().get(0).note()).isEqualTo("the job of the fire before has not ended");
    }

    @Test
    void one_waits_behind_the_running_job_and_no_more() {
        Policies queueOne = policies(MissedPolicy.RUN_ONCE, OverlapPolicy.QUEUE_ONE);

        Plan behindOne = planning.plan(due(queueOne, null, true, running(7)), NINE);
        Plan behindTwo = planning.plan(due(queueOne, null, true, running(7), waiting(8)), NINE);

        assertThat(behindOne.fires().get(0).job())
                .extracting(NewJob::exclusion)
                .isEqualTo(ExclusionKey.of("schedule:hourly"));
        assertThat(outcomes(behindTwo)).containsExactly(Fire.Outcome.SKIPPED);
    }

    @Test
    void the_running_job_makes_way_for_the_new_one() {
        Plan plan = planning.plan(
                due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.CANCEL_RUNNING), null, true, running(7)), NINE);

        assertThat(plan.cancel()).containsExactly(7L);
        assertThat(outcomes(plan)).containsExactly(Fire.Outcome.RUNNING);
    }

    @Test
    void jobs_of_a_backfill_are_not_cancelled_and_one_that_was_run_by_hand_is() {
        LiveJob madeUp = new LiveJob(7, true, "backfill by ana");
        LiveJob waits = new LiveJob(8, false, "backfill by ana");
        LiveJob byHand = new LiveJob(9, true, "by ana");

        Plan cancels = planning.plan(
                due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.CANCEL_RUNNING), null, true, madeUp, waits, byHand),
                NINE);
        Plan skips = planning.plan(due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP), null, true, madeUp), NINE);
        Plan queues =
                planning.plan(due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.QUEUE_ONE), null, true, waits), NINE);

        assertThat(cancels.cancel()).containsExactly(9L);
        assertThat(outcomes(cancels)).containsExactly(Fire.Outcome.RUNNING);
        assertThat(outcomes(skips)).containsExactly(Fire.Outcome.SKIPPED);
        assertThat(outcomes(queues)).containsExactly(Fire.Outcome.SKIPPED);
    }

    @Test
    void a_paused_schedule_or_one_whose_flag_is_off_skips_and_cancels_nothing() {
        Policies cancels = policies(MissedPolicy.RUN_ONCE, OverlapPolicy.CANCEL_RUNNING);
        StoredSchedule.Pause pause = new StoredSchedule.Pause("ana", NINE, "exam", NINE.plusSeconds(60));

        Plan paused = planning.plan(due(cancels, pause, true, running(7)), NINE);
        Plan off = planning.plan(due(cancels, null, false, running(7)), NINE);

        assertThat(paused.fires().get(0).note()).isEqualTo("paused");
        assertThat(off.fires().get(0).note()).contains("is off");
        assertThat(paused.cancel()).isEmpty();
    }

    @Test
    void what_fell_due_in_a_pause_is_skipped_though_nobody_looked_before_it_ended() {
        Policies once = policies(MissedPolicy.RUN_ONCE, OverlapPolicy.CANCEL_RUNNING);
        StoredSchedule.Pause from = new StoredSchedule.Pause("ana", NINE, "exam", NINE.plusSeconds(3600));
        StoredSchedule.Pause after = new StoredSchedule.Pause("ana", NINE.plusSeconds(1), null, NINE.plusSeconds(60));

        Plan in = planning.plan(due(once, from, true, running(7)), NINE.plusSeconds(3599));
        Plan over = planning.plan(due(once, from, true, running(7)), NINE.plusSeconds(3600));
        Plan before = planning.plan(due(once, after, true, running(7)), NINE.plusSeconds(60));

        assertThat(in.fires()).containsExactly(new PlannedFire(NINE, Fire.Outcome.SKIPPED, null, "paused"));
        assertThat(over.fires().get(0)).isEqualTo(in.fires().get(0));
        assertThat(outcomes(over))
                .as("at its end it is over")
                .containsExactly(Fire.Outcome.SKIPPED, Fire.Outcome.RUNNING);
        assertThat(outcomes(before)).as("it was due before").containsExactly(Fire.Outcome.RUNNING);
        assertThat(in.cancel()).isEmpty();
        assertThat(over.cancel()).containsExactly(7L);
    }

    @Test
    void what_fell_due_in_a_pause_does_not_stand_for_what_was_missed_before_it() {
        StoredSchedule.Pause pause =
                new StoredSchedule.Pause("ana", NINE.plusSeconds(3600), null, NINE.plusSeconds(3 * 3600));

        Plan plan = planning.plan(
                due(policies(MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP), pause, true), NINE.plusSeconds(3 * 3600 - 1));
        Plan over = planning.plan(
                due(policies(MissedPolicy.SKIP, OverlapPolicy.SKIP), pause, true), NINE.plusSeconds(3 * 3600 + 1));

        assertThat(outcomes(plan)).as("it is paused still").containsOnly(Fire.Outcome.SKIPPED);
        assertThat(outcomes(over))
                .containsExactly(Fire.Outcome.MISSED, Fire.Outcome.SKIPPED, Fire.Outcome.SKIPPED, Fire.Outcome.RUNNING);
    }

    @Test
    void an_interval_begins_one_interval_after_it_is_first_stored() {
        ScheduleDefinition definition = new ScheduleDefinition(
                "six", Trigger.every(Duration.ofHours(6)), NewJob.of(TYPE, "{}"), Policies.DEFAULTS);

        assertThat(planning.first(definition, NINE)).isEqualTo(NINE.plusSeconds(6 * 3600));
    }

    @Test
    void jitter_puts_a_fire_off_and_never_forward() {
        Policies jittered = new Policies(
                MissedPolicy.RUN_ONCE,
                OverlapPolicy.ALLOW,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                null,
                null,
                null,
                null,
                null,
                List.of());
        for (int i = 0; i < 100; i++) {
            PlannedFire fire =
                    planning.plan(due(jittered, null, true), NINE).fires().get(0);
            assertThat(requireNonNull(fire.job()).when().at()).isBetween(NINE, NINE.plusSeconds(300));
        }
    }

    @Test
    void what_is_due_in_a_pause_window_is_skipped_with_the_window_as_the_reason() {
        Policies policies = policies(MissedPolicy.RUN_ONCE, OverlapPolicy.CANCEL_RUNNING)
                .pauseWindows(PauseWindow.parseAll("FRI 08:00-09:30, SUN 00:00-24:00"));
        Plan in = planning.plan(due(policies, null, true, running(7)), NINE);
        assertThat(in.fires())
                .containsExactly(new PlannedFire(NINE, Fire.Outcome.SKIPPED, null, "pause window FRI 08:00-09:30"));
        assertThat(in.cancel()).as("nothing takes its place").isEmpty();
        assertThat(in.nextFireAt()).isEqualTo(NINE.plusSeconds(3600));
        Plan out = planning.plan(due(policies, null, true, running(7)), NINE.plusSeconds(3600));
        assertThat(outcomes(out)).containsExactly(Fire.Outcome.SKIPPED, Fire.Outcome.RUNNING);
        assertThat(out.cancel()).containsExactly(7L);
    }

    @Test
    void the_oldest_that_is_listed_tells_how_many_were_before_it() {
        Policies policies =
                policies(MissedPolicy.RUN_ONCE, OverlapPolicy.SKIP).pauseWindows(PauseWindow.parseAll("00:00-23:00"));
        Plan plan = planning.plan(due(policies, null, true), NINE.plus(Duration.ofDays(10)));
        assertThat(plan.fires().get(0).note()).isEqualTo("pause window 00:00-23:00, and 140 before it");
        assertThat(outcomes(plan).stream().filter(Fire.Outcome.RUNNING::equals)).hasSize(1);
    }
}
