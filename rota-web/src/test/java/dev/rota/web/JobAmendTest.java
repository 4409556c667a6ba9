package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that wait are changed, and waited for. */
@Timeout(120)
final class JobAmendTest {
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

    private Job job(long id) {
        return web.rota.jobs().find(id).orElseThrow(() -> new AssertionError("No job " + id));
    }

    private HttpResponse<String> patch(long id, String body, String match) {
        var request = web.request("/api/v1/jobs/" + id)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body));
        return web.send(match.isEmpty() ? request : request.header("If-Match", match));
    }

    @Test
    void rest_changes_a_waiting_job_as_its_sender_knows_it() {
        long id = web.rota.enqueue(SEND, new Invoice(7, "a@example.com"));
        String tag = web.get("/api/v1/jobs/" + id).headers().firstValue("ETag").orElse("");
        String body =
                "{\"runAt\": \"2026-11-21T08:00:00Z\", \"priority\": 5, \"queue\": \"slow\", \"tags\": [\"a\"], \"reason\": \"later\"}";
        assertThat(patch(id, body, "").statusCode()).isEqualTo(428);
        HttpResponse<String> changed = patch(id, body, tag);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonNode now = Json.tree(changed.body());
        assertThat(now.path("state").asString()).isEqualTo("scheduled");
        assertThat(now.path("dueAt").asString()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(job(id).request().priority() + job(id).queue() + job(id).tags())
                .isEqualTo("5slow[a]");
        assertThat(patch(id, body, tag).statusCode()).isEqualTo(412);
        assertThat(patch(id, "{\"delay\": \"PT0S\"}", "*").statusCode()).isEqualTo(200);
        assertThat(job(id).state()).isEqualTo(JobState.QUEUED);
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix("job.amend")))
                .extracting(entry -> entry.act().reason())
                .containsExactly(null, "later");
    }

    @Test
    void what_is_not_valid_or_not_waiting_is_refused() {
        long id = web.rota.enqueue(SWEEP);
        for (String wrong : List.of(
                "{}",
                "{\"queue\": \"no queue\"}",
                "{\"tags\": [\"\"]}",
                "{\"state\": \"failed\"}",
                "{\"runAt\": \"2026-11-21T08:00:00Z\", \"delay\": \"PT1S\"}")) {
            assertThat(patch(id, wrong, "*").statusCode()).as(wrong).isEqualTo(422);
        }
        web.test.advance(Duration.ofSeconds(1));
        HttpResponse<String> late = patch(id, "{\"priority\": 1}", "*");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("\"currentState\":\"succeeded\"");
        assertThat(patch(999_999, "{\"priority\": 1}", "*").statusCode()).isEqualTo(404);
    }

    @Test
    void a_job_is_rescheduled_on_its_page() {
        long id = web.rota.enqueue(SEND, new Invoice(7, "a@example.com"));
        String page = "/jobs/" + id;
        assertThat(web.get(page).body()).contains("Reschedule, priority…");
        HttpResponse<String> sent = web.form(
                page + "/amend",
                "csrf=" + web.csrf(page) + "&at=2026-11-20T14:00&priority=-3&queue=mail&tags=x&reason=vip");
        assertThat(sent.headers().firstValue("Location")).hasValue("../" + id + "?did=amended");
        assertThat(job(id).times().dueAt()).hasToString("2026-11-20T14:00:00Z");
        assertThat(job(id).request().priority()).isEqualTo(-3);
        assertThat(job(id).tags()).containsExactly("x");
        web.test.advance(Duration.ofHours(3));
        assertThat(web.get(page).body()).doesNotContain("Reschedule, priority…");
        assertThat(web.form(page + "/amend", "csrf=" + web.csrf(page) + "&priority=1&queue=mail&tags=x")
                        .headers()
                        .firstValue("Location"))
                .hasValue("../" + id + "?did=refused");
    }

    @Test
    void who_waits_is_answered_when_the_job_has_ended() {
        long id = web.rota.enqueue(SWEEP);
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> web.get("/api/v1/jobs/" + id + "?wait=60s&until=finished"));
        web.test.advance(Duration.ofSeconds(1));
        assertThat(Json.tree(answer.join().body()).path("state").asString()).isEqualTo("succeeded");
        assertThat(Json.tree(web.get("/api/v1/jobs/" + id + "?wait=60s").body())
                        .path("state")
                        .asString())
                .as("at once")
                .isEqualTo("succeeded");
    }

    @Test
    void who_has_waited_long_enough_is_told_what_is() {
        long id = web.rota.enqueue(SWEEP);
        HttpResponse<String> answer = web.get("/api/v1/jobs/" + id + "?wait=PT0.1S&until=finished");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).isPresent();
        assertThat(Json.tree(answer.body()).path("state").asString()).isEqualTo("queued");
        for (String wrong : List.of("wait=2h", "wait=soon", "until=finished", "wait=1s&until=monday")) {
            assertThat(web.get("/api/v1/jobs/" + id + "?" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void who_waits_for_a_job_that_is_deleted_is_told() {
        long id = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> web.get("/api/v1/jobs/" + id + "?wait=60s"));
        web.rota.jobs().cancel(id, "ann", "");
        web.rota.jobs().delete(id, "ann");
        // Cancelled, gone while it waited, or gone before it came: but told, and not a minute later.
        assertThat(answer.join().statusCode()).isIn(200, 410, 404);
    }
}
