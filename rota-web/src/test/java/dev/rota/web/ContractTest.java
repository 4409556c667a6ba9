package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.alerts.AlertKind;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Channel;
import io.javalin.router.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The contract and the running routes say the same. */
final class ContractTest {
    private static final String API = "/rota/api/v1";

    @TempDir
    private Path directory;

    @Test
    void the_contract_names_every_route_with_its_scope_and_no_other() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            Map<String, String> served = new TreeMap<>();
            for (Endpoint route : AccessTest.routes(web)) {
                if (route.path.startsWith(API)) {
                    served.put(
                            route.method + " " + route.path.substring(API.length()),
                            AccessTest.access(route).text());
                }
            }
            Map<String, String> written = new TreeMap<>();
            web.json("/openapi.json")
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation -> written.put(
                                    operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                    operation.getValue().path("x-rota-scope").asString())));
            assertThat(written).isEqualTo(served);
        }
    }

    @Test
    void answers_have_the_members_that_the_contract_names() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            long id = web.rota.enqueue(RunningWeb.SEND, new RunningWeb.Invoice(-1, "m"));
            web.rota
                    .schedules()
                    .put(dev.rota.schedule.Schedule.cron("s", "0 13 * * *", ZoneId.of("UTC"))
                            .flag("F")
                            .runs(RunningWeb.SWEEP));
            web.rota
                    .store()
                    .workers()
                    .register(new dev.rota.store.WorkerStore.Registration(
                            "w", "h", 1, "1.0", Map.of("*", 2), Set.of("a.b")));
            web.test.advance(Duration.ofHours(2));
            JsonNode schemas = web.json("/openapi.json").path("components").path("schemas");
            check(schemas, "Job", web.json("/jobs/" + id));
            check(schemas, "JobPage", web.json("/jobs"));
            check(
                    schemas,
                    "Attempt",
                    web.json("/jobs/" + id + "/attempts").path("items").get(0));
            check(
                    schemas,
                    "LogLine",
                    web.json("/jobs/" + id + "/logs").path("items").get(0));
            check(schemas, "Schedule", web.json("/schedules/s"));
            check(schemas, "SchedulePage", web.json("/schedules"));
            check(schemas, "Fire", web.json("/schedules/s/runs").path("items").get(0));
            check(schemas, "Queue", web.json("/queues").path("items").get(0));
            check(schemas, "Worker", web.json("/workers").path("items").get(0));
            check(schemas, "FailurePage", web.json("/failures"));
            JsonNode failure = web.json("/failures").path("items").get(0);
            check(schemas, "Failure", failure);
            check(
                    schemas,
                    "FailureDetails",
                    web.json("/failures/" + failure.path("fingerprint").asString()));
            check(schemas, "Flag", web.json("/flags").path("items").get(0));
            check(schemas, "Settings", web.json("/settings"));
            check(schemas, "TypeDetails", web.json("/types/invoice.send"));
            check(schemas, "Type", web.json("/types").path("items").get(0));
            web.post("/api/v1/jobs/" + id + "/retry", "");
            check(schemas, "AuditPage", web.json("/audit"));
            check(schemas, "AuditEntry", web.json("/audit").path("items").get(0));
            JsonNode stats = web.json("/stats");
            check(schemas, "Stats", stats);
            check(schemas, "Figures", stats.path("total"));
            check(schemas, "Series", web.json("/stats/timeseries"));
            check(schemas, "Problem", web.json("/jobs/999999"));
        }
    }

    @Test
    void answers_about_alerts_have_the_members_that_the_contract_names() {
        AlertSettings settings = AlertSettings.DEFAULTS.channel(Channel.mail("ops", "ops@example.org"));
        try (RunningWeb web = RunningWeb.alerting(directory, settings)) {
            web.rota.job(RunningWeb.SWEEP).queue("empty").enqueue();
            web.test.sleepUntil(web.test.clock().instant().plusSeconds(120));
            JsonNode test = Json.tree(web.post("/api/v1/alerts/ops/test", "").body());
            JsonNode schemas = web.json("/openapi.json").path("components").path("schemas");
            JsonNode alerts = web.json("/alerts");
            check(schemas, "Alerts", alerts);
            check(schemas, "AlertChannel", alerts.path("channels").get(0));
            check(schemas, "AlertKind", alerts.path("kinds").get(0));
            check(schemas, "AlertCondition", alerts.path("conditions").get(0));
            check(schemas, "AlertTest", test);
            check(
                    schemas,
                    "AlertDelivery",
                    web.json("/alert-deliveries").path("items").get(0));
            assertThat(schemas.path("AlertKind")
                            .path("properties")
                            .path("kind")
                            .path("enum")
                            .valueStream()
                            .map(JsonNode::asString))
                    .containsExactly(Arrays.stream(AlertKind.values())
                            .map(AlertKind::text)
                            .toArray(String[]::new));
        }
    }

    private static void check(JsonNode schemas, String name, JsonNode answer) {
        List<String> written =
                new ArrayList<>(schemas.path(name).path("properties").propertyNames());
        assertThat(answer.propertyNames()).as(name).containsExactlyInAnyOrderElementsOf(written);
    }
}
