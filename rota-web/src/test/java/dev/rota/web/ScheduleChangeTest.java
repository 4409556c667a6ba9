package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules changed by REST, with the version that its sender knows. */
final class ScheduleChangeTest {
    private static final String NIGHTLY = "/schedules/nightly";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        define("0 3 * * *");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void define(String cron) {
        web.rota
                .schedules()
                .define(List.of(Schedule.cron("nightly", cron, ZoneId.of("Europe/Riga"))
                        .runs(SEND, new Invoice(7, "a@example.com"))));
    }

    private StoredSchedule schedule(String name) {
        return web.rota.schedules().find(name).orElseThrow(() -> new AssertionError("No schedule " + name));
    }

    private List<AuditLog.Act> acts(String prefix) {
        return web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix(prefix)).stream()
                .map(AuditLog.Entry::act)
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String body, String match) {
        var request = web.request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return web.send(match.isEmpty() ? request : request.header("If-Match", match));
    }

    private String tag() {
        return web.get("/api/v1/schedules/nightly").headers().firstValue("ETag").orElse("");
    }

    @Test
    void rest_changes_only_what_is_as_its_sender_knows_it() {
        String tag = tag();
        assertThat(tag).startsWith("\"").endsWith("\"");
        assertThat(web.send(web.request("/api/v1/schedules/nightly").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        String change = "{\"cron\": \"30 4 * * *\", \"reason\": \"later\"}";
        assertThat(send("PATCH", NIGHTLY, change, "").statusCode()).isEqualTo(428);
        HttpResponse<String> patched = send("PATCH", NIGHTLY, change, tag);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        JsonNode now = Json.tree(patched.body());
        assertThat(now.path("trigger").asString()).isEqualTo("30 4 * * *");
        assertThat(now.path("zone").asString()).isEqualTo("Europe/Riga");
        assertThat(now.path("code").path("trigger").asString()).isEqualTo("0 3 * * *");
        assertThat(schedule("nightly").effective().job().args()).contains("a@example.com");
        for (String method : List.of("PATCH", "PUT", "DELETE")) {
            String body = method.equals("DELETE") ? "" : "{\"every\": \"PT1H\", \"type\": \"invoice.send\"}";
            assertThat(send(method, NIGHTLY, body, "").statusCode()).as(method).isEqualTo(428);
            assertThat(send(method, NIGHTLY, body, tag).statusCode()).as(method).isEqualTo(412);
        }
        assertThat(send("DELETE", NIGHTLY + "/override", "", tag).statusCode()).isEqualTo(412);
        assertThat(send("DELETE", NIGHTLY + "/override", "", tag()).statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", NIGHTLY, "", "\"" + schedule("nightly").version() + "\"")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("PATCH", NIGHTLY, change, "*").statusCode()).isEqualTo(404);
    }

    @Test
    void null_clears_what_may_be_missing_and_what_is_left_out_stays() {
        web.rota.schedules().defineFlag("NIGHT", true);
        String set = "{\"description\": \"bills\", \"policies\": {\"flag\": \"NIGHT\","
                + " \"startsAt\": \"2026-12-01T00:00:00Z\", \"endsAt\": \"2027-12-01T00:00:00Z\"}}";
        assertThat(send("PATCH", NIGHTLY, set, tag()).statusCode()).isEqualTo(200);
        assertThat(send("PATCH", NIGHTLY, "{\"policies\": {\"grace\": \"PT2M\"}}", tag())
                        .statusCode())
                .isEqualTo(200);
        var kept = schedule("nightly").effective().policies();
        assertThat(kept.flag()).isEqualTo("NIGHT");
        assertThat(kept.description()).isEqualTo("bills");
        assertThat(kept.startsAt()).hasToString("2026-12-01T00:00:00Z");
        String clear = "{\"description\": null, \"policies\": {\"flag\": null, \"startsAt\": null, \"endsAt\": null}}";
        assertThat(send("PATCH", NIGHTLY, clear, tag()).statusCode()).isEqualTo(200);
        var cleared = schedule("nightly").effective().policies();
        assertThat(cleared.flag()).isNull();
        assertThat(cleared.description()).isNull();
        assertThat(cleared.startsAt()).isNull();
        assertThat(cleared.endsAt()).isNull();
        assertThat(cleared.grace()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_pause_or_its_end_is_refused_to_who_knows_another_version() {
        String tag = tag();
        assertThat(send("POST", NIGHTLY + "/pause", "", tag).statusCode()).isEqualTo(200);
        assertThat(send("POST", NIGHTLY + "/resume", "", tag).statusCode()).isEqualTo(412);
        assertThat(schedule("nightly").pause()).isNotNull();
        assertThat(send("POST", NIGHTLY + "/resume", "", tag()).statusCode()).isEqualTo(200);
        assertThat(send("POST", NIGHTLY + "/pause", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void of_several_who_change_the_same_version_at_once_one_gets_through() throws Exception {
        String tag = tag();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var together = new CyclicBarrier(4);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int hour = 1; hour <= 4; hour++) {
                String change = "{\"cron\": \"0 " + hour + " * * *\"}";
                answers.add(threads.submit(() -> {
                    together.await();
                    return send("PATCH", NIGHTLY, change, tag).statusCode();
                }));
            }
            List<Integer> codes = new ArrayList<>();
            for (var answer : answers) {
                codes.add(answer.get());
            }
            assertThat(codes).containsExactlyInAnyOrder(200, 412, 412, 412);
            assertThat(acts("schedule.override")).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_fire_in_between_refuses_no_change() {
        String tag = tag();
        web.test.advance(Duration.ofDays(1));
        assertThat(tag()).isNotEqualTo(tag);
        assertThat(send("PATCH", NIGHTLY, "{\"queue\": \"slow\"}", tag).statusCode())
                .isEqualTo(200);
    }
}
