package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.store.Exchange;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DashboardTest {
    private static final String EVIL = "<script>alert(1)</script>";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory, settings -> settings.environment("stage"));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void a_worker_says_by_how_much_its_clock_is_off_and_leads_to_what_it_runs() {
        var workers = web.rota.store().workers();
        long worker =
                workers.register(new Registration("w-1", "host", 4711, "1", Map.of("*", 1), Set.of(SWEEP.name())));
        web.rota.enqueue(SWEEP);
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 1);
        web.rota.store().jobs().exchange(new Exchange(worker, List.of(), List.of(request), Set.of()));
        workers.heartbeat(worker, null, Duration.ofMillis(-1_900), null);
        assertThat(page("/workers")).doesNotContain(" behind");
        workers.heartbeat(worker, null, Duration.ofMinutes(-3), null);
        assertThat(page("/workers"))
                .contains("clock 3 min 0 s behind", "jobs?q=worker:" + worker + "+state:running\">1 / 1</a>");
        assertThat(page("/jobs?q=worker:" + worker + "+state:running")).contains(SWEEP.name());
    }

    @Test
    void an_empty_store_says_what_each_page_is_for() {
        assertThat(page("/")).contains("Nothing needs you", "no worker, no schedule, no failure yet", "stage");
        assertThat(page("/jobs")).contains("There are no jobs yet");
        assertThat(page("/schedules")).contains("There are no schedules yet");
        assertThat(page("/queues")).contains("There are no queues yet");
        assertThat(page("/workers")).contains("No worker is connected");
    }

    @Test
    void the_overview_begins_with_what_needs_somebody() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 0 * * *", ZoneId.of("UTC")).runs(SWEEP));
        web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        web.test.sleepUntil(web.test.clock().instant().plus(Duration.ofHours(13)));
        assertThat(page("/"))
                .contains("nightly</a> was expected 21 Nov 2026 00:00:00 UTC")
                .contains("1 late")
                .contains("</a> 1 job of invoice.send · &lt;script&gt;");
    }

    @Test
    void an_overview_that_needs_nobody_says_how_things_are() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 0 * * *", ZoneId.of("UTC")).runs(SWEEP));
        web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        var group = web.rota.store().failures().latest(1).get(0);
        web.rota.store().failures().acknowledge(group.fingerprint(), "ana");
        assertThat(web.get("/").body().replaceAll("<[^>]*>", ""))
                .containsPattern("Nothing needs you. 1 worker, 1 schedule on time, last failure (now|\\d+ s ago)");
    }

    @Test
    void a_queue_whose_first_job_waits_longer_than_it_should_needs_somebody() {
        WorkerStore workers = web.rota.store().workers();
        long worker = workers.register(new Registration("w", "h", 1, "1.0", Map.of("*", 1), Set.of(SWEEP.name())));
        web.rota.enqueue(SWEEP);
        web.test.sleepUntil(web.test.clock().instant().plus(Duration.ofMinutes(5)));
        workers.heartbeat(worker);
        assertThat(web.get("/").body()).doesNotContain("Waits long");
        web.test.sleepUntil(web.test.clock().instant().plusSeconds(1));
        assertThat(web.get("/").body()).contains("Waits long", "1 waiting, the first of them for longer than 5 min");
    }

    @Test
    void a_queue_with_backlog_that_no_worker_takes_from_needs_somebody() {
        web.rota.enqueue(SWEEP);
        assertThat(page("/")).contains("default</a> 1 waiting, and no worker takes from this queue");
        web.rota
                .store()
                .workers()
                .register(new dev.rota.store.WorkerStore.Registration(
                        "w", "h", 1, "1.0", Map.of("*", 2), java.util.Set.of("a.b")));
        assertThat(page("/")).contains("Nothing needs you");
    }

    @Test
    void a_paused_queue_with_backlog_and_a_type_without_handler_need_somebody() {
        web.rota.enqueue(SWEEP);
        web.rota.queues().pause("default", "ana", "moving", null);
        web.rota.enqueue(JobType.of("gone.away").queue("other"));
        web.test.runDue();
        assertThat(page("/"))
                .contains("queue is paused by ana (moving), 1 waiting")
                .contains("gone.away</a> no worker has a handler");
    }

    @Test
    void a_job_shows_attempts_error_log_and_redacted_arguments() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "private@example.com"));
        web.test.advance(Duration.ofSeconds(10));
        assertThat(page("/jobs/" + id))
                .contains("Attempt 2 on <a")
                .contains("sending -1")
                .contains("all 2 attempts are used up")
                .contains("•••")
                .contains("/jobs/" + id + "/retry")
                .doesNotContain("private@example.com");
    }

    @Test
    void a_long_log_goes_on_on_another_page() {
        long id = web.rota.enqueue(SEND, new Invoice(600, "m"));
        web.test.runDue();
        String first = page("/jobs/" + id + "?after=0");
        assertThat(first).contains("line 500.").doesNotContain("line 501.");
        var later = Pattern.compile("href=\"\\.\\.(/jobs/[^\"#]*after=[^\"#]+)#log\"")
                .matcher(first);
        assertThat(later.find()).isTrue();
        assertThat(page(later.group(1).replace("&amp;", "&")))
                .contains("line 501.", "line 600.")
                .doesNotContain("line 500.", "Later lines");
    }

    @Test
    void a_waiting_job_says_why() {
        long id = web.rota.enqueue(SWEEP);
        web.rota.queues().pause("default", "ana", "moving", null);
        assertThat(page("/jobs/" + id)).contains("Why it waits").contains("paused");
    }

    @Test
    void older_leads_to_the_next_page_and_newer_back() {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 60).mapToObj(number -> new Invoice(number, "m")));
        String first = page("/jobs?queue=mail");
        assertThat(first).contains("50 shown").doesNotContain("Newer");
        String second = page(link(first, "next"));
        assertThat(second).contains("10 shown").doesNotContain("Older");
        assertThat(page(link(second, "prev"))).contains("50 shown");
    }

    private static String link(String page, String rel) {
        var found = Pattern.compile("rel=\"" + rel + "\" href=\"\\.([^\"]+)\"").matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    @Test
    void selected_jobs_are_retried_and_those_that_cannot_be_are_counted() {
        long failed = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        long queued = web.rota.enqueue(SWEEP);
        HttpResponse<String> answer = web.form(
                "/jobs/selected",
                "csrf=" + web.csrf("/jobs") + "&action=retry&back=queue%3Dmail&id=" + failed + "&id=" + queued);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("../jobs?queue=mail&did=retry&n=1&skipped=1#job-" + failed);
        assertThat(page("/jobs?queue=mail")).contains("id=\"job-" + failed + "\" tabindex=\"-1\"");
        assertThat(page("/jobs?queue=mail&did=retry&n=1&skipped=1")).contains("1 job queued again; 1 job left alone");
        web.test.assertThatJob(failed).hasState(JobState.QUEUED);
    }

    @Test
    void a_form_does_not_lead_elsewhere() {
        HttpResponse<String> answer = web.form(
                "/jobs/selected",
                "csrf=" + web.csrf("/jobs/" + web.rota.enqueue(SWEEP)) + "&action=retry&back=%0d%0aSet-Cookie:x&id=1");
        assertThat(answer.headers().firstValue("Location")).hasValue("../jobs?did=retry&n=0&skipped=1#job-1");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void a_schedule_is_drawn_run_paused_and_resumed() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 0 * * 6", ZoneId.of("Europe/Riga"))
                        .runs(SWEEP));
        web.test.advance(Duration.ofDays(8));
        assertThat(page("/schedules")).contains("<svg class=\"strip\"").contains("bar succeeded");
        String detail = page("/schedules/nightly");
        assertThat(detail).contains("Europe/Riga").contains("Sat 5 Dec 00:00").contains("Fri 4 Dec 22:00");
        assertThat(detail).contains("Weekday 6 is Saturday here");
        String csrf = "csrf=" + web.csrf("/schedules/nightly");
        web.form("/schedules/nightly/pause", csrf + "&reason=move&for=PT1H");
        assertThat(page("/schedules/nightly")).contains("Paused by loopback").contains("move");
        web.test.clock().advance(Duration.ofHours(1));
        assertThat(page("/schedules/nightly")).doesNotContain("Paused by loopback");
        web.form("/schedules/nightly/runs", csrf);
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(1);
    }

    @Test
    void a_cron_expression_is_tried_out_and_explained() {
        assertThat(page("/schedules?cron=0+3+*+*+6&zone=Europe/Riga"))
                .contains("At 03:00, only on Saturday")
                .contains("APScheduler 3 reads Sunday")
                .contains("Sat 21 Nov 03:00")
                .contains("Sat 21 Nov 01:00");
        assertThat(page("/schedules?cron=0+3+*+*+9")).contains("✕ ").doesNotContain("Sat ");
        assertThat(page("/schedules?cron=%3Cscript%3E&zone=%3Cscript%3E")).doesNotContain("<script>");
    }

    @Test
    void a_queue_is_limited_and_paused() {
        web.rota.enqueue(SWEEP);
        String csrf = "csrf=" + web.csrf("/queues");
        web.form("/queues/default/limits", csrf + "&concurrency=3&rate=10&period=PT1M");
        assertThat(web.form("/queues/default/pause", csrf + "&reason=moving")
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(to ->
                        assertThat(to).startsWith("../../queues?did=paused").endsWith("#queue-default"));
        assertThat(page("/queues")).contains("<tr id=\"queue-default\" tabindex=\"-1\">");
        assertThat(page("/queues")).contains("3 at once, 10 per 1 min").contains("paused by loopback: moving");
        web.form("/queues/default/resume", csrf);
        assertThat(page("/queues")).doesNotContain("paused by loopback");
    }

    @Test
    void what_others_wrote_is_shown_and_never_run() {
        long id = web.rota
                .job(SEND, new Invoice(-1, "m"))
                .tag(EVIL)
                .tag("\" onmouseover=\"alert(1)")
                .unique(EVIL)
                .enqueue();
        web.test.advance(Duration.ofSeconds(10));
        web.rota.queues().pause("mail", EVIL, EVIL, null);
        web.rota
                .schedules()
                .put(Schedule.cron("s", "0 0 * * *", ZoneId.of("UTC"))
                        .runs(SWEEP)
                        .description(EVIL));
        web.rota.schedules().pause("s", EVIL, EVIL, null);
        web.rota
                .store()
                .workers()
                .register(new dev.rota.store.WorkerStore.Registration(
                        EVIL, EVIL, 1, EVIL, Map.of(EVIL, 2), java.util.Set.of(EVIL)));
        List<String> paths = List.of(
                "/",
                "/jobs",
                "/jobs/" + id,
                "/schedules",
                "/schedules/s",
                "/queues",
                "/workers",
                "/jobs?type=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/jobs?did=%3Cscript%3E");
        for (String path : paths) {
            assertThat(page(path))
                    .as(path)
                    .doesNotContain("<script>")
                    .doesNotContainPattern("<([^>\"]|\"[^\"]*\")* (on[a-z]+|style)=");
        }
        assertThat(page("/jobs/" + id)).contains("&lt;script");
    }

    @Test
    void only_the_two_assets_are_served() throws Exception {
        String page = page("/");
        var style = Pattern.compile("href=\"\\.(/assets/[^\"]+css)\"").matcher(page);
        assertThat(style.find()).isTrue();
        HttpResponse<String> sheet = web.get(style.group(1));
        assertThat(sheet.statusCode()).isEqualTo(200);
        assertThat(sheet.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        for (String path : List.of(
                "/rota/assets/../rota.css",
                "/rota/assets/x/..%2f..%2fopenapi.json",
                "/rota/assets/%2e%2e/openapi.json",
                "/rota/assets/x/..%5c..%5copenapi.json",
                "/rota/../../etc/passwd")) {
            String answer = web.raw("GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|404).*").doesNotContain("root:");
        }
    }

    @Test
    void an_oversized_body_is_refused() {
        String args = "x".repeat(300 * 1024);
        assertThat(web.post(
                                "/api/v1/jobs",
                                "{\"type\": \"invoice.send\", \"args\": {\"number\": 1, \"mail\": \"" + args + "\"}}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(web.post("/api/v1/jobs", "x".repeat(2_000_000)).statusCode()).isEqualTo(413);
        assertThat(web.form("/jobs/selected", "csrf=" + "x".repeat(2_000_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void links_work_below_any_prefix() {
        assertThat(web.get("").headers().firstValue("Location")).hasValue("rota/");
        assertThat(page("/")).contains("href=\"./jobs\"");
        assertThat(page("/jobs/" + web.rota.enqueue(SWEEP))).contains("href=\"../jobs\"");
        assertThat(web.get("/no/such/page").body())
                .contains("href=\"../../assets/")
                .contains("Not found");
    }

    @Test
    void finds_a_job_by_its_id() {
        assertThat(web.get("/jobs?id=17").headers().firstValue("Location")).hasValue("jobs/17");
        HttpResponse<String> refused = web.send(web.request("/jobs/17").method("POST", BodyPublishers.noBody()));
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    private String page(String path) {
        HttpResponse<String> answer = web.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
