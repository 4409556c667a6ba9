package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are sent again: under the same key, for what is known already, and too often. */
@Timeout(60)
final class RepeatedRequestTest {
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
    void a_request_that_is_sent_again_is_answered_as_the_first_time() {
        String body = "{\"type\": \"loans.sweep\"}";
        HttpResponse<String> first = keyed("k-1", body);
        HttpResponse<String> second = keyed("k-1", body);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(keyed("k-1", "{\"type\": \"loans.sweep\", \"priority\": 1}").statusCode())
                .isEqualTo(422);
        assertThat(keyed("k-2", "{\"type\": \"no.such\"}").statusCode()).isEqualTo(422);
        assertThat(keyed("k-2", body).statusCode()).isEqualTo(201);
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(2);
    }

    @Test
    void a_schedule_that_is_run_again_under_the_same_key_makes_one_job() {
        String schedule = "{\"name\": \"nightly\", \"cron\": \"@daily\", \"type\": \"loans.sweep\"}";
        assertThat(keyed("/schedules", "k-1", schedule).statusCode()).isEqualTo(201);
        assertThat(keyed("/schedules", "k-1", schedule).statusCode()).isEqualTo(201);
        HttpResponse<String> first = keyed("/schedules/nightly/runs", "k-2", "{}");
        HttpResponse<String> second = keyed("/schedules/nightly/runs", "k-2", "{}");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(1);
    }

    private HttpResponse<String> keyed(String key, String body) {
        return keyed("/jobs", key, body);
    }

    private HttpResponse<String> keyed(String path, String key, String body) {
        return web.send(web.request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void what_is_known_already_is_not_sent_again() {
        long id = web.rota.enqueue(SWEEP);
        HttpResponse<String> first = web.get("/api/v1/jobs/" + id);
        String tag = first.headers().firstValue("ETag").orElse("");
        assertThat(tag).startsWith("W/\"");
        HttpResponse<String> same =
                web.send(web.request("/api/v1/jobs/" + id).header("If-None-Match", "\"x\", " + tag));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        web.rota.jobs().cancel(id, "ana", "no");
        assertThat(web.send(web.request("/api/v1/jobs/" + id).header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_token_calls_only_so_often_in_a_minute() {
        close();
        web = RunningWeb.closed(directory);
        int last = 0;
        for (int i = 0; i <= RateLimit.PER_MINUTE; i++) {
            last = ask();
        }
        assertThat(last).isEqualTo(429);
        web.test.clock().advance(Duration.ofSeconds(20));
        HttpResponse<String> refused =
                web.send(web.request("/api/v1/queues").header("Authorization", "Bearer " + RunningWeb.VIEWER));
        assertThat(Json.tree(refused.body()).path("retryAfter").asInt()).isEqualTo(40);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("40");
        web.test.clock().advance(Duration.ofMinutes(1));
        assertThat(ask()).isEqualTo(200);
    }

    private int ask() {
        return web.send(web.request("/api/v1/queues").header("Authorization", "Bearer " + RunningWeb.VIEWER))
                .statusCode();
    }
}
