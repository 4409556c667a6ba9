package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.store.Exchange;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.web.RunningWeb.Invoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One schedule tells what it is like, what it did, what it will do, and what was done to it. */
final class SchedulePageTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String page(String path) {
        return web.get(path).body();
    }

    @Test
    void facts_are_all_that_there_is_to_say() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 3 * * *", ZoneId.of("Europe/Riga"))
                        .runs(SEND, new Invoice(1, "m"))
                        .tags("night", "bills")
                        .jitter(Duration.ofMinutes(5))
                        .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(page("/schedules/nightly"))
                .contains("<dt>Tags</dt><dd>night, bills</dd>")
                .contains("<dt>Jitter</dt><dd>up to 5 min</dd>")
                .contains("<dt>Not before</dt><dd>1 Jan 2026 00:00:00 UTC</dd>")
                .contains("<dt>Not from</dt><dd>1 Jan 2027 00:00:00 UTC</dd>")
                .contains("<dt>Attempts</dt><dd>2 at the most</dd>")
                .contains("<dt>Defined by</dt><dd>code, so since 20 Nov 2026 12:00:00 UTC</dd>");
    }

    @Test
    void the_timeline_counts_what_was_and_what_is_to_come() {
        web.rota
                .schedules()
                .put(Schedule.cron("hourly", "0 * * * *", ZoneOffset.UTC).runs(SWEEP));
        web.test.advance(Duration.ofHours(30));
        assertThat(page("/schedules/hourly"))
                .contains("24 fires in the last 24 hours, 0 of them failed or missed; 24 to come in as long a time")
                .contains("┆ now, Sat 21 Nov 18:00 UTC");
        assertThat(page("/schedules/hourly?over=7d"))
                .contains("31 fires in the last 7 days, 0 of them failed or missed; 169 to come in as long a time")
                .contains("schedules/hourly?over=7d\" aria-current=\"true\"");
        assertThat(web.get("/schedules/hourly?over=2y").statusCode()).isEqualTo(400);
    }

    @Test
    void a_timeline_says_how_far_back_it_looks() {
        web.rota
                .schedules()
                .put(Schedule.cron("often", "* * * * *", ZoneOffset.UTC)
                        .overlap(OverlapPolicy.ALLOW)
                        .runs(SWEEP));
        web.test.advance(Duration.ofMinutes(410));
        assertThat(page("/schedules/often?over=30d"))
                .contains("400 fires in the last 30 days, looked at since 20 Nov 2026 12:11:00 UTC, ")
                .contains("; 1000 or more to come")
                .contains("┆ goes on; drawn as far as Sat 21 Nov 11:30 UTC");
    }

    @Test
    void fires_tell_when_their_jobs_started_and_how_long_they_ran() {
        web.rota
                .schedules()
                .put(Schedule.cron("bill", "0 * * * *", ZoneOffset.UTC).runs(SEND, new Invoice(-1, "m")));
        assertThat(page("/schedules/bill")).contains("It has not fired yet").doesNotContain("Run time of the last");
        web.test.advance(Duration.ofHours(2));
        web.succeed = true;
        web.test.advance(Duration.ofHours(1));
        assertThat(page("/schedules/bill"))
                .contains("data-label=\"Started\"><time data-absolute datetime=\"2026-11-20T13:00:10Z\"")
                .contains("data-label=\"Ran\">0 ms<")
                .contains("Run time of the last 4")
                .contains("Half of the last 4 jobs ran for 0 ms or less")
                .contains("Failed or cancelled")
                .contains("20 Nov 2026 13:00:00 UTC — failed after 2 attempts, 0 ms")
                .contains("20 Nov 2026 15:00:00 UTC — succeeded, 0 ms");
    }

    @Test
    void a_page_says_whose_clocks_its_times_may_be_shown_by() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 3 * * *", ZoneId.of("Europe/Riga"))
                        .runs(SWEEP));
        web.rota.schedules().put(Schedule.every("poll", Duration.ofHours(6)).runs(SWEEP));
        assertThat(page("/schedules")).contains("<tr data-zone=\"Europe/Riga\"", "<tr data-zone=\"UTC\"");
        assertThat(page("/schedules/nightly"))
                .contains("<div data-zone=\"Europe/Riga\">", "data-copy=\"2026-11-21T01:00:00Z\"");
    }

    @Test
    void fires_within_a_minute_are_told_apart_by_their_seconds() {
        web.rota.schedules().put(Schedule.every("often", Duration.ofSeconds(20)).runs(SWEEP));
        assertThat(page("/schedules/often")).contains("Fri 20 Nov 12:00:20", "Fri 20 Nov 12:00:40");
    }

    @Test
    void what_people_did_to_it_stands_on_its_page() {
        for (String name : List.of("mine", "other")) {
            web.rota
                    .schedules()
                    .put(Schedule.cron(name, "0 3 * * *", ZoneOffset.UTC).runs(SWEEP));
        }
        assertThat(page("/schedules/mine")).contains("Nobody has changed, paused or run it by hand");
        String csrf = "csrf=" + web.csrf("/schedules/mine");
        web.form("/schedules/mine/pause", csrf + "&reason=the+move");
        web.form("/schedules/other/pause", csrf + "&reason=not+this");
        assertThat(page("/schedules/mine"))
                .contains("<code>schedule.pause</code>", "the move", "audit?target=schedule%3Amine")
                .doesNotContain("not this");
        assertThat(page("/audit?target=schedule%3Amine")).contains("the move").doesNotContain("not this");
    }

    private String pageOf(String token) {
        return web.send(web.request("/schedules/mine").header("Authorization", "Bearer " + token))
                .body();
    }

    @Test
    void who_may_not_read_the_audit_is_not_shown_what_others_did() throws IOException {
        web.close();
        web = RunningWeb.closed(Files.createDirectory(directory.resolve("closed")));
        web.rota
                .schedules()
                .put(Schedule.cron("mine", "0 3 * * *", ZoneOffset.UTC).runs(SWEEP));
        assertThat(pageOf(RunningWeb.OPERATOR)).contains("Run now").doesNotContain("Nobody has changed");
        assertThat(pageOf(RunningWeb.ADMIN)).contains("Nobody has changed");
    }

    @Test
    void what_falls_into_a_pause_window_is_skipped_and_said_to_be_before() {
        web.rota
                .schedules()
                .put(Schedule.cron("quiet", "0 * * * *", ZoneId.of("Europe/Riga"))
                        .runs(SWEEP)
                        .pauseWindows("FRI 16:00-18:00", "SAT 00:00-24:00"));
        assertThat(page("/schedules/quiet"))
                .contains("<dt>Pause windows</dt><dd>FRI 16:00-18:00, SAT 00:00-24:00 (Europe/Riga)</dd>")
                .contains("skipped: pause window FRI 16:00-18:00")
                .contains("; 7 to come in as long a time");
        web.test.advance(Duration.ofHours(1));
        assertThat(page("/schedules")).contains("skipped: pause window FRI 16:00-18:00");
        web.test.advance(Duration.ofHours(4));
        assertThat(web.rota.schedules().fires("quiet", 10).stream()
                        .map(fire -> fire.dueAt() + " " + fire.outcome() + " " + fire.note()))
                .startsWith(
                        "2026-11-20T17:00:00Z SUCCEEDED null",
                        "2026-11-20T16:00:00Z SUCCEEDED null",
                        "2026-11-20T15:00:00Z SKIPPED pause window FRI 16:00-18:00",
                        "2026-11-20T14:00:00Z SKIPPED pause window FRI 16:00-18:00",
                        "2026-11-20T13:00:00Z SUCCEEDED null");
    }

    @Test
    void a_job_that_ran_longer_than_expected_is_marked() {
        web.rota
                .schedules()
                .put(Schedule.cron("bill", "0 * * * *", ZoneOffset.UTC)
                        .runs(SEND, new Invoice(1, "m"))
                        .expected(Duration.ofMinutes(10)));
        long worker = web.rota
                .store()
                .workers()
                .register(new Registration("w", "h", 1, "1.0", Map.of("*", 2), Set.of("invoice.send")));
        web.rota.schedules().runNow("bill", "ana");
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("mail"), false, 1);
        assertThat(web.rota
                        .store()
                        .jobs()
                        .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                        .claimed())
                .hasSize(1);
        web.test.clock().advance(Duration.ofMinutes(10));
        assertThat(page("/schedules/bill")).doesNotContain("longer than expected");
        web.test.clock().advance(Duration.ofSeconds(1));
        assertThat(page("/schedules/bill")).contains("! 10 min 1 s, longer than expected");
        assertThat(page("/schedules/bill")).contains("<dt>Expected run time</dt><dd>10 min</dd>");
    }
}
