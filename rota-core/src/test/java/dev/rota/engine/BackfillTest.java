package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore.PlannedFire;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackfillTest {
    private static final NewJob JOB = NewJob.of(JobType.of("report"), "{}");

    private static StoredSchedule schedule(
            Trigger trigger, @Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable String next) {
        Policies policies = new Policies(
                MissedPolicy.SKIP,
                OverlapPolicy.SKIP,
                Duration.ZERO,
                Duration.ofMinutes(1),
                startsAt,
                endsAt,
                null,
                null,
                null,
                List.of());
        return new StoredSchedule(
                "reports",
                new ScheduleDefinition("reports", trigger, JOB, policies),
                null,
                null,
                null,
                null,
                next == null ? null : Instant.parse(next),
                null,
                null,
                null,
                1);
    }

    private static List<Instant> instants(StoredSchedule schedule, String from, String to) {
        return Backfill.instants(schedule, Instant.parse(from), Instant.parse(to), 100);
    }

    private static Instant[] at(String... instants) {
        return List.of(instants).stream().map(Instant::parse).toArray(Instant[]::new);
    }

    @Test
    void a_local_time_is_due_once_a_day_when_clocks_are_set_back_and_forward() {
        StoredSchedule nightly =
                schedule(Trigger.cron("30 3 * * *", ZoneId.of("Europe/Riga")), null, null, "2026-11-23T01:30:00Z");
        assertThat(instants(nightly, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"))
                .containsExactly(at("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
        assertThat(instants(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"))
                .containsExactly(at("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"));
    }

    @Test
    void the_first_instant_is_among_them_and_the_last_is_not() {
        StoredSchedule hourly =
                schedule(Trigger.cron("0 * * * *", ZoneId.of("UTC")), null, null, "2026-11-22T11:00:00Z");
        assertThat(instants(hourly, "2026-11-22T07:00:00Z", "2026-11-22T09:00:00Z"))
                .containsExactly(at("2026-11-22T07:00:00Z", "2026-11-22T08:00:00Z"));
        assertThat(Backfill.instants(
                        hourly, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-11-22T09:00:00Z"), 7))
                .hasSize(7);
    }

    @Test
    void none_lies_before_the_schedule_starts_or_after_it_ends() {
        StoredSchedule hourly = schedule(
                Trigger.cron("0 * * * *", ZoneId.of("UTC")),
                Instant.parse("2026-11-22T05:30:00Z"),
                Instant.parse("2026-11-22T08:00:00Z"),
                null);
        assertThat(instants(hourly, "2026-11-22T00:00:00Z", "2026-11-22T12:00:00Z"))
                .containsExactly(at("2026-11-22T06:00:00Z", "2026-11-22T07:00:00Z"));
    }

    @Test
    void intervals_reach_back_from_the_next_fire() {
        StoredSchedule everySixHours = schedule(Trigger.every(Duration.ofHours(6)), null, null, "2026-11-22T15:10:00Z");
        assertThat(instants(everySixHours, "2026-11-21T21:10:00Z", "2026-11-22T10:00:00Z"))
                .containsExactly(at("2026-11-21T21:10:00Z", "2026-11-22T03:10:00Z", "2026-11-22T09:10:00Z"));
        StoredSchedule anchored = schedule(
                Trigger.every(Duration.ofHours(6)).anchoredAt(Instant.parse("2026-11-22T03:00:00Z")),
                null,
                null,
                "2026-11-22T15:00:00Z");
        assertThat(instants(anchored, "2026-11-20T00:00:00Z", "2026-11-22T10:00:00Z"))
                .containsExactly(at("2026-11-22T03:00:00Z", "2026-11-22T09:00:00Z"));
    }

    @Test
    void jobs_run_one_after_the_other_unless_they_may_overlap() {
        StoredSchedule hourly = schedule(Trigger.cron("0 * * * *", ZoneId.of("UTC")), null, null, null);
        Instant due = Instant.parse("2026-11-22T05:00:00Z");
        PlannedFire fire =
                Backfill.fires(hourly.effective(), List.of(due), "ann").get(0);
        assertThat(fire.note()).isEqualTo("backfill by ann");
        assertThat(fire.job()).isNotNull().satisfies(job -> {
            assertThat(job.exclusion()).isEqualTo(ExclusionKey.of("schedule:reports"));
            assertThat(job.origin()).isEqualTo(new NewJob.Origin("reports", due, "ann", null));
        });
        Policies overlapping = new Policies(
                MissedPolicy.SKIP,
                OverlapPolicy.ALLOW,
                Duration.ZERO,
                Duration.ZERO,
                null,
                null,
                null,
                null,
                null,
                List.of());
        ScheduleDefinition definition =
                new ScheduleDefinition("reports", hourly.effective().trigger(), JOB, overlapping);
        assertThat(Backfill.fires(definition, List.of(due), "ann").get(0).job())
                .isNotNull()
                .satisfies(job -> assertThat(job.exclusion()).isNull());
    }
}
