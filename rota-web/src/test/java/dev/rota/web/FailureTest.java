package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.job.JobState;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.JobArchive.Query;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Failures that are alike, and what is done about them. */
@Timeout(60)
final class FailureTest {
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

    /** Jobs that fail for good, all alike. */
    private void fail(int jobs) {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, jobs).mapToObj(number -> new Invoice(-number, "m")));
        web.test.advance(Duration.ofSeconds(10));
    }

    private Group group() {
        return web.rota.store().failures().list(Tab.ALL, null, 1).get(0);
    }

    private String path() {
        return "/failures/" + group().fingerprint();
    }

    private JsonNode awaitEnd(long id) {
        JsonNode operation = web.json("/operations/" + id);
        while (!operation.path("finishedAt").isString()) {
            Thread.onSpinWait();
            operation = web.json("/operations/" + id);
        }
        return operation;
    }

    private long begun(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        long id = Json.tree(answer.body()).path("id").asLong();
        assertThat(answer.headers().firstValue("Location")).hasValue("/rota/api/v1/operations/" + id);
        return id;
    }

    @Test
    void the_page_says_so_if_nothing_has_failed() {
        assertThat(web.get("/failures").body()).contains("No job has failed for good");
        assertThat(web.get("/failures?tab=retrying").body()).contains("No job waits for another attempt");
        assertThat(web.get("/failures?tab=all").body()).contains("No failures");
        assertThat(web.get("/failures?tab=some").statusCode()).isEqualTo(400);
    }

    @Test
    void jobs_that_fail_alike_are_one_row() {
        fail(3);
        String page = web.get("/failures").body();
        assertThat(page)
                .containsOnlyOnce("IllegalStateException at RunningWeb")
                .contains("invoice.send")
                .contains("New")
                .contains("data-label=\"Jobs stuck\">3<")
                .contains("data-label=\"Failed attempts\">6<")
                .contains("6 failures in the last 24 hours")
                .contains("&lt;script&gt;alert")
                .doesNotContain("<script>alert");
    }

    @Test
    void jobs_that_wait_for_their_next_attempt_stand_on_a_list_of_their_own() {
        web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.runDue();
        assertThat(web.get("/failures").body()).contains("No job has failed for good");
        assertThat(web.get("/failures?tab=retrying").body()).contains("1 retrying");
        assertThat(web.json("/failures?tab=retrying").path("items").size()).isEqualTo(1);
        assertThat(web.json("/failures").path("items").size()).isZero();
    }

    @Test
    void a_group_shows_its_error_its_jobs_and_what_can_be_done() {
        fail(12);
        String page = web.get(path()).body();
        assertThat(page)
                .contains("IllegalStateException: &lt;script&gt;alert")
                .contains("at dev.rota.web.RunningWeb")
                .contains("Retry 10 first")
                .contains("Retry 12")
                .contains("Cancel all…")
                .contains("12 failures in the last 72 hours".replace("12", "24"))
                .contains("all of them");
        assertThat(web.get("/failures/none").statusCode()).isEqualTo(404);
        assertThat(web.json("/failures/none").path("code").asString()).isEqualTo("not-found");
    }

    @Test
    void who_may_only_read_sees_no_button() {
        close();
        web = RunningWeb.closed(directory);
        fail(2);
        String viewed = web.send(web.request(path()).header("Authorization", "Bearer " + RunningWeb.VIEWER))
                .body();
        assertThat(viewed)
                .contains("IllegalStateException")
                .doesNotContain("<button class=\"button primary\"", ">Mute<");
    }

    @Test
    void ten_are_retried_first_and_if_they_succeed_the_rest_is_offered() {
        fail(12);
        String path = path();
        HttpResponse<String> begun = web.form(path + "/retry", "csrf=" + web.csrf(path) + "&sample=10");
        assertThat(begun.statusCode()).isEqualTo(303);
        assertThat(begun.headers().firstValue("Location")).hasValue("../" + group().fingerprint() + "?did=tried");
        long operation = web.json("/operations").path("items").get(0).path("id").asLong();
        assertThat(awaitEnd(operation).path("done").asInt()).isEqualTo(10);
        assertThat(web.rota.jobs().counts()).containsEntry(JobState.QUEUED, 10L).containsEntry(JobState.FAILED, 2L);
        assertThat(web.get(path).body()).contains("0 of the first 10 succeeded, 10 have not ended yet.");
        web.succeed = true;
        web.test.runDue();
        assertThat(web.get(path).body())
                .contains("10 of the first 10 succeeded. The rest may follow.")
                .contains("Retry the rest (2)");
        JsonNode sample = web.json(path).path("sample");
        assertThat(sample.toString())
                .isEqualTo("{\"operation\":" + operation + ",\"succeeded\":10,\"failed\":0,\"open\":0}");
        long rest = begun(web.post("/api/v1" + path + "/retry", "{\"reason\": \"repaired\"}"));
        assertThat(awaitEnd(rest).path("done").asInt()).isEqualTo(2);
        assertThat(web.get(path).body()).contains("No job is stuck").doesNotContain("The rest may follow");
    }

    @Test
    void the_rest_is_not_offered_while_more_than_one_of_ten_fails() {
        fail(5);
        String path = path();
        long operation = begun(web.post("/api/v1" + path + "/retry", "{\"sample\": 2}"));
        awaitEnd(operation);
        web.test.advance(Duration.ofSeconds(10));
        assertThat(web.get(path).body())
                .contains("0 of the first 2 succeeded, 2 did not. It is not repaired yet.")
                .doesNotContain("Retry the rest");
        assertThat(web.post("/api/v1" + path + "/retry", "{\"sample\": 51}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void jobs_that_wait_to_be_retried_are_run_at_once_when_it_is_repaired() {
        fail(1);
        web.rota.enqueue(SEND, new Invoice(-9, "m"));
        web.test.runDue();
        String path = path();
        assertThat(web.get(path).body()).contains("Run 1 now");
        HttpResponse<String> answer = web.post("/api/v1" + path + "/run-now", "{\"reason\": \"repaired\"}");
        assertThat(awaitEnd(begun(answer)).path("done").asInt()).isEqualTo(1);
        assertThat(web.rota.jobs().list(Query.NEWEST.states(JobState.RETRYING))).isEmpty();
        assertThat(web.rota.jobs().list(Query.NEWEST.states(JobState.FAILED))).hasSize(1);
        assertThat(web.get(path).body()).doesNotContain("Run 1 now");
        assertThat(web.form(path + "/run-now", "csrf=" + web.csrf(path)).statusCode())
                .isEqualTo(409);
    }

    @Test
    void all_jobs_of_a_group_are_cancelled_with_those_that_retry() {
        fail(2);
        web.rota.enqueue(SEND, new Invoice(-9, "m"));
        web.test.runDue();
        String path = path();
        long operation = begun(web.post("/api/v1" + path + "/cancel", "{\"reason\": \"not wanted\"}"));
        assertThat(awaitEnd(operation).path("done").asInt()).isEqualTo(3);
        assertThat(web.rota.jobs().list(Query.NEWEST.states(JobState.CANCELLED)))
                .hasSize(3)
                .allMatch(job -> String.valueOf(job.reason()).contains("not wanted"));
        HttpResponse<String> again = web.post("/api/v1" + path + "/cancel", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("nothing-to-do");
    }

    @Test
    void a_group_is_muted_resolved_and_linked_and_the_audit_tells_who_did_it() {
        fail(1);
        String path = path();
        String form = "csrf=" + web.csrf(path);
        assertThat(web.get("/").body()).contains("1 new", "IllegalStateException at");
        web.form(path + "/mute", form + "&for=PT24H&reason=known");
        assertThat(web.json(path).path("group").path("status").asString()).isEqualTo("muted");
        assertThat(web.get(path).body()).contains("Muted", "known", "Unmute");
        assertThat(web.get("/").body()).contains("Nothing needs you");
        web.form(path + "/unmute", form);
        assertThat(web.json(path).path("group").path("status").asString()).isEqualTo("new");
        web.form(path + "/acknowledge", form);
        assertThat(web.json(path).path("group").path("status").asString()).isEqualTo("ongoing");
        web.form(path + "/resolve", form);
        assertThat(web.json(path).path("group").path("status").asString()).isEqualTo("resolved");
        fail(1);
        assertThat(web.json(path).path("group").path("status").asString()).isEqualTo("regressed");
        assertThat(web.get("/").body()).contains("Regressed");
        web.form(path + "/link", form + "&url=https%3A%2F%2Ftracker.example%2F7");
        assertThat(web.get(path).body()).contains("href=\"https://tracker.example/7\"");
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix("failure.")))
                .extracting(entry -> entry.act().action())
                .containsExactly(
                        "failure.link", "failure.resolve", "failure.acknowledge", "failure.unmute", "failure.mute");
    }

    @Test
    void what_rest_is_told_wrongly_it_refuses() {
        fail(1);
        String path = "/api/v1" + path();
        for (String url : List.of("javascript:alert(1)", "tracker.example/7", "https:///x", "ftp://h/x")) {
            HttpResponse<String> answer = web.send(web.request(path + "/link")
                    .header("Content-Type", "application/json")
                    .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{\"url\": \"" + url + "\"}")));
            assertThat(answer.statusCode()).as(url).isEqualTo(422);
        }
        assertThat(web.post(path + "/mute", "{\"until\": \"2020-01-01T00:00:00Z\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(web.post(path + "/mute", "{\"failures\": 0}").statusCode()).isEqualTo(422);
        assertThat(web.post(path + "/mute", "{\"version\": \"1.9\", \"reason\": \"r\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_list_goes_on_where_the_page_before_ended() {
        fail(1);
        web.test.clock().advance(Duration.ofSeconds(1));
        web.rota.enqueue(RunningWeb.BREAK, new Invoice(1, "m"));
        web.test.runDue();
        JsonNode first = web.json("/failures?limit=1");
        String next = first.path("page").path("next").asString();
        JsonNode second = web.json("/failures?limit=1&cursor=" + next);
        assertThat(first.path("items").get(0).path("type").asString()).isEqualTo("invoice.break");
        assertThat(second.path("items").get(0).path("type").asString()).isEqualTo("invoice.send");
        assertThat(web.json("/failures?limit=1&tab=all&cursor=" + next)
                        .path("code")
                        .asString())
                .isEqualTo("cursor-mismatch");
    }
}
