package dev.rota.cli;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.QueueStore.Limits;
import dev.rota.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A database in which an engine has worked until {@link Shell#NOW}, always with the same result. */
final class FilledDatabase {
    record Mail(String to, int copies) {}

    static final JobType<Mail> SEND = JobType.of("mail.send", Mail.class).queue("mail");
    static final JobType<Mail> BOUNCE =
            JobType.of("mail.bounce", Mail.class).queue("mail").retries(1).retry(RetryPolicy.fixed(Duration.ZERO));
    static final JobType<Mail> FLAKY =
            JobType.of("mail.flaky", Mail.class).queue("mail").retries(3);
    static final JobType<Void> CHECK = JobType.of("loans.check");

    private FilledDatabase() {}

    /**
     * Jobs 1 (succeeded), 2 (failed), 3 (retrying), 4 (scheduled), 5 and 6 (one excludes the other), 7 (no handler); two
     * schedules, one of them paused; two queues, one of them limited.
     */
    static void make(Path file) {
        TestClock clock = TestClock.at(Shell.NOW.minus(Duration.ofHours(1)));
        SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(clock));
        try (Rota rota = rota(store, clock)) {
            rota.job(SEND, new Mail("anna@example.org", 1))
                    .tag("tenant:acme")
                    .by("test")
                    .enqueue();
            rota.enqueue(BOUNCE, new Mail("nobody@example.org", 2));
            rota.enqueue(FLAKY, new Mail("ben@example.org", 3));
            rota.runDue();
            rota.schedules()
                    .put(
                            Schedule.cron("overdue-check", "0 0 * * *", ZoneId.of("Europe/Riga"))
                                    .runs(CHECK)
                                    .description("Finds loans that are overdue."),
                            Schedule.every("poll", Duration.ofHours(6))
                                    .runs(CHECK)
                                    .tags("nightly"));
            rota.schedules().defineFlag("alerts", true);
            rota.schedules().runNow("overdue-check", "ben");
            rota.runDue();
            rota.schedules().pause("poll", "ben", "too noisy", Instant.parse("2026-11-23T00:00:00Z"));
            rota.queues().limit("mail", new Limits(3, 100, Duration.ofMinutes(1)));
            clock.set(Shell.NOW.minus(Duration.ofMinutes(1)));
            rota.job(SEND, new Mail("carl@example.org", 1))
                    .in(Duration.ofDays(2))
                    .enqueue();
            rota.job(SEND, new Mail("dora@example.org", 1))
                    .exclusion(ExclusionKey.of("dora"))
                    .enqueue();
            rota.job(SEND, new Mail("dora@example.org", 2))
                    .exclusion(ExclusionKey.of("dora"))
                    .enqueue();
            clock.set(Shell.NOW);
        } finally {
            store.close();
        }
    }

    /** A Rota with a handler for each type, not started. */
    static Rota rota(SqliteStore store, TestClock clock) {
        return Rota.builder(store, new JacksonCodec())
                .clock(clock)
                .workerName("tester")
                .handler(SEND, (mail, job) -> {
                    job.log().info("Sending to " + mail.to());
                    job.log().warn("Slow \u001b[31mserver");
                })
                .handler(BOUNCE, (mail, job) -> {
                    throw new IllegalStateException("550 no such mailbox\nsecond line");
                })
                .handler(FLAKY, (mail, job) -> {
                    throw job.retryIn(Duration.ofHours(3), "greylisted");
                })
                .handler(CHECK, (nothing, job) -> {})
                .build();
    }
}
