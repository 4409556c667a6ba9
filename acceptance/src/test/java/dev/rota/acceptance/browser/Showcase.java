package dev.rota.acceptance.browser;

import static org.awaitility.Awaitility.await;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.OperationStore;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.retry.RetryPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.Exchange;
import dev.rota.store.Histogram;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.store.WorkerStore.Usage;
import dev.rota.testing.RotaTest;
import dev.rota.web.Principal;
import dev.rota.web.RotaWeb;
import dev.rota.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A dashboard with something of everything on it, as the five systems would leave it on the morning of 20 March 2026, where
 * its time stands still.
 */
final class Showcase implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-20T08:14:00Z");
    static final String BASE = "/rota";

    record Reminder(long loan, String mail) {}

    record Download(String book, int chapters) {}

    private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
    private static final JobType<Reminder> REMIND = JobType.of("library.due-reminder", Reminder.class)
            .queue("mail")
            .retries(2)
            .retry(RetryPolicy.fixed(Duration.ofSeconds(30)));
    private static final JobType<Reminder> OVERDUE = JobType.of("library.overdue-notice", Reminder.class)
            .queue("mail")
            .retries(9)
            .retry(RetryPolicy.fixed(Duration.ofHours(1)));
    private static final JobType<Download> DOWNLOAD =
            JobType.of("audiobooks.download", Download.class).queue("downloads");
    private static final JobType<Void> HOUSEKEEPING = JobType.of("chat.housekeeping");
    private static final JobType<Void> MARK_OVERDUE = JobType.of("library.mark-overdue");
    private static final JobType<Void> TRENDING =
            JobType.of("boardgames.trending").retries(1).retry(RetryPolicy.fixed(Duration.ofSeconds(60)));
    private static final int FAILED_REMINDERS = 23;

    private final RotaTest test;
    private final RotaWeb web;
    private final String origin;

    Showcase(Path directory) {
        test = RotaTest.at(
                "2026-03-16T06:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                rota -> rota.workerName("demo")
                        .version("1.4.2")
                        .handler(REMIND, (reminder, job) -> Mailer.send(reminder.loan()))
                        .handler(OVERDUE, (reminder, job) -> Mailer.send(reminder.loan()))
                        .handler(DOWNLOAD, (download, job) -> {
                            job.log().info("Fetching " + download.book());
                            job.result(Map.of("chapters", download.chapters()));
                        })
                        .handler(HOUSEKEEPING, (none, job) -> {
                            job.log().info("Deleting conversations older than 30 days");
                            job.progress().total(184);
                            job.progress().ok(184);
                            job.log().warn("3 conversations are held back for legal reasons");
                            job.result(Map.of("deletedConversations", 184));
                        })
                        .handler(MARK_OVERDUE, (none, job) -> job.result(Map.of("marked", 7)))
                        .handler(TRENDING, (none, job) -> {
                            if (job.attempt() == 1) {
                                throw new IllegalStateException("The list of games is being written");
                            }
                        }));
        fill();
        web = new RotaWeb(
                test.rota(),
                WebSettings.DEFAULTS
                        .basePath(BASE)
                        .environment("demo")
                        .clock(test.clock())
                        .authenticator(request -> Optional.of(new Principal("ada", Role.ADMIN)))
                        .standalone(new WebSettings.Standalone(true, false, null)));
        origin = "http://127.0.0.1:" + web.start(0) + BASE;
        // The dashboard's own thread takes it up.
        await().atMost(Duration.ofSeconds(60)).until(() -> operation().hasEnded());
    }

    private OperationStore.State operation() {
        return test.rota().store().console().operations().list(null, 1).get(0).state();
    }

    private void fill() {
        Rota rota = test.rota();
        rota.schedules()
                .put(
                        Schedule.cron("chat-housekeeping", "0 2 * * *", RIGA).runs(HOUSEKEEPING),
                        Schedule.cron("mark-overdue", "0 0 * * *", RIGA).runs(MARK_OVERDUE),
                        Schedule.every("trending-games", Duration.ofHours(6)).runs(TRENDING),
                        Schedule.cron("weekly-figures", "0 3 * * SUN", ZoneId.of("UTC"))
                                .runs(MARK_OVERDUE));
        test.advanceTo(Instant.parse("2026-03-20T06:30:00Z"));
        for (int loan = 1; loan <= 40; loan++) {
            rota.job(REMIND, new Reminder(loan, "reader" + loan + "@example.test"))
                    .tag("branch:centre")
                    .enqueue();
        }
        test.advance(Duration.ofMinutes(30));
        for (int loan = 1; loan <= FAILED_REMINDERS; loan++) {
            rota.enqueue(REMIND, new Reminder(-loan, "reader" + loan + "@example.test"));
        }
        rota.enqueue(OVERDUE, new Reminder(-99, "late@example.test"));
        rota.enqueue(DOWNLOAD, new Download("The Sea-Wolf", 39));
        test.advance(Duration.ofMinutes(50));
        rota.job(REMIND, new Reminder(77, "later@example.test"))
                .in(Duration.ofHours(3))
                .enqueue();
        rota.jobs().cancel(rota.job(MARK_OVERDUE).in(Duration.ofHours(1)).enqueue(), "ada", "not on a holiday");
        rota.schedules().pause("weekly-figures", "ada", "the printer is away", null);
        console(rota);
        test.sleepUntil(NOW);
        running(rota);
        figures(rota);
    }

    private static void console(Rota rota) {
        var console = rota.store().console();
        console.users().create("ada", "none", Role.ADMIN);
        console.users().create("vera", "none", Role.VIEWER);
        console.tokens()
                .create(new NewToken(
                        "deployment",
                        SecretHash.of("none"),
                        Set.of("jobs:read", "jobs:write"),
                        Role.OPERATOR,
                        "ada",
                        null));
        console.audit()
                .append(Act.of("ada", Via.UI, "schedule.pause")
                        .target("schedule:weekly-figures")
                        .reason("the printer is away")
                        .from("01JD3", "192.0.2.7"));
        rota.queues().pause("reports", "ada", "the printer is away", null);
        console.operations()
                .create(new NewOperation(
                        "retry", null, "state:failed type:none", null, "ada", "the shop is open", null));
    }

    /** A worker at work: one job has come some way, others wait. */
    private static void running(Rota rota) {
        long worker = rota.store()
                .workers()
                .register(new Registration(
                        "demo-2", "desk", 4711, "1.4.2", Map.of("*", 8), Set.of("audiobooks.download")));
        rota.store().workers().heartbeat(worker, null, Duration.ofSeconds(3), new Usage(37, 610L << 20, 4L << 30, 412));
        rota.store().workers().giveSlots(worker, Map.of("*", 12), "ada", "the library is long");
        long id = rota.enqueue(DOWNLOAD, new Download("Kidnapped", 30));
        Job job = rota.store()
                .jobs()
                .exchange(new Exchange(
                        worker, List.of(), List.of(new Exchange.ClaimRequest(Set.of("downloads"), false, 1)), Set.of()))
                .claimed()
                .get(0);
        if (job.id() != id) {
            throw new IllegalStateException("Job " + job.id() + " was claimed, expected " + id);
        }
        rota.store()
                .jobs()
                .saveProgress(List.of(new ProgressNote(id, job.lease(), new Progress(18, 1, 30L, "chapters"))));
        rota.store()
                .jobs()
                .appendLog(List.of(new LogNote(
                        id,
                        job.lease(),
                        List.of(
                                new LogLine(1, job.lease(), NOW, LogLevel.INFO, "Fetching Kidnapped"),
                                new LogLine(2, job.lease(), NOW, LogLevel.WARN, "Chapter 7 is fetched again"),
                                new LogLine(3, job.lease(), NOW, LogLevel.INFO, "Chapter 18 of 30")))));
        rota.enqueue(DOWNLOAD, new Download("Treasure Island", 34));
        rota.enqueue(JobType.of("reports.print").queue("reports"));
    }

    /** An hour with a dip in it. */
    private static void figures(Rota rota) {
        long[] ran = new long[Histogram.BUCKETS];
        ran[9] = 20;
        ran[14] = 6;
        ran[19] = 1;
        long[] waited = new long[Histogram.BUCKETS];
        waited[3] = 24;
        waited[11] = 3;
        for (int minute = 0; minute < 60; minute++) {
            long done = minute > 20 && minute < 27 ? 4 : 24 + minute * 7 % 11;
            long failed = minute > 19 && minute < 30 ? 5 : minute % 13 == 0 ? 1 : 0;
            Figures figures = new Figures(
                    done,
                    done,
                    1,
                    failed,
                    failed / 2,
                    0,
                    new Items(done * 3, failed),
                    Histogram.of(ran),
                    Duration.ofSeconds(11),
                    Histogram.of(waited));
            rota.store()
                    .rollups()
                    .put(
                            1,
                            NOW.minus(Duration.ofMinutes(60 - minute)),
                            List.of(
                                    new Entry("library.due-reminder", "mail", figures),
                                    new Entry("audiobooks.download", "downloads", figures)));
        }
    }

    /** Jobs that are worth a look besides the first that links lead to. */
    Map<String, String> more() {
        Map<String, String> more = new TreeMap<>();
        for (JobState state : List.of(JobState.RUNNING, JobState.FAILED, JobState.SUCCEEDED)) {
            Job job =
                    test.rota().jobs().list(Query.NEWEST.states(state).limit(1)).get(0);
            more.put("/jobs/{id} " + state.name().toLowerCase(Locale.ROOT), "/jobs/" + job.id());
        }
        more.put("/jobs columns", "/jobs?q=since:1d&columns=id,tags,worker,schedule,priority,trace");
        more.put("/schedules/{name}/backfills offered", "/schedules/mark-overdue/backfills?from=2026-03-01T00:00");
        return more;
    }

    /** What can be asked of it, see {@link RotaWeb#routes}. */
    List<String> routes() {
        return web.routes();
    }

    /** The address of a page, such as {@code /jobs}. */
    String at(String path) {
        return origin + path;
    }

    @Override
    public void close() {
        web.close();
        test.close();
    }
}
