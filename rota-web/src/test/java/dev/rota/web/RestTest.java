package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class RestTest {
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
    void enqueues_a_job_that_then_runs() {
        HttpResponse<String> made = web.post("/api/v1/jobs", """
                {"type": "invoice.send", "args": {"number": 7, "mail": "a@example.com"}, "tags": ["t1"], "delay": "PT5M"}""");
        JsonNode job = Json.tree(made.body());
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location"))
                .hasValue("/rota/api/v1/jobs/" + job.path("id").asLong());
        assertThat(job.path("state").asString()).isEqualTo("scheduled");
        assertThat(job.path("dueAt").asString()).isEqualTo("2026-11-20T12:05:00Z");
        assertThat(job.path("args").path("mail").asString()).isEqualTo("•••");
        web.test.advance(Duration.ofMinutes(5));
        assertThat(web.json("/jobs/" + job.path("id").asLong()).path("state").asString())
                .isEqualTo("succeeded");
    }

    @Test
    void refuses_a_type_that_no_handler_is_for_and_arguments_that_do_not_fit() {
        assertProblem(web.post("/api/v1/jobs", "{\"type\": \"no.such\"}"), 422, "type-unknown");
        assertProblem(
                web.post("/api/v1/jobs", "{\"type\": \"invoice.send\", \"args\": {\"number\": \"x\"}}"),
                422,
                "args-invalid");
        assertProblem(web.post("/api/v1/jobs", "{\"type\": \"loans.sweep\", \"nope\": 1}"), 422, "unknown-field");
        assertProblem(web.post("/api/v1/jobs", "{\"type\": "), 400, "malformed");
        assertProblem(web.form("/api/v1/jobs", "type=loans.sweep"), 415, "not-json");
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isZero();
    }

    @Test
    void returns_the_job_that_holds_a_unique_key_or_says_so() {
        String body = "{\"type\": \"loans.sweep\", \"uniqueKey\": \"k\"%s}";
        HttpResponse<String> first = web.post("/api/v1/jobs", body.formatted(""));
        HttpResponse<String> second = web.post("/api/v1/jobs", body.formatted(""));
        HttpResponse<String> third = web.post("/api/v1/jobs", body.formatted(", \"onDuplicate\": \"reject\""));
        assertThat(List.of(first.statusCode(), second.statusCode())).containsExactly(201, 200);
        assertThat(Json.tree(second.body()).path("id"))
                .isEqualTo(Json.tree(first.body()).path("id"));
        assertProblem(third, 409, "duplicate");
    }

    @Test
    void pages_through_all_jobs_and_back() {
        List<Long> ids =
                web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 7).mapToObj(number -> new Invoice(number, "m")));
        List<Long> seen = new ArrayList<>();
        JsonNode page = web.json("/jobs?limit=3&queue=mail");
        String second = page.path("page").path("next").asString();
        while (true) {
            page.path("items").forEach(job -> seen.add(job.path("id").asLong()));
            if (page.path("page").path("next").isNull()) {
                break;
            }
            page = web.json("/jobs?limit=3&queue=mail&cursor="
                    + page.path("page").path("next").asString());
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        ids.stream().sorted((a, b) -> Long.compare(b, a)).toList());
        JsonNode back = web.json("/jobs?limit=3&queue=mail&cursor="
                + page.path("page").path("prev").asString());
        assertThat(back).isEqualTo(web.json("/jobs?limit=3&queue=mail&cursor=" + second));
    }

    @Test
    void refuses_a_cursor_of_another_filter_or_a_forged_one() {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 4).mapToObj(number -> new Invoice(number, "m")));
        String cursor = web.json("/jobs?limit=2").path("page").path("next").asString();
        assertProblem(web.get("/api/v1/jobs?limit=2&state=failed&cursor=" + cursor), 400, "cursor-mismatch");
        assertProblem(web.get("/api/v1/jobs?limit=2&cursor=MTAwOngxMg"), 400, "cursor-mismatch");
    }

    @Test
    void filters_by_state_type_queue_tag_and_schedule() {
        long failing = web.rota.job(SEND, new Invoice(-1, "m")).tag("bad").enqueue();
        long sweeping = web.rota.enqueue(SWEEP);
        web.test.advance(Duration.ofSeconds(10));
        assertThat(ids("state=failed")).containsExactly(failing);
        assertThat(ids("state=succeeded,failed")).containsExactly(sweeping, failing);
        assertThat(ids("type=loans.sweep")).containsExactly(sweeping);
        assertThat(ids("queue=mail")).containsExactly(failing);
        assertThat(ids("tag=bad")).containsExactly(failing);
        assertThat(ids("schedule=none")).isEmpty();
        assertProblem(web.get("/api/v1/jobs?status=failed"), 400, "malformed");
        assertProblem(web.get("/api/v1/jobs?state=fialed"), 400, "query-invalid");
        assertProblem(web.get("/api/v1/jobs?limit=0"), 400, "malformed");
    }

    private List<Long> ids(String query) {
        List<Long> ids = new ArrayList<>();
        web.json("/jobs?" + query)
                .path("items")
                .forEach(job -> ids.add(job.path("id").asLong()));
        return ids;
    }

    @Test
    void retries_a_failed_job_and_says_what_the_state_allows_otherwise() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        HttpResponse<String> early = web.post("/api/v1/jobs/" + id + "/retry", "");
        assertProblem(early, 409, "wrong-state");
        assertThat(Json.tree(early.body()).path("currentState").asString()).isEqualTo("queued");
        assertThat(Json.tree(early.body()).path("allowedActions").toString()).isEqualTo("[\"cancel\"]");
        web.test.advance(Duration.ofSeconds(10));
        HttpResponse<String> retried = web.post("/api/v1/jobs/" + id + "/retry", "");
        assertThat(retried.statusCode()).isEqualTo(202);
        web.test.assertThatJob(id).hasState(JobState.QUEUED);
        assertThat(web.json("/jobs/" + id + "/attempts").path("items").size()).isEqualTo(2);
    }

    @Test
    void cancels_runs_now_and_deletes() {
        long late =
                web.rota.job(SEND, new Invoice(1, "m")).in(Duration.ofHours(1)).enqueue();
        assertThat(web.post("/api/v1/jobs/" + late + "/run-now", "").statusCode())
                .isEqualTo(202);
        web.test.runDue();
        web.test.assertThatJob(late).hasSucceeded();
        long other = web.rota.enqueue(SWEEP);
        assertThat(web.post("/api/v1/jobs/" + other + "/cancel", "{\"reason\": \"not today\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(web.json("/jobs/" + other).path("reason").asString()).contains("not today");
        assertThat(web.send(web.request("/api/v1/jobs/" + other).DELETE()).statusCode())
                .isEqualTo(204);
        HttpResponse<String> gone = web.get("/api/v1/jobs/" + other);
        assertProblem(gone, 410, "deleted");
        assertThat(gone.body()).contains("Job " + other + " was deleted by ", " on 20 Nov 2026 12:");
        assertProblem(web.get("/api/v1/jobs/" + (other + 1)), 404, "not-found");
        assertProblem(web.get("/api/v1/jobs/abc"), 404, "not-found");
    }

    @Test
    void gives_the_lines_of_a_log_after_one() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        JsonNode all = web.json("/jobs/" + id + "/logs").path("items");
        JsonNode rest = web.json(
                        "/jobs/" + id + "/logs?after=" + all.get(0).path("seq").asLong())
                .path("items");
        assertThat(all.size()).isEqualTo(2);
        assertThat(rest.size()).isEqualTo(1);
        assertThat(rest.get(0).path("text").asString()).isEqualTo("sending -1");
    }

    @Test
    void masks_telling_names_in_results() {
        long id = web.rota.enqueue(SWEEP);
        web.test.runDue();
        assertThat(web.get("/api/v1/jobs/" + id).body()).contains("\"swept\":3").doesNotContain("hidden-value");
    }

    @Test
    void a_pause_that_is_over_is_not_shown() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 0 * * *", ZoneOffset.UTC).runs(SWEEP));
        Instant hourAgo = web.rota.store().now().minus(Duration.ofHours(1));
        var pause = new StoredSchedule.Pause("ana", hourAgo.minus(Duration.ofHours(1)), "move", hourAgo);
        web.rota.store().schedules().pause("nightly", pause);
        JsonNode shown = web.json("/schedules/nightly");
        assertThat(shown.path("paused").asBoolean()).isFalse();
        assertThat(shown.path("pause").isNull()).isTrue();
    }

    @Test
    void pauses_resumes_and_runs_a_schedule() {
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 0 * * *", ZoneId.of("Europe/Riga"))
                        .runs(SWEEP));
        assertThat(web.json("/schedules").path("items").get(0).path("words").asString())
                .contains("00:00");
        web.post("/api/v1/schedules/nightly/pause", "{\"reason\": \"move\"}");
        JsonNode paused = web.json("/schedules/nightly");
        assertThat(paused.path("paused").asBoolean()).isTrue();
        assertThat(paused.path("pause").path("reason").asString()).isEqualTo("move");
        web.post("/api/v1/schedules/nightly/resume", "");
        assertThat(web.json("/schedules/nightly").path("paused").asBoolean()).isFalse();
        HttpResponse<String> run = web.post("/api/v1/schedules/nightly/runs", "");
        assertThat(run.statusCode()).isEqualTo(202);
        assertThat(run.headers().firstValue("Location").orElse("")).startsWith("/rota/api/v1/jobs/");
        assertThat(web.json("/schedules/nightly/runs").path("items").size()).isEqualTo(1);
        assertProblem(web.get("/api/v1/schedules/other"), 404, "not-found");
    }

    @Test
    void previews_a_trigger_and_warns() {
        JsonNode preview = Json.tree(web.post(
                        "/api/v1/schedule-previews",
                        "{\"cron\": \"0 3 * * 6\", \"zone\": \"Europe/Riga\", \"count\": 3}")
                .body());
        assertThat(preview.path("fires").get(0).asString()).isEqualTo("2026-11-21T01:00:00Z");
        assertThat(preview.path("fires").size()).isEqualTo(3);
        assertThat(preview.path("warnings").get(0).path("code").asString()).isEqualTo("numeric-weekday");
        assertProblem(web.post("/api/v1/schedule-previews", "{\"cron\": \"0 3 * * 8\"}"), 422, "cron-invalid");
        assertProblem(
                web.post("/api/v1/schedule-previews", "{\"cron\": \"0 3 * * *\", \"zone\": \"Riga/X\"}"),
                422,
                "zone-invalid");
        assertThat(Json.tree(web.post("/api/v1/schedule-previews", "{\"every\": \"PT6H\"}")
                                .body())
                        .path("description")
                        .asString())
                .isEqualTo("Every 6 hours");
    }

    @Test
    void limits_pauses_and_resumes_a_queue() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        HttpResponse<String> limited = web.send(web.request("/api/v1/queues/mail")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"concurrency\": 2, \"rate\": 10, \"period\": \"PT1M\"}")));
        assertThat(Json.tree(limited.body()).path("limits").path("concurrency").asInt())
                .isEqualTo(2);
        web.post("/api/v1/queues/mail/pause", "{\"reason\": \"smtp is down\"}");
        web.test.runDue();
        assertThat(web.json("/queues").path("items").get(0).path("pauseReason").asString())
                .isEqualTo("smtp is down");
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(1);
        web.post("/api/v1/queues/mail/resume", "");
        assertThat(web.json("/queues/mail").path("paused").asBoolean()).isFalse();
        assertProblem(web.get("/api/v1/queues/none"), 404, "not-found");
    }

    @Test
    void drains_a_worker() {
        long id = web.rota
                .store()
                .workers()
                .register(new dev.rota.store.WorkerStore.Registration(
                        "w", "h", 1, "1.0", java.util.Map.of("*", 2), java.util.Set.of("a.b")));
        assertThat(web.post("/api/v1/workers/" + id + "/drain", "").statusCode())
                .isEqualTo(202);
        assertThat(web.json("/workers/" + id).path("state").asString()).isEqualTo("draining");
        web.post("/api/v1/workers/" + id + "/resume", "");
        assertThat(web.json("/workers/" + id).path("state").asString()).isEqualTo("active");
    }

    @Test
    void is_alive_and_ready() {
        assertThat(web.json("/health/live").path("status").asString()).isEqualTo("up");
        assertThat(web.json("/health/ready").path("status").asString()).isEqualTo("up");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        JsonNode body = Json.tree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(body.path("code").asString()).isEqualTo(code);
        assertThat(body.path("type").asString()).isEqualTo("urn:rota:problem:" + code);
        assertThat(body.path("requestId").asString())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElse("none"));
    }
}
