package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rota.job.Job;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.store.Histogram;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.WorkerStore.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConditionsTest {
    @TempDir
    Path directory;

    private Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(directory, Ground.mail());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    /** Of workers that live is heard meanwhile. */
    private void pass(Duration time) {
        List<Worker> living = ground.store.workers().list().stream()
                .filter(worker -> worker.state() != Worker.State.LOST)
                .toList();
        passInSilence(time);
        living.forEach(worker -> ground.store.workers().heartbeat(worker.id()));
    }

    private void passInSilence(Duration time) {
        ground.test.sleepUntil(ground.test.clock().instant().plus(time));
    }

    private void figures(String type, long succeeded, long failed, Duration each) {
        long[] counts = new long[Histogram.BUCKETS];
        counts[Histogram.bucket(each)] = succeeded + failed;
        Figures figures = new Figures(
                0,
                succeeded,
                0,
                failed,
                failed,
                0,
                new Items(0, 0),
                Histogram.of(counts),
                each.multipliedBy(succeeded + failed),
                Histogram.EMPTY);
        Instant minute = ground.store.now().truncatedTo(ChronoUnit.MINUTES);
        ground.store.rollups().put(1, minute, List.of(new Entry(type, "default", figures)));
    }

    @Test
    void nothing_is_the_matter_in_an_empty_store() {
        assertThat(ground.conditions()).isEmpty();
    }

    @Test
    void a_schedule_is_late_after_its_grace() {
        ground.rota
                .schedules()
                .put(Schedule.cron("hourly", "0 * * * *", ZoneOffset.UTC).runs(Ground.WORK));
        ground.test.runDue();
        pass(Duration.ofMinutes(61));
        assertThat(ground.keys()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(ground.keys()).containsExactly("schedule.late/hourly");
        Condition late = ground.conditions().get(0);
        assertThat(late.since()).isEqualTo("2026-11-20T13:00:00Z");
        assertThat(late.text()).isEqualTo("was due at Fri 20 Nov 2026 13:00:00 UTC and has not fired");
        assertThat(late.path()).isEqualTo("schedules/hourly");
        ground.test.runDue();
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void a_schedule_that_is_paused_or_whose_flag_is_off_is_not_late() {
        ground.rota
                .schedules()
                .put(
                        Schedule.cron("a", "0 * * * *", ZoneOffset.UTC).runs(Ground.WORK),
                        Schedule.cron("b", "0 * * * *", ZoneOffset.UTC)
                                .runs(Ground.WORK)
                                .flag("B"));
        ground.rota.schedules().pause("a", "anna", null, null);
        ground.rota.schedules().setFlag("B", false, "anna");
        pass(Duration.ofHours(2));
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void fires_that_nothing_makes_up_for_were_missed_for_an_hour() {
        ground.rota
                .schedules()
                .put(
                        Schedule.cron("skips", "*/10 * * * *", ZoneOffset.UTC)
                                .runs(Ground.WORK)
                                .missed(MissedPolicy.SKIP),
                        Schedule.cron("makes-up", "*/10 * * * *", ZoneOffset.UTC)
                                .runs(Ground.WORK));
        pass(Duration.ofMinutes(35));
        ground.test.runDue();
        assertThat(ground.keys()).containsExactly("schedule.missed/skips");
        assertThat(ground.conditions().get(0).text())
                .isEqualTo("missed the fire of Fri 20 Nov 2026 12:30:00 UTC and 3 before it");
        ground.test.advance(Duration.ofMinutes(61));
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void a_failure_is_new_until_somebody_acknowledges_it_and_returns_after_it_was_resolved() {
        ground.fails = true;
        ground.rota.enqueue(Ground.WORK);
        ground.test.runDue();
        List<Condition> found = ground.conditions();
        assertThat(found).hasSize(1);
        Condition failure = found.get(0);
        assertThat(failure.kind()).isEqualTo(AlertKind.FAILURE_NEW);
        assertThat(failure.text()).isEqualTo("in jobs of type work: no paper");
        ground.store.failures().acknowledge(failure.subject(), "anna");
        assertThat(ground.conditions()).isEmpty();
        ground.store.failures().resolve(failure.subject(), "anna", null);
        pass(Duration.ofMinutes(10));
        ground.rota.enqueue(Ground.WORK);
        ground.test.runDue();
        assertThat(ground.keys()).containsExactly("failure.regressed/" + failure.subject() + "@2026-11-20T12:10:00Z");
    }

    @Test
    void failures_of_a_type_are_too_many_above_the_bound_and_from_enough_attempts_on() {
        figures("few", 0, 19, Duration.ofMillis(1));
        assertThat(ground.keys()).isEmpty();
        figures("at-the-bound", 80, 20, Duration.ofMillis(1));
        assertThat(ground.keys()).isEmpty();
        figures("many", 79, 21, Duration.ofMillis(1));
        assertThat(ground.keys()).containsExactly("failure.rate/many");
        assertThat(ground.conditions().get(0).text()).isEqualTo("21 of 100 attempts failed in the last 15 min, 21 %");
        pass(Duration.ofMinutes(17));
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void jobs_wait_in_a_queue_that_no_worker_takes_from() {
        long elsewhere = ground.worker(Map.of("*", 0, "mail", 2));
        ground.rota.enqueue(Ground.WORK);
        assertThat(ground.keys()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(ground.keys()).containsExactly("queue.unworked/default");
        assertThat(ground.conditions().get(0).text()).isEqualTo("1 waiting, and no worker takes from this queue");
        assertThat(ground.conditions().get(0).since()).isEqualTo("2026-11-20T12:00:00Z");
        ground.worker(Map.of("*", 5));
        assertThat(ground.keys()).isEmpty();
        assertThat(elsewhere).isPositive();
    }

    @Test
    void a_paused_queue_needs_no_worker_and_may_wait() {
        ground.rota.enqueue(Ground.WORK);
        ground.rota.queues().pause("default", "anna", null, null);
        pass(Duration.ofHours(3));
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void jobs_wait_for_longer_than_their_queue_allows() {
        ground.worker(Map.of("*", 5));
        ground.rota.queues().limit("reports", Limits.NONE);
        ground.rota.enqueue(Ground.WORK);
        ground.rota.job(Ground.WORK).queue("reports").enqueue();
        pass(Duration.ofMinutes(5));
        assertThat(ground.keys()).isEmpty();
        pass(Duration.ofSeconds(1));
        AlertRules rules = AlertRules.DEFAULTS.waits(
                Duration.ofMinutes(1), Duration.ofMinutes(5), Map.of("reports", Duration.ofHours(1)));
        List<Condition> found = new Conditions(ground.store, rules).find();
        assertThat(found).extracting(Condition::key).containsExactly("queue.wait/default");
        assertThat(found.get(0).text()).isEqualTo("1 waiting, the first of them for 5 min 1 s, more than 5 min");
    }

    @Test
    void a_worker_is_lost_that_was_not_heard_of() {
        long worker = ground.worker(Map.of("*", 5));
        passInSilence(Duration.ofSeconds(16));
        ground.store.jobs().rescue(Duration.ofSeconds(15), 3, 10);
        assertThat(ground.keys()).containsExactly("worker.lost/" + worker);
        assertThat(ground.conditions().get(0).name()).isEqualTo("press " + worker);
    }

    @Test
    void a_job_runs_far_beyond_what_its_type_usually_takes() {
        figures("work", 100, 0, Duration.ofSeconds(32));
        long worker = ground.worker(Map.of("*", 5));
        ground.rota.enqueue(Ground.WORK);
        Job job = ground.claim(worker, "default").get(0);
        Duration most = Histogram.bound(Histogram.bucket(Duration.ofSeconds(32)));
        pass(most.multipliedBy(3));
        assertThat(ground.keys()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(ground.keys()).containsExactly("job.slow/" + job.id());
    }

    @Test
    void what_a_schedule_expects_counts_more_than_what_is_usual() {
        figures("work", 100, 0, Duration.ofSeconds(1));
        ground.rota
                .schedules()
                .put(Schedule.every("nightly", Duration.ofDays(1))
                        .runs(Ground.WORK)
                        .expected(Duration.ofMinutes(10)));
        long worker = ground.worker(Map.of("*", 5));
        ground.rota.schedules().runNow("nightly", "ana");
        Job job = ground.claim(worker, "default").get(0);
        pass(Duration.ofMinutes(10));
        assertThat(ground.keys()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(ground.conditions())
                .extracting(Condition::key, Condition::text)
                .containsExactly(tuple(
                        "job.slow/" + job.id(),
                        "of type work has run for more than 10 min, which is what schedule nightly expects"));
    }

    @Test
    void nobody_knows_what_is_usual_from_a_few_runs_and_a_short_run_is_never_slow() {
        figures("work", 19, 0, Duration.ofSeconds(1));
        long worker = ground.worker(Map.of("*", 5));
        ground.rota.enqueue(Ground.WORK);
        ground.claim(worker, "default");
        pass(Duration.ofHours(1));
        assertThat(ground.keys()).isEmpty();
    }

    @Test
    void what_alerts_themselves_come_to_is_never_the_matter() {
        figures(AlertSender.NAME, 0, 100, Duration.ofMillis(1));
        Alerts alerts = new Alerts(ground.rota, ground.settings);
        assertThat(alerts.test("ops", "anna")).isPresent();
        pass(Duration.ofHours(3));
        assertThat(ground.keys()).isEmpty();
    }
}
