package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Role;
import dev.rota.schedule.Schedule;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is refused says which part of a request it is about, and in words of REST. */
final class RefusalTest {
    @TempDir
    private Path directory;

    private static JsonNode refused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body())
                .doesNotContain("dev.rota")
                .doesNotContain("java.")
                .doesNotContain("Exception")
                .doesNotContain("deserialize");
        return Json.tree(answer.body());
    }

    private static void assertPointer(HttpResponse<String> answer, String pointer, String detail) {
        JsonNode error = refused(answer, 422).path("errors").path(0);
        assertThat(error.path("pointer").asString()).as(answer.body()).isEqualTo(pointer);
        assertThat(error.path("detail").asString()).contains(detail);
    }

    @Test
    void a_body_that_does_not_fit_is_told_what_is_expected_where() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertPointer(web.post("/api/v1/jobs", "[]"), "", "Expected an object");
            Map<String, String> expected = Map.of(
                    "\"delay\":\"x\"", "Expected a length such as \"PT1H\"",
                    "\"runAt\":\"x\"", "Expected a time such as",
                    "\"priority\":99999999999", "Expected a whole number",
                    "\"priority\":\"x\"", "Expected a whole number",
                    "\"tags\":\"x\"", "Expected an array",
                    "\"queue\":[]", "Expected a text",
                    "\"queue\":\"a b\"", "a b",
                    "\"uniqueKey\":\"\"", "");
            expected.forEach((member, words) -> assertPointer(
                    web.post("/api/v1/jobs", "{\"type\":\"loans.sweep\"," + member + "}"),
                    "/" + member.substring(1, member.indexOf('"', 1)),
                    words));
        }
    }

    @Test
    void a_limit_that_does_not_fit_is_named() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.rota.enqueue(RunningWeb.SWEEP);
            assertPointer(limit(web, "{\"concurrency\":0}"), "/concurrency", "expected 1 or more");
            assertPointer(limit(web, "{\"rate\":5}"), "/period", "both");
            assertPointer(limit(web, "{\"period\":\"PT1M\"}"), "/rate", "both");
            assertPointer(limit(web, "{\"rate\":0,\"period\":\"PT1M\"}"), "/rate", "expected 1 or more");
            assertPointer(limit(web, "{\"rate\":1,\"period\":\"PT0S\"}"), "/period", "expected 1 ms");
        }
    }

    private static HttpResponse<String> limit(RunningWeb web, String limits) {
        return web.send(web.request("/api/v1/queues/default")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(limits)));
    }

    @Test
    void a_parameter_that_is_no_time_is_named() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            for (String name : new String[] {"from", "until", "step"}) {
                JsonNode answer = refused(web.get("/api/v1/stats/timeseries?over=1h&" + name + "=1s"), 400);
                assertThat(answer.path("detail").asString()).startsWith(name + " is 1s, expected a ");
            }
        }
    }

    @Test
    void a_pause_that_has_ended_already_is_refused_and_ends_no_other() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.rota.enqueue(RunningWeb.SWEEP);
            web.rota
                    .schedules()
                    .put(Schedule.cron("s", "0 3 * * *", ZoneId.of("UTC")).runs(RunningWeb.SWEEP));
            for (String place : new String[] {"/schedules/s", "/queues/default"}) {
                String path = "/api/v1" + place + "/pause";
                assertThat(web.post(path, "").statusCode()).isEqualTo(200);
                assertPointer(
                        web.post(path, "{\"until\":\"2026-11-20T11:59:59Z\"}"), "/until", "expected a time after");
                assertThat(web.json(place).path("paused").toString()).as(place).isNotEqualTo("false");
                assertThat(web.post(path, "{\"until\":\"2026-11-20T13:00:00Z\"}")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void only_of_what_retention_deletes_it_is_said_that_it_may_have() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.json("/jobs/99").path("hint").asString()).contains("by retention");
            for (String path : new String[] {"/queues/none", "/schedules/none"}) {
                assertThat(web.json(path).path("hint").asString())
                        .as(path)
                        .isNotEmpty()
                        .doesNotContain("retention");
            }
        }
    }

    @Test
    void after_a_login_one_is_where_one_wanted_to_go() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            assertThat(web.rota.store().console().users().create("anna", PasswordHash.of(PASSWORD), Role.ADMIN))
                    .isPresent();
            HttpResponse<String> asked = web.get("/jobs/2?x=1");
            String login = asked.headers().firstValue("Location").orElse("");
            assertThat(login).isEqualTo("/rota/login?next=%2Fjobs%2F2%3Fx%3D1");
            String field = "name=\"next\" value=\"/jobs/2?x=1\"";
            assertThat(web.get(login.substring("/rota".length())).body()).contains(field);
            assertThat(logIn(web, "wrong", "/jobs/2?x=1").body()).contains(field);
            assertThat(logIn(web, PASSWORD, "/jobs/2?x=1").headers().firstValue("Location"))
                    .hasValue("./jobs/2?x=1");
            assertThat(logIn(web, PASSWORD, "//evil.example.com").headers().firstValue("Location"))
                    .hasValue("./");
            assertThat(web.get("/").headers().firstValue("Location")).hasValue("/rota/login");
        }
    }

    private static final String PASSWORD = "correct horse battery";

    private static HttpResponse<String> logIn(RunningWeb web, String password, String next) {
        HttpRequest.Builder request = web.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "name=anna&password=" + Urls.encoded(password) + "&next=" + Urls.encoded(next)));
        return web.send(request);
    }

    @Test
    void a_login_leads_nowhere_else() {
        for (String next : new String[] {
            "https://evil.example.com/",
            "//evil.example.com",
            "/\\evil.example.com",
            "/jobs//evil.example.com",
            "/../evil",
            "/%2e%2E/evil",
            "/jobs/./..",
            "javascript:alert(1)",
            "jobs",
            "",
            "/jobs\r\nSet-Cookie: a=b",
            "/jobs\t",
            "/" + "x".repeat(2_000)
        }) {
            assertThat(NextPage.after(next)).as(next).isEqualTo("./");
        }
        assertThat(NextPage.after("/jobs?q=a%2F%2Fb//")).isEqualTo("./jobs?q=a%2F%2Fb//");
        assertThat(NextPage.after(null)).isEqualTo("./");
    }
}
