package dev.rota.web;

import static dev.rota.web.RunningWeb.ADMIN;
import static dev.rota.web.RunningWeb.OPERATOR;
import static dev.rota.web.RunningWeb.SWEEP;
import static dev.rota.web.RunningWeb.VIEWER;
import static dev.rota.web.RunningWeb.allBut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.job.JobState;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
    private static final Set<HandlerType> METHODS =
            Set.of(HandlerType.GET, HandlerType.POST, HandlerType.PATCH, HandlerType.DELETE, HandlerType.PUT);
    private static final Set<String> OPEN = Set.of(
            "/rota",
            "/rota/login",
            "/rota/assets/{hash}/{name}",
            "/rota/api/v1/health/live",
            "/rota/api/v1/health/ready");
    private static final Set<String> WITHOUT_SCOPE = Stream.concat(
                    OPEN.stream(),
                    Stream.of(
                            "/rota/logout",
                            "/rota/theme",
                            "/rota/look",
                            "/rota/views",
                            "/rota/views/delete",
                            "/rota/api/v1/views/{name}",
                            "/rota/api/v1/openapi.json",
                            "/rota/api/v1/events",
                            "/rota/api/v1/me",
                            "/rota/api/v1/auth/session"))
            .collect(Collectors.toUnmodifiableSet());

    @TempDir
    private Path directory;

    static List<Endpoint> routes(RunningWeb web) {
        return routes(web.web.app());
    }

    static List<Endpoint> routes(Javalin app) {
        return app.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> METHODS.contains(endpoint.method))
                .toList();
    }

    static Access access(Endpoint route) {
        Roles roles = route.metadata(Roles.class);
        assertThat(roles).as(route.method + " " + route.path).isNotNull();
        assertThat(roles.getRoles()).as(route.method + " " + route.path).hasSize(1);
        return (Access) roles.getRoles().iterator().next();
    }

    @Test
    void every_route_asks_for_its_scope() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            List<Endpoint> routes = routes(web);
            assertThat(routes).hasSizeGreaterThan(40);
            for (Endpoint route : routes) {
                Access access = access(route);
                String name = route.method + " " + route.path;
                assertThat(access.open()).as(name).isEqualTo(OPEN.contains(route.path));
                Scope scope = access.scope();
                assertThat(scope == null).as(name + " names no scope").isEqualTo(WITHOUT_SCOPE.contains(route.path));
                if (!access.open()) {
                    assertThat(status(web, route, null))
                            .as(name + " for nobody")
                            .isEqualTo(401);
                    assertThat(status(web, route, "wrong-token-0123456789"))
                            .as(name + " for a wrong token")
                            .isEqualTo(401);
                }
                if (scope != null) {
                    assertThat(status(web, route, allBut(scope)))
                            .as(name + " without " + scope)
                            .isEqualTo(403);
                }
                assertThat(status(web, route, ADMIN)).as(name + " for an admin").isNotIn(401, 403, 500);
            }
        }
    }

    @Test
    void nothing_is_changed_by_who_may_only_read() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            for (Endpoint route : routes(web)) {
                Scope scope = access(route).scope();
                boolean changes = !route.method.equals(HandlerType.GET)
                        && !route.path.endsWith("/schedule-previews")
                        && !route.path.equals("/rota/redaction");
                if (scope != null && changes) {
                    assertThat(Role.VIEWER.scopes()).as(route.path).doesNotContain(scope);
                }
            }
        }
    }

    @Test
    void roles_are_the_scopes_of_the_specification() {
        assertThat(Role.VIEWER.scopes()).allMatch(scope -> scope.text().endsWith(":read"));
        assertThat(Role.OPERATOR.scopes())
                .containsAll(Role.VIEWER.scopes())
                .contains(
                        Scope.JOBS_WRITE,
                        Scope.SCHEDULES_RUN,
                        Scope.SCHEDULES_PAUSE,
                        Scope.QUEUES_PAUSE,
                        Scope.OPERATIONS_WRITE)
                .doesNotContain(Scope.JOBS_DELETE, Scope.JOBS_REVEAL, Scope.AUDIT_READ, Scope.TOKENS_WRITE);
        assertThat(Role.ADMIN.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(Scope.of("jobs:read")).hasValue(Scope.JOBS_READ);
        assertThat(Scope.of("jobs:fly")).isEmpty();
    }

    private static int status(RunningWeb web, Endpoint route, @Nullable String token) {
        String path = route.path.substring("/rota".length()).replaceAll("\\{[a-z]+}", "1");
        if (path.endsWith("/login")) {
            // Asks for a one-time token, whoever one is: tested below.
            return 200;
        }
        HttpRequest.Builder request = web.request(path)
                .header("Content-Type", "application/json")
                .method(
                        route.method.toString(),
                        route.method.equals(HandlerType.GET) ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        return web.send(token == null ? request : request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void pages_leave_out_what_a_role_may_not_do() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            web.rota.enqueue(SWEEP);
            assertThat(as(web, VIEWER, "/jobs")).contains("loans.sweep").doesNotContain(">Cancel<");
            assertThat(as(web, OPERATOR, "/jobs")).contains(">Cancel<").doesNotContain(">Delete…<");
            assertThat(as(web, ADMIN, "/jobs")).contains(">Delete…<");
        }
    }

    private static String as(RunningWeb web, String token, String path) {
        return web.send(web.request(path).header("Authorization", "Bearer " + token))
                .body();
    }

    @Test
    void this_machine_needs_no_login_but_what_a_proxy_sends_from_it_does() throws IOException {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/api/v1/jobs").statusCode()).isEqualTo(200);
            for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
                HttpResponse<String> answer =
                        web.send(web.request("/api/v1/jobs").header(header, "10.0.0.7"));
                assertThat(answer.statusCode()).as(header).isEqualTo(401);
            }
            assertThat(web.raw("GET /rota/ HTTP/1.1\nHost: rebound.example.com\nConnection: close\n\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(web.raw("GET /rota/ HTTP/1.0\nHost: localhost\n\n")).contains(" 401 ");
            assertThat(web.raw("GET /rota/ HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_token_that_nobody_knows_is_refused_on_this_machine_too() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            for (String path : List.of("/api/v1/jobs", "/jobs")) {
                assertThat(web.get(path).statusCode()).as(path).isEqualTo(200);
                HttpResponse<String> answer =
                        web.send(web.request(path).header("Authorization", "Bearer rota_revoked-0123456789"));
                assertThat(answer.statusCode()).as(path).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate"))
                        .as(path)
                        .hasValue("Bearer realm=\"rota\", error=\"invalid_token\"");
                assertThat(answer.body()).as(path).contains("It is not known here, was revoked or has expired");
            }
        }
    }

    @Test
    void head_is_answered_as_get_is_but_for_the_body() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            web.rota.enqueue(SWEEP);
            for (Endpoint route : routes(web)) {
                if (route.method.equals(HandlerType.GET) && !route.path.endsWith("/login")) {
                    HttpRequest.Builder request = web.request(
                                    route.path.substring("/rota".length()).replaceAll("\\{[a-z]+}", "1"))
                            .header("Authorization", "Bearer " + ADMIN);
                    HttpResponse<String> head = web.send(request.method("HEAD", BodyPublishers.noBody()));
                    assertThat(head.body()).as(route.path).isEmpty();
                    assertThat(head.statusCode())
                            .as(route.path)
                            .isEqualTo(web.send(request.GET()).statusCode());
                }
            }
            assertThat(status(web, "HEAD", "/login?token=x", null)).isEqualTo(200);
            assertThat(status(web, "HEAD", "/api/v1/events?topics=jobs", ADMIN)).isEqualTo(200);
            assertThat(status(web, "HEAD", "/api/v1/jobs", null)).isEqualTo(401);
            assertThat(status(web, "HEAD", "/api/v1/jobs", allBut(Scope.JOBS_READ)))
                    .isEqualTo(403);
        }
    }

    private static int status(RunningWeb web, String method, String path, @Nullable String token) {
        HttpRequest.Builder request = web.request(path).method(method, BodyPublishers.noBody());
        return web.send(token == null ? request : request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void knows_loopback_addresses_and_hosts() {
        assertThat(List.of("127.0.0.1", "127.8.9.1", "::1", "[::1]", "0:0:0:0:0:0:0:1"))
                .allMatch(Loopback::isAddress);
        assertThat(List.of("10.0.0.1", "127.0.0.1.example.com", "::2", "localhost", ""))
                .noneMatch(Loopback::isAddress);
        assertThat(List.of("localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080"))
                .allMatch(Loopback::isHost);
        assertThat(List.of("localhost.example.com", "example.com:80", "127.0.0.1.nip.io"))
                .noneMatch(Loopback::isHost);
    }

    @Test
    void refuses_what_a_page_of_another_origin_sends() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            long id = web.rota.enqueue(SWEEP);
            String cancel = "/api/v1/jobs/" + id + "/cancel";
            List<Map<String, String>> forged = List.of(
                    Map.of("Sec-Fetch-Site", "cross-site"),
                    Map.of("Sec-Fetch-Site", "same-site"),
                    Map.of("Origin", "https://evil.example.com"),
                    Map.of("Origin", "null"));
            for (Map<String, String> headers : forged) {
                HttpRequest.Builder request = web.request(cancel).POST(BodyPublishers.noBody());
                headers.forEach(request::header);
                assertThat(web.send(request).statusCode())
                        .as(headers.toString())
                        .isEqualTo(403);
            }
            web.test.assertThatJob(id).hasState(JobState.QUEUED);
            HttpRequest.Builder own = web.request(cancel)
                    .header("Origin", "http://127.0.0.1:" + web.port)
                    .POST(BodyPublishers.noBody());
            assertThat(web.send(own).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void a_form_must_carry_the_token_of_its_login() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            long id = web.rota.enqueue(SWEEP);
            assertThat(web.form("/jobs/" + id + "/cancel", "x=1").statusCode()).isEqualTo(403);
            assertThat(web.form("/jobs/" + id + "/cancel", "csrf=guess").statusCode())
                    .isEqualTo(403);
            web.test.assertThatJob(id).hasState(JobState.QUEUED);
            HttpResponse<String> answer = web.form("/jobs/" + id + "/cancel", "csrf=" + web.csrf("/jobs/" + id));
            assertThat(answer.statusCode()).isEqualTo(303);
            web.test.assertThatJob(id).hasState(JobState.CANCELLED);
        }
    }

    @Test
    void a_link_logs_in_once() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            String path = web.web.adminLink("").substring("/rota".length());
            String token = path.substring(path.indexOf('=') + 1);
            assertThat(web.get(path).body()).contains("Log in");
            HttpResponse<String> first = web.form("/login", "token=" + token);
            String cookie = first.headers().firstValue("Set-Cookie").orElse("");
            assertThat(first.statusCode()).isEqualTo(303);
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").contains("Path=/rota/");
            String session = cookie.substring(0, cookie.indexOf(';'));
            assertThat(web.send(web.request("/").header("Cookie", session)).statusCode())
                    .isEqualTo(200);
            assertThat(web.form("/login", "token=" + token).statusCode()).isEqualTo(403);
            web.test.clock().advance(Duration.ofHours(12));
            assertThat(web.send(web.request("/").header("Cookie", session)).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_link_expires_and_a_logout_ends_the_session() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            String stale = web.web.adminLink("").replaceFirst(".*=", "");
            web.test.clock().advance(Duration.ofMinutes(30));
            assertThat(web.form("/login", "token=" + stale).statusCode()).isEqualTo(403);
            String token = web.web.adminLink("").replaceFirst(".*=", "");
            String session = web.form("/login", "token=" + token)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElse("")
                    .replaceFirst(";.*", "");
            String page = web.send(web.request("/").header("Cookie", session)).body();
            String csrf = page.replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
            HttpResponse<String> out = web.send(
                    web.request("/logout").header("Cookie", session).POST(BodyPublishers.ofString("csrf=" + csrf)));
            assertThat(out.statusCode()).isEqualTo(303);
            assertThat(web.send(web.request("/").header("Cookie", session)).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_login_through_a_proxy_needs_tls() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            String token = web.web.adminLink("").replaceFirst(".*=", "");
            HttpResponse<String> plain = web.send(web.request("/login")
                    .header("X-Forwarded-For", "10.0.0.7")
                    .POST(BodyPublishers.ofString("token=" + token)));
            assertThat(plain.statusCode()).isEqualTo(403);
            HttpResponse<String> secure = web.send(web.request("/login")
                    .header("X-Forwarded-For", "10.0.0.7")
                    .header("X-Forwarded-Proto", "https")
                    .POST(BodyPublishers.ofString("token=" + token)));
            assertThat(secure.headers().firstValue("Set-Cookie").orElse(""))
                    .startsWith("__Host-rota=")
                    .endsWith("; Secure");
        }
    }

    @Test
    void every_answer_forbids_what_is_inline_and_foreign() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            for (String path : List.of("/", "/jobs", "/api/v1/jobs", "/no/such/page", "/api/v1/no-such")) {
                HttpResponse<String> answer = web.get(path);
                String policy =
                        answer.headers().firstValue("Content-Security-Policy").orElse("");
                assertThat(policy)
                        .as(path)
                        .startsWith("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            }
        }
    }
}
