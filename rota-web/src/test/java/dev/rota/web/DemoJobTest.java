package dev.rota.web;

import static dev.rota.web.RunningWeb.OPERATOR;
import static dev.rota.web.RunningWeb.SWEEP;
import static dev.rota.web.RunningWeb.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.console.AuditLog;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.RotaTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What there is to run where there is nothing yet. */
@Timeout(120)
final class DemoJobTest {
    private static final String BUTTON = "Run a demo job";

    @TempDir
    private Path directory;

    private RotaTest test(DemoJob.Pause pause) {
        return RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> new DemoJob(pause).on(builder));
    }

    private static Job find(Rota rota, long id) {
        return rota.jobs().find(id).orElseThrow();
    }

    @Test
    void it_takes_twenty_seconds_in_small_steps_and_tells_of_them() {
        Duration[] passed = {Duration.ZERO};
        try (RotaTest test = test(time -> passed[0] = passed[0].plus(time))) {
            long id = test.rota().job(DemoJob.TYPE).enqueue();
            test.runDue();
            assertThat(passed[0]).isEqualTo(Duration.ofSeconds(20));
            Job job = find(test.rota(), id);
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.result()).isEqualTo("{\"steps\":40}");
            Progress progress = Objects.requireNonNull(job.progress());
            assertThat(progress.processed()).isEqualTo(40);
            assertThat(progress.total()).isEqualTo(40);
            assertThat(progress.label()).isEqualTo("putting away");
            assertThat(test.rota().jobs().log(id, 0, 100))
                    .hasSize(9)
                    .last()
                    .extracting(LogLine::text)
                    .isEqualTo("40 of 40 steps are done");
        }
    }

    @Test
    void it_goes_on_where_it_was_when_it_was_broken_off() {
        AtomicInteger steps = new AtomicInteger();
        DemoJob.Pause breaking = time -> {
            if (steps.incrementAndGet() == 13) {
                throw new IllegalStateException("broken off");
            }
        };
        try (RotaTest test = test(breaking)) {
            long id = test.rota().job(DemoJob.TYPE).enqueue();
            test.advance(Duration.ofHours(1));
            assertThat(find(test.rota(), id).state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(steps).hasValue(13 + 30);
            assertThat(test.rota().jobs().log(id, 0, 100))
                    .extracting(LogLine::text)
                    .contains("going on after step 10");
        }
    }

    @Test
    void it_ends_when_somebody_cancels_it() {
        CountDownLatch begun = new CountDownLatch(1);
        DemoJob.Pause endless = time -> {
            begun.countDown();
            new CountDownLatch(1).await();
        };
        SqliteStore store = SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS);
        try (Rota rota = new DemoJob(endless)
                .on(Rota.builder(store, new JacksonCodec()).owningStore())
                .build()) {
            rota.start();
            long id = rota.job(DemoJob.TYPE).enqueue();
            await(rota, id, job -> begun.getCount() == 0);
            rota.jobs().cancel(id, "ana", "seen enough");
            await(rota, id, job -> job.state().isFinished());
            assertThat(find(rota, id).state()).isEqualTo(JobState.CANCELLED);
        }
    }

    private static void await(Rota rota, long id, Predicate<Job> wanted) {
        while (!wanted.test(find(rota, id))) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> get(RunningWeb web, String token) {
        return web.send(web.request("/").header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> run(RunningWeb web, String token) {
        return web.send(web.request("/demo-job")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("")));
    }

    private static void register(RunningWeb web, Map<String, Integer> slots) {
        web.rota.store().workers().register(new Registration("w", "h", 1, "1.0", slots, Set.of(DemoJob.NAME)));
    }

    @Test
    void it_is_offered_to_who_may_enqueue_as_long_as_there_is_nothing_and_somebody_would_run_it() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            assertThat(get(web, OPERATOR).body()).contains("Begin here").doesNotContain(BUTTON);
            assertThat(run(web, OPERATOR).statusCode()).isEqualTo(409);
            register(web, Map.of("mail", 2));
            assertThat(get(web, OPERATOR).body()).doesNotContain(BUTTON);
            register(web, Map.of("*", 2));
            assertThat(get(web, OPERATOR).body()).contains(BUTTON, "action=\"./demo-job\"");
            assertThat(get(web, VIEWER).body()).contains("Begin here").doesNotContain(BUTTON);
            assertThat(run(web, VIEWER).statusCode()).isEqualTo(403);
            web.rota.enqueue(SWEEP);
            assertThat(get(web, OPERATOR).body()).doesNotContain("Begin here", BUTTON);
        }
    }

    @Test
    void it_is_enqueued_by_who_asked_for_it_and_leads_to_its_page() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            register(web, Map.of("*", 2));
            HttpResponse<String> made = run(web, OPERATOR);
            Job job = web.test.jobs(DemoJob.NAME).get(0);
            assertThat(made.statusCode()).isEqualTo(303);
            assertThat(made.headers().firstValue("Location")).hasValue("jobs/" + job.id());
            assertThat(job.request().origin().by()).isEqualTo("otto");
            assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.act().action()).isEqualTo("job.enqueue");
                        assertThat(entry.act().target()).isEqualTo("job:" + job.id());
                    });
        }
    }
}
