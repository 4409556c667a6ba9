package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.console.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Users and tokens of a server of its own. */
final class AccountsTest {
    private static final String PASSWORD = "correct horse battery";
    /** Made once, because it is slow on purpose. */
    private static final String HASH = PasswordHash.of(PASSWORD);

    @TempDir
    private Path directory;

    private static void add(RunningWeb web, String name, Role role) {
        assertThat(web.rota.store().console().users().create(name, HASH, role)).isPresent();
    }

    private static HttpResponse<String> logIn(RunningWeb web, @Nullable String token, String name, String password) {
        String link = token == null ? "" : "token=" + token + "&";
        return web.form(
                "/login",
                link + "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private static String cookie(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static int statusWith(RunningWeb web, String header, String value, String path) {
        return web.send(web.request(path).header(header, value)).statusCode();
    }

    private static JsonNode body(HttpResponse<String> answer) {
        return Json.tree(answer.body());
    }

    private static List<String> audited(RunningWeb web) {
        return web.rota.store().console().audit().list(AuditLog.Query.NEWEST).stream()
                .map(entry -> entry.act().actor() + " " + entry.act().action())
                .toList();
    }

    @Test
    void the_link_makes_the_first_administrator_once_and_then_all_must_log_in() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            assertThat(web.get("/api/v1/jobs").statusCode()).isEqualTo(200);
            assertThat(web.get("/api/v1/metrics").body())
                    .isEqualTo(web.get("/metrics").body())
                    .isNotEmpty();
            assertThat(web.get("/login").statusCode()).isEqualTo(401);
            String token = web.web.adminLink("").replaceFirst(".*=", "");
            assertThat(web.get("/login?token=" + token).body()).contains("Choose your name");
            assertThat(logIn(web, token, "anna", "short").statusCode()).isEqualTo(422);
            assertThat(logIn(web, token, "<b>", PASSWORD).statusCode()).isEqualTo(422);
            String session = cookie(logIn(web, token, "anna", PASSWORD));
            assertThat(statusWith(web, "Cookie", session, "/")).isEqualTo(200);
            assertThat(logIn(web, token, "eve", PASSWORD).statusCode()).isEqualTo(403);
            assertThat(web.get("/api/v1/jobs").statusCode()).isEqualTo(401);
            assertThat(web.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(web.get("/api/v1/metrics").statusCode()).isEqualTo(401);
            assertThat(web.get("/jobs").headers().firstValue("Location")).hasValue("/rota/login?next=%2Fjobs");
            assertThat(web.get("/health/ready").body()).isEqualTo("{\"status\":\"up\",\"details\":null}");
            assertThat(audited(web)).contains("anna user.create");
        }
    }

    @Test
    void a_link_is_good_for_half_an_hour() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            String token = web.web.adminLink("").replaceFirst(".*=", "");
            web.test.clock().advance(Duration.ofMinutes(30));
            assertThat(logIn(web, token, "anna", PASSWORD).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void a_password_lets_in_and_a_logout_or_a_new_password_out() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            add(web, "anna", Role.ADMIN);
            String session = cookie(logIn(web, null, "Anna", PASSWORD));
            String page = web.send(web.request("/").header("Cookie", session)).body();
            String csrf = page.replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
            HttpResponse<String> out = web.send(
                    web.request("/logout").header("Cookie", session).POST(BodyPublishers.ofString("csrf=" + csrf)));
            assertThat(out.statusCode()).isEqualTo(303);
            assertThat(statusWith(web, "Cookie", session, "/api/v1/jobs")).isEqualTo(401);
            String second = cookie(logIn(web, null, "anna", PASSWORD));
            web.rota.store().console().users().changePassword("anna", HASH);
            assertThat(statusWith(web, "Cookie", second, "/api/v1/jobs")).isEqualTo(401);
            assertThat(audited(web)).contains("anna auth.login", "anna auth.logout");
        }
    }

    @Test
    void guessing_is_stopped_after_five_tries_a_minute() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            add(web, "anna", Role.ADMIN);
            for (int i = 0; i < 5; i++) {
                assertThat(logIn(web, null, "anna", "wrong-" + i).statusCode()).isEqualTo(401);
            }
            assertThat(logIn(web, null, "ANNA", PASSWORD).statusCode()).isEqualTo(429);
            assertThat(logIn(web, null, "bert", PASSWORD).statusCode()).isEqualTo(401);
            web.test.clock().advance(Duration.ofSeconds(61));
            assertThat(logIn(web, null, "anna", PASSWORD).statusCode()).isEqualTo(303);
            assertThat(audited(web)).contains("anna auth.login-failed", "bert auth.login-failed");
        }
    }

    @Test
    void a_program_gets_an_access_token_and_refreshes_it_once() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            add(web, "anna", Role.ADMIN);
            add(web, "otto", Role.OPERATOR);
            String login = "{\"name\":\"otto\",\"password\":\"" + PASSWORD + "\"}";
            JsonNode pair = body(web.post("/api/v1/auth/token", login));
            String access = "Bearer " + pair.path("accessToken").asString();
            assertThat(statusWith(web, "Authorization", access, "/api/v1/jobs")).isEqualTo(200);
            assertThat(statusWith(web, "Authorization", access, "/api/v1/tokens"))
                    .isEqualTo(403);
            String refresh = "{\"refreshToken\":\"" + pair.path("refreshToken").asString() + "\"}";
            JsonNode next = body(web.post("/api/v1/auth/refresh", refresh));
            assertThat(next.path("accessToken").asString()).isNotEmpty();
            assertThat(web.post("/api/v1/auth/refresh", refresh).statusCode()).isEqualTo(401);
            String stolen = "{\"refreshToken\":\"" + next.path("refreshToken").asString() + "\"}";
            assertThat(web.post("/api/v1/auth/refresh", stolen).statusCode()).isEqualTo(401);
            web.rota.store().console().users().disable("otto");
            assertThat(statusWith(web, "Authorization", access, "/api/v1/jobs")).isEqualTo(401);
            assertThat(web.post("/api/v1/auth/token", login).statusCode()).isEqualTo(401);
            assertThat(audited(web)).contains("otto auth.refresh-reused");
        }
    }

    @Test
    void an_access_token_ends_after_a_quarter_of_an_hour_and_can_be_swapped_for_a_cookie() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            add(web, "anna", Role.ADMIN);
            String login = "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\"}";
            String access = "Bearer "
                    + body(web.post("/api/v1/auth/token", login))
                            .path("accessToken")
                            .asString();
            HttpResponse<String> swapped = web.send(web.request("/api/v1/auth/session")
                    .header("Authorization", access)
                    .POST(BodyPublishers.noBody()));
            assertThat(swapped.statusCode()).isEqualTo(204);
            String session = swapped.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(session).contains("HttpOnly").contains("SameSite=Strict");
            web.test.clock().advance(Duration.ofMinutes(17));
            assertThat(statusWith(web, "Authorization", access, "/api/v1/jobs")).isEqualTo(401);
            assertThat(statusWith(web, "Cookie", session.replaceFirst(";.*", ""), "/api/v1/jobs"))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_token_is_shown_once_does_what_it_names_and_can_be_revoked() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            HttpResponse<String> made = web.post(
                    "/api/v1/tokens",
                    "{\"name\":\"ci\",\"role\":\"operator\",\"scopes\":[\"jobs:read\"],\"expiresIn\":\"PT1H\"}");
            assertThat(made.statusCode()).isEqualTo(201);
            String secret = body(made).path("token").asString();
            assertThat(secret).startsWith("rota_").hasSizeGreaterThan(40);
            assertThat(web.get("/api/v1/tokens").body())
                    .contains("\"name\":\"ci\"")
                    .doesNotContain(secret);
            String bearer = "Bearer " + secret;
            assertThat(statusWith(web, "Authorization", bearer, "/api/v1/jobs")).isEqualTo(200);
            assertThat(statusWith(web, "Authorization", bearer, "/api/v1/queues"))
                    .isEqualTo(403);
            web.test.clock().advance(Duration.ofHours(1));
            add(web, "anna", Role.ADMIN);
            assertThat(statusWith(web, "Authorization", bearer, "/api/v1/jobs")).isEqualTo(401);
        }
    }

    @Test
    void a_revoked_token_is_no_token_and_nobody_gives_more_than_they_have() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            JsonNode made = body(web.post(
                    "/api/v1/tokens", "{\"name\":\"admin\",\"role\":\"admin\",\"scopes\":[\"tokens:write\"]}"));
            String secret = made.path("token").asString();
            add(web, "anna", Role.ADMIN);
            HttpResponse<String> more = web.send(web.request("/api/v1/tokens")
                    .header("Authorization", "Bearer " + secret)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"name\":\"more\",\"role\":\"admin\"}")));
            assertThat(more.statusCode()).isEqualTo(403);
            HttpResponse<String> revoked =
                    web.send(web.request("/api/v1/tokens/" + made.path("id").asLong())
                            .header("Authorization", "Bearer " + secret)
                            .DELETE());
            assertThat(revoked.statusCode()).isEqualTo(204);
            assertThat(statusWith(web, "Authorization", "Bearer " + secret, "/api/v1/me"))
                    .isEqualTo(401);
        }
    }

    @Test
    void a_token_that_asks_for_nonsense_is_refused() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            for (String body : List.of(
                    "{}",
                    "{\"name\":\"x\",\"role\":\"king\"}",
                    "{\"name\":\"x\",\"scopes\":[\"jobs:fly\"]}",
                    "{\"name\":\"x\",\"scopes\":[\"jobs:delete\"]}",
                    "{\"name\":\"x\",\"expiresIn\":\"PT-1H\"}")) {
                assertThat(web.post("/api/v1/tokens", body).statusCode())
                        .as(body)
                        .isEqualTo(422);
            }
        }
    }

    @Test
    void a_schedule_is_made_changed_and_deleted_by_rest() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            String make =
                    "{\"name\":\"sweep\",\"cron\":\"0 3 * * SUN\",\"zone\":\"Europe/Riga\",\"type\":\"loans.sweep\"}";
            assertThat(web.post("/api/v1/schedules", make).statusCode()).isEqualTo(201);
            assertThat(web.post("/api/v1/schedules", make).statusCode()).isEqualTo(409);
            HttpResponse<String> put = web.send(
                    web.request("/api/v1/schedules/sweep")
                            .header("Content-Type", "application/json")
                            .header("If-Match", "*")
                            .PUT(
                                    BodyPublishers.ofString(
                                            "{\"every\":\"PT6H\",\"type\":\"loans.sweep\",\"policies\":{\"overlap\":\"allow\",\"missed\":\"skip\"}}")));
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(web.json("/schedules/sweep")
                            .path("policies")
                            .path("overlap")
                            .asString())
                    .isEqualTo("allow");
            for (String wrong : List.of(
                    "{\"name\":\"x\",\"type\":\"loans.sweep\"}",
                    "{\"name\":\"x\",\"cron\":\"99 * * * *\",\"type\":\"loans.sweep\"}",
                    "{\"name\":\"x\",\"every\":\"PT1H\",\"at\":\"2026-12-01T00:00:00Z\",\"type\":\"loans.sweep\"}",
                    "{\"name\":\"x\",\"every\":\"PT1H\",\"type\":\"no.such\"}",
                    "{\"name\":\"x\",\"every\":\"PT1H\",\"type\":\"loans.sweep\",\"args\":{\"a\":1}}",
                    "{\"name\":\"a b\",\"every\":\"PT1H\",\"type\":\"loans.sweep\"}")) {
                assertThat(web.post("/api/v1/schedules", wrong).statusCode())
                        .as(wrong)
                        .isEqualTo(422);
            }
            assertThat(web.send(web.request("/api/v1/schedules/sweep")
                                    .header("If-Match", "*")
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(web.get("/api/v1/schedules/sweep").statusCode()).isEqualTo(404);
        }
    }
}
