package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Exchange;
import dev.rota.store.JobStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job: on its page, and by REST. */
final class JobPageTest {
    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void the_root_cause_stands_first_and_library_frames_are_folded() {
        ErrorText error = java.util.Objects.requireNonNull(
                ErrorText.of(new dev.rota.job.JobError("com.acme.MailException", "not sent", """
                com.acme.MailException: not sent
                \tat com.acme.Mailer.send(Mailer.java:7)
                \tat java.base/java.lang.Thread.run(Thread.java:1)
                \tat java.base/java.lang.Thread.go(Thread.java:2)
                Caused by: java.net.ConnectException: refused
                \tat com.acme.Socket.open(Socket.java:3)
                \t... 2 more""", "f")));
        assertThat(error.headline()).isEqualTo("java.net.ConnectException: refused");
        assertThat(error.parts().get(0).lines().get(0)).isEqualTo("java.net.ConnectException: refused");
        assertThat(error.parts())
                .extracting(ErrorText.Part::library)
                .containsExactlyElementsOf(List.of(false, false, true));
        assertThat(error.parts().get(1).lines().get(0)).isEqualTo("which led to com.acme.MailException: not sent");
        assertThat(error.parts().get(2).summary()).isEqualTo("… 2 library frames");
    }

    @Test
    void the_time_that_it_waits_for_is_shown_as_all_times_are() {
        long id = web.rota
                .job(SEND, new Invoice(1, "m"))
                .in(Duration.ofMinutes(5))
                .enqueue();
        assertThat(page("/jobs/" + id))
                .containsPattern("It is not due until <time data-absolute datetime=\"[^\"]*\">[^<]* UTC</time>,"
                        + " <time data-relative datetime=\"[^\"]*\">in 5 min</time>\\.");
    }

    @Test
    void every_failed_attempt_keeps_its_error() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        assertThat(page("/jobs/" + id)).contains("Error of attempt 2", "Error of attempt 1", "jobs like it");
    }

    @Test
    void an_error_says_how_many_others_are_like_it_and_where_it_ran() {
        web.rota.enqueue(SEND, new Invoice(-1, "m"));
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        assertThat(page("/jobs/" + id))
                .containsPattern("same fingerprint as \\d+ other failures")
                .contains("open group")
                .containsPattern("Attempt 1 on <a href=\"../workers/\\d+\">worker \\d+</a>");
    }

    @Test
    void large_members_are_folded_and_nothing_is_lost() {
        String items = IntStream.range(0, 20)
                .mapToObj(number -> "{\"id\": 12345678901234567890" + number + "}")
                .collect(Collectors.joining(","));
        String pretty = Json.pretty(Json.tree("{\"a\": 1, \"items\": [" + items + "], \"b\": {\"c\": true}}"));
        List<JsonFolds.Part> parts = JsonFolds.of(pretty).parts();
        assertThat(parts).hasSize(3);
        assertThat(parts.get(0).text()).isEqualTo("{\n  \"a\" : 1,\n");
        assertThat(parts.get(1).summary()).startsWith("\"items\" : [").endsWith("lines");
        assertThat(parts.get(1).text()).contains("1234567890123456789019");
        assertThat(parts.stream().map(JsonFolds.Part::text).collect(Collectors.joining()))
                .isEqualTo(pretty + "\n");
        assertThat(JsonFolds.of("{\n  \"a\" : 1\n}").parts()).hasSize(1);
        assertThat(JsonFolds.of("[1, 2]").parts()).hasSize(1);
    }

    @Test
    void a_clone_links_to_what_it_was_made_of() {
        long id = web.rota.enqueue(SWEEP);
        long clone = Json.tree(web.post("/api/v1/jobs/" + id + "/clone", "").body())
                .path("id")
                .asLong();
        assertThat(page("/jobs/" + clone)).contains("<dt>Clone of</dt><dd><a href=\"../jobs/" + id + "\">job " + id);
    }

    @Test
    void what_is_hidden_is_revealed_on_demand_and_not_by_an_address() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "private@example.com"));
        assertThat(page("/jobs/" + id)).contains(">Reveal<").doesNotContain("private@");
        HttpResponse<String> revealed = web.form("/jobs/" + id + "/reveal", "csrf=" + web.csrf("/jobs/" + id));
        assertThat(revealed.statusCode()).isEqualTo(200);
        assertThat(revealed.body()).contains("private@example.com", "revealed");
        assertThat(web.get("/api/v1/jobs/" + id + "/args").body()).contains("•••");
        assertThat(web.get("/api/v1/jobs/" + id + "/args?reveal=true").body()).contains("private@example.com");
    }

    @Test
    void only_who_may_reveal_sees_what_is_hidden() {
        close();
        web = RunningWeb.closed(directory);
        long id = web.rota.enqueue(SEND, new Invoice(1, "private@example.com"));
        for (String token : List.of(RunningWeb.VIEWER, RunningWeb.OPERATOR)) {
            HttpResponse<String> answer = web.send(
                    web.request("/api/v1/jobs/" + id + "/args?reveal=true").header("Authorization", "Bearer " + token));
            assertThat(answer.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void a_log_is_filtered_by_level_linked_by_line_and_downloaded() {
        long id = web.rota.enqueue(SEND, new Invoice(600, "m"));
        web.test.runDue();
        assertThat(page("/jobs/" + id))
                .contains("id=\"L401\"", "href=\"#L600\"", "From the beginning")
                .doesNotContain("id=\"L400\"", "Later lines");
        assertThat(page("/jobs/" + id + "?after=0"))
                .contains("id=\"L1\"", "id=\"L500\"", "Later lines")
                .doesNotContain("id=\"L501\"", "From the beginning");
        assertThat(page("/jobs/" + id + "?level=warn")).contains("Nothing was logged at this level");
        HttpResponse<String> text = web.get("/api/v1/jobs/" + id + "/logs?format=text");
        assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(text.body().lines()).hasSize(600).last().asString().endsWith("INFO line 600.");
    }

    @Test
    void a_log_is_searched_and_shown_of_one_attempt() {
        long id = web.rota.enqueue(SEND, new Invoice(600, "m"));
        web.test.runDue();
        assertThat(page("/jobs/" + id + "?find=LINE+77"))
                .contains("id=\"L77\"", "value=\"LINE 77\"")
                .doesNotContain("id=\"L78\"");
        assertThat(page("/jobs/" + id + "?find=nothing")).contains("Nothing that was logged is as asked for");
        assertThat(page("/jobs/" + id + "?attempt=1")).contains("id=\"L600\"", "logs?format=text&amp;attempt=1");
        assertThat(page("/jobs/" + id + "?attempt=2")).doesNotContain("id=\"L600\"");
        assertThat(page("/jobs/" + id + "?wrap=off")).contains("class=\"log unbroken\"", "wrap=off#log");
        assertThat(web.json("/jobs/" + id + "/logs?attempt=1&after=2&limit=3").path("items"))
                .hasSize(3);
        assertThat(web.json("/jobs/" + id + "/logs?attempt=2").path("items")).isEmpty();
        assertThat(web.get("/api/v1/jobs/" + id + "/logs?attempt=0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_job_that_retention_deleted_is_gone_and_the_rule_is_said() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "m"));
        web.test.runDue();
        web.test.clock().advance(Duration.ofDays(31));
        web.rota.store().jobs().prune(JobStore.Retention.DEFAULTS, 100);
        assertThat(web.get("/jobs/" + id).statusCode()).isEqualTo(404);
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        assertThat(web.get("/jobs/" + id).statusCode()).isEqualTo(404);
        web.test.clock().advance(Duration.ofDays(31));
        HttpResponse<String> gone = web.get("/jobs/" + id);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body())
                .contains("Job " + id + " is not kept any more", "made before 21 Dec 2026", "30 d after their end");
    }

    @Test
    void what_was_done_by_hand_stands_in_the_timeline_with_who_and_why() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.runDue();
        web.rota.jobs().runNow(id, "ana", "the printer is back");
        String timeline = page("/jobs/" + id).split("id=\"timeline\"", 2)[1].split("</section>", 2)[0];
        assertThat(timeline).containsSubsequence("Attempt 1", "Run now", "by ana", "the printer is back");
    }

    @Test
    void a_job_that_does_not_run_has_no_stack() {
        long id = web.rota.enqueue(SWEEP);
        HttpResponse<String> answer = web.get("/api/v1/jobs/" + id + "/stack");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.tree(answer.body()).path("currentState").asString()).isEqualTo("queued");
    }

    @Test
    void a_worker_that_does_not_say_where_its_job_is_is_named() {
        long worker = web.rota
                .store()
                .workers()
                .register(new Registration("silent", "host", 4711, "1", Map.of("*", 1), Set.of(SWEEP.name())));
        long id = web.rota.enqueue(SWEEP);
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 1);
        web.rota.store().jobs().exchange(new Exchange(worker, List.of(), List.of(request), Set.of()));
        HttpResponse<String> answer = web.get("/api/v1/jobs/" + id + "/stack");
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body())
                .contains("no-answer", "(silent on host, process 4711), which has not answered within 2 seconds");
        assertThat(page("/jobs/" + id + "?stack=now")).contains("has not answered within 2 seconds");
        assertThat(web.rota.store().workers().requests(worker).stacks()).isEmpty();
    }

    @Test
    void a_theme_is_kept_and_leads_to_no_other_host() {
        String csrf = "csrf=" + web.csrf("/jobs/" + web.rota.enqueue(SWEEP));
        HttpResponse<String> chosen = web.send(web.request("/theme")
                .header("Referer", "https://evil.example.com/rota/jobs?q=x")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(csrf + "&theme=dark")));
        assertThat(chosen.headers().firstValue("Location")).hasValue("/rota/jobs?q=x");
        assertThat(chosen.headers().firstValue("Set-Cookie").orElse("")).startsWith("rota-theme=dark;");
        assertThat(web.send(web.request("/").header("Cookie", "rota-theme=dark"))
                        .body())
                .contains("data-theme=\"dark\"");
        assertThat(web.send(web.request("/").header("Cookie", "rota-theme=x")).body())
                .contains("data-theme=\"system\"");
    }

    private String page(String path) {
        HttpResponse<String> answer = web.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
