package dev.rota.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.RotaBuilder;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Attempt.Outcome;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.RotaTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// [clock]
class MovedClockTest {
    record Remind(String borrower) {}

    static final JobType<Remind> REMIND =
            JobType.of("loans.remind", Remind.class).retries(2).retry(RetryPolicy.fixed(Duration.ofMinutes(5)));
    static final JobType<Void> REPORT = JobType.of("loans.report");

    private final Mailer mailer = new Mailer();
    private boolean mailServerIsUp = true;
    private RotaTest test;

    @BeforeEach
    void open(@TempDir Path directory) {
        test = RotaTest.at(
                "2026-03-28T08:00:00Z",
                clock -> SqliteStore.open(directory.resolve("test.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                this::handlers);
    }

    private void handlers(RotaBuilder rota) {
        rota.handler(REMIND, (args, job) -> {
            if (!mailServerIsUp) {
                throw new IllegalStateException("no mail server");
            }
            mailer.send("Dear " + args.borrower());
        });
        rota.handler(REPORT, (args, job) -> job.log().info("for " + job.fireAt().orElseThrow()));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void a_reminder_waits_until_it_is_due() {
        long id = test.rota()
                .job(REMIND, new Remind("Anna"))
                .in(Duration.ofHours(2))
                .enqueue();
        test.advance(Duration.ofMinutes(119));
        test.assertThatJob(id).hasState(JobState.SCHEDULED);

        test.advance(Duration.ofMinutes(1));
        test.assertThatJob(id).hasSucceeded();
        assertThat(mailer.sent()).containsExactly("Dear Anna");
    }

    @Test
    void a_reminder_is_tried_again_when_the_mail_server_is_back() {
        mailServerIsUp = false;
        long id = test.rota().enqueue(REMIND, new Remind("Bert"));
        test.runDue();
        test.assertThatJob(id).hasState(JobState.RETRYING).failedWith(IllegalStateException.class);

        mailServerIsUp = true;
        test.advance(Duration.ofMinutes(5));
        test.assertThatJob(id).hasSucceeded().hasOutcomes(Outcome.FAILED, Outcome.SUCCEEDED);
    }

    @Test
    void a_report_is_due_once_on_the_day_that_has_no_half_past_three() {
        test.rota()
                .schedules()
                .put(Schedule.cron("report", "30 3 * * *", ZoneId.of("Europe/Riga"))
                        .runs(REPORT));
        test.advanceTo(Instant.parse("2026-03-29T12:00:00Z"));
        assertThat(test.jobs("loans.report")).hasSize(1);
        test.assertThatJob(test.jobs("loans.report").get(0).id()).hasLogged("for 2026-03-29T01:00:00Z");
    }

    @Test
    void a_report_that_was_missed_is_made_up_for_once() {
        test.rota()
                .schedules()
                .put(Schedule.every("report", Duration.ofHours(1)).runs(REPORT));
        test.sleepUntil(Instant.parse("2026-03-28T20:30:00Z"));
        test.runDue();
        assertThat(test.jobs("loans.report")).hasSize(1);
    }
}
// [/clock]
