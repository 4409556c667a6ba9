package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.OperationStore.NewOperation;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Schedule;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a schedule would have fired is made up for; it is 12:00 on 20 November 2026. */
@Timeout(120)
final class BackfillTest {
    private static final String PATH = "/api/v1/schedules/sweep/backfills";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        web.rota
                .schedules()
                .put(Schedule.cron("sweep", "0 * * * *", ZoneId.of("UTC")).runs(SWEEP));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private JsonNode awaitEnd(long id) {
        JsonNode operation = web.json("/operations/" + id);
        while (List.of("running", "stopping").contains(operation.path("state").asString())) {
            Thread.onSpinWait();
            operation = web.json("/operations/" + id);
        }
        return operation;
    }

    private long begin(String body) {
        HttpResponse<String> made = web.post(PATH, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        long id = Json.tree(made.body()).path("id").asLong();
        assertThat(made.headers().firstValue("Location")).hasValue("/rota/api/v1/operations/" + id);
        return id;
    }

    @Test
    void a_dry_run_counts_what_is_due_and_what_has_fired_and_changes_nothing() {
        Instant fired = Instant.parse("2026-11-20T10:00:00Z");
        web.rota.schedules().backfill("sweep", List.of(fired), "ben");
        HttpResponse<String> answer = web.post(PATH, "{\"from\": \"2026-11-20T09:00:00Z\", \"dryRun\": true}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.tree(answer.body()).toString())
                .isEqualTo("{\"count\":3,\"fired\":1,\"fires\":[\"2026-11-20T09:00:00Z\",\"2026-11-20T11:00:00Z\"]}");
        assertThat(web.json("/operations").path("items").size()).isZero();
        assertThat(web.rota.schedules().fires("sweep", 10)).hasSize(1);
    }

    @Test
    void each_instant_makes_one_job_however_often_it_is_asked_for() {
        String body = "{\"from\": \"2026-11-17T00:00:00Z\", \"to\": \"2026-11-20T00:00:00Z\", \"reason\": \"outage\"}";
        JsonNode first = awaitEnd(begin(body));
        assertThat(first.path("state").asString()).isEqualTo("finished");
        assertThat(first.path("matched").asInt()).isEqualTo(72);
        assertThat(first.path("done").asInt()).isEqualTo(72);
        assertThat(first.path("reason").asString()).isEqualTo("outage");
        JsonNode second = awaitEnd(begin(body));
        assertThat(second.path("done").asInt()).isZero();
        assertThat(second.path("skipped").asInt()).isEqualTo(72);
        List<Fire> fires = web.rota.schedules().fires("sweep", 400);
        assertThat(fires)
                .hasSize(72)
                .allMatch(fire -> fire.note() != null && fire.note().startsWith("backfill by "));
        assertThat(fires.get(0).dueAt()).isEqualTo(Instant.parse("2026-11-19T23:00:00Z"));
        assertThat(web.json("/audit").path("items").toString()).contains("schedule.backfill");
    }

    @Test
    void what_a_process_left_behind_another_goes_on_with() {
        var store = web.rota.store().console().operations();
        // As if by another process that dies with it: claimed, one instant fired, and never heard of again.
        long id = store.create(new NewOperation(
                        "backfill",
                        null,
                        "sweep from 2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z",
                        null,
                        "ana",
                        null,
                        null))
                .id();
        store.claimOne("dead", Duration.ofSeconds(30));
        web.rota.schedules().backfill("sweep", List.of(Instant.parse("2026-11-20T08:00:00Z")), "ana");
        web.test.clock().advance(Duration.ofSeconds(31));
        JsonNode ended = awaitEnd(id);
        assertThat(ended.path("done").asInt()).isEqualTo(3);
        assertThat(ended.path("skipped").asInt()).isEqualTo(1);
        assertThat(web.rota.schedules().fires("sweep", 10)).hasSize(4);
    }

    @Test
    void a_schedule_that_has_gone_meanwhile_ends_it_as_failed() {
        long id = web.rota
                .store()
                .console()
                .operations()
                .create(new NewOperation(
                        "backfill",
                        null,
                        "gone from 2026-11-20T08:00:00Z to 2026-11-20T12:00:00Z",
                        null,
                        "ana",
                        null,
                        null))
                .id();
        JsonNode ended = awaitEnd(id);
        assertThat(ended.path("state").asString()).isEqualTo("failed");
        assertThat(ended.path("error").asString()).contains("gone");
    }

    @Test
    void what_cannot_be_made_up_for_is_refused() {
        assertRefused(422, "There is no from", "{}");
        assertRefused(422, "expected a time before to", "{\"from\": \"2026-11-20T13:00:00Z\"}");
        assertRefused(
                422,
                "expected a time that is over",
                "{\"from\": \"2026-11-20T10:00:00Z\", \"to\": \"2026-11-20T13:00:00Z\"}");
        assertRefused(
                422, "was due more than 10000 times, expected at most 1000", "{\"from\": \"2020-01-01T00:00:00Z\"}");
        assertRefused(422, "was due 1044 times, expected at most 1000", "{\"from\": \"2026-10-08T00:00:00Z\"}");
        assertRefused(422, "Max is 0", "{\"from\": \"2026-11-20T10:00:00Z\", \"max\": 0}");
        assertThat(web.post("/api/v1/schedules/none/backfills", "{\"from\": \"2026-11-20T10:00:00Z\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.post(PATH, "{\"from\": \"2026-10-08T00:00:00Z\", \"max\": 2000, \"dryRun\": true}")
                        .body())
                .contains("\"count\":1044");
    }

    private void assertRefused(int status, String sentence, String body) {
        HttpResponse<String> answer = web.post(PATH, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(sentence);
    }
}
