package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.alerts.AlertKind;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Channel;
import dev.rota.alerts.QuietTime;
import dev.rota.console.AuditLog;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class AlertPagesTest {
    private static final String SECRET = "a-secret-that-is-long-enough";
    private static final AlertSettings SETTINGS = AlertSettings.DEFAULTS
            .channel(Channel.mail("ops", "anna@example.org").quiet(QuietTime.parse("11:00-13:00", ZoneOffset.UTC)))
            .channel(Channel.webhook("hook", URI.create("https://hooks.example.org/T0KEN"), SECRET)
                    .only(AlertKind.SCHEDULE_LATE));

    @TempDir
    Path directory;

    private static HttpResponse<String> patch(RunningWeb web, String path, String json) {
        return web.send(web.request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    @Test
    void shows_channels_without_their_addresses_and_secrets() {
        try (RunningWeb web = RunningWeb.alerting(directory, SETTINGS)) {
            String page = web.get("/alerts").body();
            assertThat(page)
                    .contains("a•••@example.org")
                    .contains("https://hooks.example.org/…")
                    .contains("11:00–13:00 Z")
                    .contains("‖ until 20 Nov 2026 13:00:00 UTC")
                    .contains("✓ Nothing is the matter.")
                    .contains("Send test");
            assertThat(page + web.get("/api/v1/alerts").body())
                    .doesNotContain("anna@")
                    .doesNotContain("T0KEN")
                    .doesNotContain(SECRET);
            JsonNode hook = web.json("/alerts").path("channels").get(1);
            assertThat(hook.path("kinds").get(0).asString()).isEqualTo("schedule.late");
            assertThat(hook.path("quiet").isNull()).isTrue();
        }
    }

    @Test
    void says_how_to_add_a_channel_where_there_is_none() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/alerts").body()).contains("Nobody is told").contains("--alert-mail");
        }
    }

    @Test
    void a_test_is_sent_from_the_page_and_stands_among_the_deliveries() {
        try (RunningWeb web = RunningWeb.alerting(directory, SETTINGS)) {
            HttpResponse<String> answer = web.form("/alerts/channels/ops/test", "csrf=" + web.csrf("/alerts"));
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("../../../alerts?did=tested#channel-ops");
            assertThat(web.test.jobs(AlertSender.NAME)).hasSize(1);
            assertThat(web.get("/alerts?did=tested").body())
                    .contains("<tr id=\"channel-ops\" tabindex=\"-1\">")
                    .contains("A test is on its way")
                    .contains("Test of channel ops");
            assertThat(web.form("/alerts/channels/ops/test", "csrf=guess").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_delivery_that_failed_says_why() {
        try (RunningWeb web = RunningWeb.alerting(directory, SETTINGS)) {
            web.post("/api/v1/alerts/ops/test", "");
            web.test.runDue();
            assertThat(web.get("/alerts").body()).contains("This worker has no mail server");
            JsonNode delivery =
                    web.json("/alert-deliveries?limit=1").path("items").get(0);
            assertThat(delivery.path("state").asString()).isEqualTo("failed");
            assertThat(delivery.path("error").asString()).contains("This worker has no mail server");
        }
    }

    @Test
    void channels_and_kinds_are_turned_off_and_on_and_that_is_written_down() {
        try (RunningWeb web = RunningWeb.alerting(directory, SETTINGS)) {
            String csrf = "csrf=" + web.csrf("/alerts");
            assertThat(web.form("/alerts/channels/ops/off", csrf).statusCode()).isEqualTo(303);
            assertThat(web.form("/alerts/kinds/job.slow/off", csrf).statusCode())
                    .isEqualTo(303);
            assertThat(web.get("/alerts").body()).contains("○ off").contains("○ no");
            assertThat(patch(web, "/alerts/ops", "{\"on\":true}").body()).contains("\"on\":true");
            assertThat(patch(web, "/alert-kinds/job.slow", "{\"on\":true}").body())
                    .contains("\"on\":true");
            assertThat(web.get("/alerts").body()).doesNotContain("○ off").doesNotContain("○ no");
            assertThat(patch(web, "/alerts/nobody", "{\"on\":true}").statusCode())
                    .isEqualTo(404);
            assertThat(patch(web, "/alert-kinds/no.such", "{\"on\":true}").statusCode())
                    .isEqualTo(404);
            assertThat(patch(web, "/alerts/ops", "{}").statusCode()).isEqualTo(422);
            assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix("alert.")))
                    .extracting(
                            entry -> entry.act().action() + " " + entry.act().target())
                    .containsExactly(
                            "alert.on kind:job.slow",
                            "alert.on channel:ops",
                            "alert.off kind:job.slow",
                            "alert.off channel:ops");
        }
    }

    @Test
    void what_is_the_matter_is_what_the_overview_shows() {
        try (RunningWeb web = RunningWeb.alerting(directory, SETTINGS)) {
            web.rota.job(RunningWeb.SWEEP).queue("empty").enqueue();
            web.test.sleepUntil(web.test.clock().instant().plusSeconds(120));
            assertThat(web.get("/alerts").body())
                    .contains("Queue without workers")
                    .contains("jobs?state=queued&amp;queue=empty");
            assertThat(web.json("/alerts")
                            .path("conditions")
                            .get(0)
                            .path("kind")
                            .asString())
                    .isEqualTo("queue.unworked");
            assertThat(web.get("/").body()).contains("no worker takes from this queue");
        }
    }
}
