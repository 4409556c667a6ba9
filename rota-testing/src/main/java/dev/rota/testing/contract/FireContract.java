package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.Fire;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each due instant of a schedule makes one job, whatever the number of workers. */
public abstract class FireContract extends StoreContract {
    private static final Duration MINUTE = MinutePlanner.MINUTE;
    private static final Instant FIRST = START.plus(MINUTE);

    private final MinutePlanner planner = new MinutePlanner();

    protected FireContract(ContractStore fixture) {
        super(fixture);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private void define(String name) {
        define(name, Policies.DEFAULTS);
    }

    private void define(String name, Policies policies) {
        ScheduleDefinition definition =
                new ScheduleDefinition(name, Trigger.every(Duration.ofHours(1)), job(), policies);
        schedules().define(List.of(definition), planner);
    }

    private List<Fire> fireDue() {
        return schedules().fireDue(100, planner);
    }

    private static long jobOf(Fire fire) {
        return Objects.requireNonNull(fire.jobId(), "a fire that has made a job");
    }

    private Fire latest(String name) {
        return schedules().fires(name, 1).get(0);
    }

    /** The job of a schedule's first fire, claimed. */
    private Job fired() {
        return fired(Policies.DEFAULTS);
    }

    private Job fired(Policies policies) {
        define("a", policies);
        clock.advance(MINUTE);
        fireDue();
        return claimOne(worker());
    }

    @Test
    void nothing_fires_before_it_is_due() {
        define("a");
        clock.advance(MINUTE.minusNanos(1000));
        assertThat(fireDue()).isEmpty();
        assertThat(claim(worker(), 10)).isEmpty();
        assertThat(planner.asked).isEmpty();
    }

    @Test
    void a_due_schedule_makes_its_job_and_moves_on() {
        define("a");
        clock.advance(MINUTE.plusSeconds(3));
        List<Fire> fires = fireDue();
        assertThat(fires).hasSize(1);
        Fire fire = fires.get(0);
        assertThat(fire).isEqualTo(new Fire("a", FIRST, FIRST.plusSeconds(3), Fire.Outcome.RUNNING, jobOf(fire), null));
        Job job = find(jobOf(fire));
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.request().origin().schedule()).isEqualTo("a");
        assertThat(job.request().origin().fireAt()).isEqualTo(FIRST);
        StoredSchedule stored = schedules().find("a").orElseThrow();
        assertThat(stored.nextFireAt()).isEqualTo(FIRST.plus(MINUTE));
        assertThat(stored.lastFireAt()).isEqualTo(FIRST);
        assertThat(schedules().fires("a", 10)).isEqualTo(fires);
        assertThat(fireDue()).isEmpty();
    }

    @Test
    void several_due_instants_are_kept_apart_and_listed_the_latest_first() {
        define("a");
        clock.advance(MINUTE.multipliedBy(3));
        assertThat(fireDue())
                .extracting(Fire::dueAt)
                .containsExactly(FIRST, FIRST.plus(MINUTE), FIRST.plus(MINUTE.multipliedBy(2)));
        assertThat(schedules().fires("a", 2))
                .extracting(Fire::dueAt)
                .containsExactly(FIRST.plus(MINUTE.multipliedBy(2)), FIRST.plus(MINUTE));
        assertThat(claim(worker(), 10)).hasSize(3);
        assertThat(schedules().find("a").orElseThrow().lastFireAt()).isEqualTo(FIRST.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void no_more_schedules_fire_at_once_than_the_limit_allows() {
        IntStream.range(0, 5).forEach(i -> define("s" + i));
        clock.advance(MINUTE);
        assertThat(schedules().fireDue(2, planner)).hasSize(2);
        assertThat(schedules().fireDue(2, planner)).hasSize(2);
        assertThat(schedules().fireDue(2, planner)).hasSize(1);
        assertThat(schedules().fireDue(2, planner)).isEmpty();
    }

    /** Its zone is one that the time zones of this JVM may not have yet. */
    @Test
    void a_schedule_whose_definition_cannot_be_read_keeps_no_other_from_firing() throws SQLException {
        List.of("a", "b").forEach(this::define);
        trigger("a", "'cron', trigger_text = '0 3 * * *', zone = 'America/Newtown'");
        clock.advance(MINUTE);
        assertThat(schedules().fireDue(1, planner)).extracting(Fire::schedule).containsExactly("b");
        assertThat(fireDue()).isEmpty();
        trigger("a", "'interval', trigger_text = 'PT1H', zone = null");
        assertThat(fireDue()).extracting(Fire::dueAt).containsExactly(FIRST);
        assertThat(schedules().fires("a", 10)).hasSize(1);
    }

    private void trigger(String schedule, String kindAndMore) throws SQLException {
        try (Connection connection = fixture.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update rota_schedule_definition set trigger_kind = " + kindAndMore
                    + " where schedule = '" + schedule + "'");
        }
    }

    @Test
    void a_schedule_that_has_ended_is_not_asked_again() {
        define("a");
        planner.last = true;
        clock.advance(MINUTE);
        assertThat(fireDue()).hasSize(1);
        assertThat(schedules().find("a").orElseThrow().nextFireAt()).isNull();
        assertThat(schedules().nextFireAt()).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(fireDue()).isEmpty();
    }

    @Test
    void the_planner_is_told_of_a_pause_and_what_it_skips_is_kept_without_a_job() {
        define("a");
        schedules().pause("a", new StoredSchedule.Pause("ann", START, "disk is full", null));
        clock.advance(MINUTE);
        fireDue();
        assertThat(latest("a")).isEqualTo(new Fire("a", FIRST, FIRST, Fire.Outcome.SKIPPED, null, "paused"));
        assertThat(claim(worker(), 10)).isEmpty();
        schedules().resume("a");
        clock.advance(MINUTE);
        fireDue();
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RUNNING);
    }

    @Test
    void the_planner_is_told_whether_the_flag_is_on() {
        schedules().defineFlag("uploads", true);
        Policies d = Policies.DEFAULTS;
        define(
                "a",
                new Policies(
                        d.missed(), d.overlap(), d.jitter(), d.grace(), null, null, "uploads", null, null, List.of()));
        clock.advance(MINUTE);
        fireDue();
        schedules().setFlag("uploads", false, "ann");
        clock.advance(MINUTE);
        fireDue();
        schedules().setFlag("uploads", null, "ann");
        clock.advance(MINUTE);
        fireDue();
        assertThat(planner.asked).extracting(ScheduleStore.Due::flagOn).containsExactly(true, false, true);
    }

    @Test
    void the_planner_is_told_which_jobs_of_the_schedule_are_live() {
        long worker = worker();
        Job running = fired();
        enqueue(job());
        clock.advance(MINUTE);
        fireDue();
        assertThat(planner.asked.get(1).live()).containsExactly(new ScheduleStore.LiveJob(running.id(), true, null));
        end(running, fail());
        claim(worker, 10).forEach(job -> end(job, SUCCEED));
        clock.advance(MINUTE);
        fireDue();
        assertThat(planner.asked.get(2).live()).isEmpty();
    }

    @Test
    void the_planner_is_told_of_no_live_jobs_where_they_may_overlap() {
        define("a", Policies.DEFAULTS.overlap(OverlapPolicy.ALLOW));
        define("b");
        fireTwice();
        assertThat(liveAtLast("a")).isEmpty();
        assertThat(liveAtLast("b")).hasSize(1);
    }

    @Test
    void the_planner_is_told_of_one_live_job_where_one_is_enough() {
        define("a", Policies.DEFAULTS.overlap(OverlapPolicy.SKIP));
        fireTwice();
        clock.advance(MINUTE);
        fireDue();
        assertThat(liveAtLast("a")).hasSize(1);
    }

    @Test
    void the_planner_is_told_of_a_job_that_waits_where_what_runs_does_not_matter() {
        define("a", Policies.DEFAULTS.overlap(OverlapPolicy.QUEUE_ONE));
        clock.advance(MINUTE);
        fireDue();
        claimOne(worker());
        clock.advance(MINUTE);
        Fire waiting = fireDue().get(0);
        assertThat(liveAtLast("a")).isEmpty();
        clock.advance(MINUTE);
        fireDue();
        assertThat(liveAtLast("a")).extracting(ScheduleStore.LiveJob::id).containsExactly(jobOf(waiting));
    }

    private void fireTwice() {
        for (int i = 0; i < 2; i++) {
            clock.advance(MINUTE);
            fireDue();
        }
    }

    private List<ScheduleStore.LiveJob> liveAtLast(String name) {
        return planner.asked.stream()
                .filter(due -> due.schedule().name().equals(name))
                .reduce((before, after) -> after)
                .orElseThrow()
                .live();
    }

    @Test
    void jobs_that_the_plan_cancels_are_cancelled() {
        Job running = fired(Policies.DEFAULTS.overlap(OverlapPolicy.CANCEL_RUNNING));
        clock.advance(MINUTE);
        long second = jobOf(fireDue().get(0));
        planner.cancelsLive = true;
        clock.advance(MINUTE);
        long third = jobOf(fireDue().get(0));
        assertThat(state(second)).isEqualTo(JobState.CANCELLED);
        assertThat(find(second).reason()).contains("a");
        assertThat(find(running.id()).times().cancelRequestedAt()).isEqualTo(clock.instant());
        assertThat(state(third)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_fire_succeeds_with_its_job() {
        end(fired(), SUCCEED);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.SUCCEEDED);
    }

    @Test
    void a_fire_whose_job_needed_more_than_one_attempt_was_retried() {
        end(fired(), retry(Duration.ZERO));
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RUNNING);
        end(claimOne(worker()), SUCCEED);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RETRIED);
    }

    @Test
    void a_fire_whose_job_crashed_once_was_retried() {
        fired();
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 3, 10);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RUNNING);
        end(claimOne(worker()), SUCCEED);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RETRIED);
    }

    @Test
    void a_fire_whose_job_was_snoozed_succeeds() {
        end(fired(), new Transition.Snooze(Duration.ZERO, "later"));
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RUNNING);
        end(claimOne(worker()), SUCCEED);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.SUCCEEDED);
    }

    @Test
    void a_fire_fails_with_its_job_and_runs_again_when_that_is_retried() {
        Job job = fired();
        end(job, fail());
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.FAILED);
        store.jobs().retry(job.id(), "ann");
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RUNNING);
        end(claimOne(worker()), SUCCEED);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.RETRIED);
    }

    @Test
    void a_fire_whose_job_crashed_too_often_failed() {
        fired();
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 0, 10);
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.FAILED);
    }

    @Test
    void a_fire_is_cancelled_with_its_job() {
        Job job = fired();
        end(job, new Transition.Cancel("not wanted"));
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.CANCELLED);
        clock.advance(MINUTE);
        store.jobs().cancel(jobOf(fireDue().get(0)), "ann", "not wanted");
        assertThat(latest("a").outcome()).isEqualTo(Fire.Outcome.CANCELLED);
    }

    @Test
    void run_now_makes_a_job_whatever_the_trigger_and_the_pause_say() {
        define("a");
        schedules().pause("a", new StoredSchedule.Pause("ann", START, null, null));
        Fire fire = schedules().runNow("a", "bob").orElseThrow();
        assertThat(fire.dueAt()).isEqualTo(START);
        assertThat(fire.outcome()).isEqualTo(Fire.Outcome.RUNNING);
        assertThat(fire.note()).contains("bob");
        assertThat(schedules().fires("a", 10)).containsExactly(fire);
        Job job = claimOne(worker());
        assertThat(job.id()).isEqualTo(jobOf(fire));
        assertThat(job.request().origin().schedule()).isEqualTo("a");
        assertThat(job.request().origin().fireAt()).isEqualTo(START);
        assertThat(schedules().find("a").orElseThrow().nextFireAt()).isEqualTo(FIRST);
        assertThat(schedules().runNow("nowhere", "bob")).isEmpty();
    }

    @Test
    void run_now_twice_in_one_instant_makes_two_fires() {
        define("a");
        Fire first = schedules().runNow("a", "bob").orElseThrow();
        Fire second = schedules().runNow("a", "bob").orElseThrow();
        assertThat(second.dueAt()).isAfter(first.dueAt());
        assertThat(second.jobId()).isNotEqualTo(first.jobId());
        assertThat(schedules().fires("a", 10)).hasSize(2);
    }

    @Test
    void an_instant_that_was_run_by_hand_is_not_fired_again() {
        define("a");
        clock.advance(MINUTE);
        Fire byHand = schedules().runNow("a", "bob").orElseThrow();
        assertThat(byHand.dueAt()).isEqualTo(FIRST);
        assertThat(fireDue()).extracting(Fire::dueAt).doesNotContain(FIRST);
        assertThat(claim(worker(), 10)).hasSize(1);
        assertThat(schedules().find("a").orElseThrow().nextFireAt()).isEqualTo(FIRST.plus(MINUTE));
    }

    @Test
    void workers_that_fire_together_make_one_job_for_each_fire() {
        IntStream.range(0, 6).forEach(i -> define("s" + i));
        List<Store> processes = List.of(store, anotherStore());
        ConcurrentLinkedQueue<Fire> fires = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 5; round++) {
            clock.advance(MINUTE);
            Threads.together(
                    4,
                    thread -> fires.addAll(Threads.insisting(
                            () -> processes.get(thread % 2).schedules().fireDue(100, planner))));
            fires.addAll(fireDue());
        }
        assertThat(fires).hasSize(30);
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Fire> kept = schedules().fires("s" + i, 10);
            assertThat(kept).extracting(Fire::dueAt).hasSize(5).doesNotHaveDuplicates();
            kept.forEach(fire -> jobs.add(jobOf(fire)));
        }
        assertThat(ids(claim(worker(), 100))).containsExactlyInAnyOrderElementsOf(jobs);
    }

    @Test
    void fires_are_pruned_after_their_time() {
        end(fired(), SUCCEED);
        var retention =
                new dev.rota.store.JobStore.Retention(Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(10));
        clock.advance(Duration.ofDays(9));
        store.jobs().prune(retention, 100);
        assertThat(schedules().fires("a", 10)).hasSize(1);
        clock.advance(Duration.ofDays(2));
        store.jobs().prune(retention, 100);
        assertThat(schedules().fires("a", 10)).isEmpty();
    }
}
