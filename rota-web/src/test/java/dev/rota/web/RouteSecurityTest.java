package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Role;
import dev.rota.schedule.Schedule;
import io.javalin.router.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every route refuses, walked from the router, so that none that is added is forgotten. */
final class RouteSecurityTest {
    private static final String PASSWORD = "correct horse battery";
    /** Made once, because it is slow on purpose. */
    private static final String HASH = PasswordHash.of(PASSWORD);

    private static final List<Map<String, String>> FOREIGN = List.of(
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Sec-Fetch-Site", "none"),
            Map.of("Origin", "https://evil.example.com"),
            Map.of("Origin", "null"),
            Map.of("Origin", "http://127.0.0.1.evil.example.com"));

    @TempDir
    private Path directory;

    /** A server with one user, a job and a schedule. */
    private RunningWeb withUser() {
        RunningWeb web = RunningWeb.standalone(directory);
        assertThat(web.rota.store().console().users().create("anna", HASH, Role.ADMIN))
                .isPresent();
        web.rota.enqueue(RunningWeb.SWEEP);
        web.rota
                .schedules()
                .put(Schedule.cron("s", "0 3 * * *", ZoneId.of("UTC")).runs(RunningWeb.SWEEP));
        return web;
    }

    private static HttpResponse<String> logIn(RunningWeb web, String name, String password, String... headers) {
        HttpRequest.Builder request = web.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=" + Urls.encoded(name) + "&password=" + Urls.encoded(password)));
        return web.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String session(RunningWeb web) {
        HttpResponse<String> answer = logIn(web, "anna", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static String there(Endpoint route) {
        return RouteWalk.path(route, parameter -> parameter.equals("name") ? "s" : "1");
    }

    private static HttpResponse<String> sent(
            RunningWeb web, Endpoint route, String session, Map<String, String> headers, String body) {
        HttpRequest.Builder request = web.request(there(route))
                .header("Cookie", session)
                .header(
                        "Content-Type",
                        RouteWalk.isApi(route) ? "application/json" : "application/x-www-form-urlencoded")
                .method(route.method.toString(), BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return web.send(request);
    }

    @Test
    void no_route_that_changes_something_takes_what_a_page_of_elsewhere_sends_with_the_cookie() {
        try (RunningWeb web = withUser()) {
            String session = session(web);
            String csrf = csrf(web, session);
            List<Endpoint> routes = AccessTest.routes(web).stream()
                    .filter(route -> !RouteWalk.isSafe(route))
                    .toList();
            assertThat(routes).hasSizeGreaterThan(25);
            for (Endpoint route : routes) {
                for (Map<String, String> headers : FOREIGN) {
                    assertThat(sent(web, route, session, headers, RouteWalk.isApi(route) ? "{}" : "csrf=" + csrf)
                                    .statusCode())
                            .as(RouteWalk.name(route) + " " + headers)
                            .isEqualTo(403);
                }
            }
            String page =
                    web.send(web.request("/jobs/1").header("Cookie", session)).body();
            assertThat(page).contains("loans.sweep").doesNotContain("cancelled");
        }
    }

    @Test
    void no_form_is_taken_without_the_token_of_its_login() {
        try (RunningWeb web = withUser()) {
            String session = session(web);
            String other = csrf(web, session(web));
            for (Endpoint route : RouteWalk.pages(web)) {
                if (!RouteWalk.isSafe(route) && !route.path.endsWith("/login")) {
                    for (String body : List.of("", "csrf=", "csrf=guess", "csrf=" + other, "{\"csrf\":\"x\"}")) {
                        assertThat(sent(web, route, session, Map.of("Sec-Fetch-Site", "same-origin"), body)
                                        .statusCode())
                                .as(RouteWalk.name(route) + " " + body)
                                .isEqualTo(403);
                    }
                }
            }
        }
    }

    private static String csrf(RunningWeb web, String session) {
        return web.send(web.request("/").header("Cookie", session))
                .body()
                .replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @Test
    void a_parameter_of_a_path_leads_out_of_nowhere() throws IOException {
        try (RunningWeb web = RunningWeb.open(directory)) {
            int tried = 0;
            for (Endpoint route : AccessTest.routes(web)) {
                for (String step : route.path.contains("{")
                        ? List.of(
                                "..%2f..%2f..%2f..%2fetc%2fpasswd",
                                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                                "..%5c..%5cetc%5cpasswd",
                                "....//....//etc/passwd",
                                "%252e%252e%252fetc%252fpasswd",
                                "..%c0%af..%c0%afetc/passwd",
                                "..;/..;/etc/passwd",
                                "1%00.json",
                                "%2fetc%2fpasswd",
                                "file:%2f%2f%2fetc%2fpasswd")
                        : List.<String>of()) {
                    String path = RouteWalk.path(route, parameter -> step);
                    String answer = web.raw(route.method + " /rota" + path + " HTTP/1.1\nHost: localhost\n"
                            + "Content-Type: application/json\nContent-Length: 0\nConnection: close\n\n");
                    assertThat(answer)
                            .as(route.method + " " + path)
                            .matches("(?s)HTTP/1\\.1 4\\d\\d.*")
                            .doesNotContain("root:");
                    tried++;
                }
            }
            assertThat(tried).isGreaterThan(150);
        }
    }

    @Test
    void nothing_that_is_asked_for_becomes_a_header_or_leads_elsewhere() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            List<String> names = new java.util.ArrayList<>(RouteWalk.queryNames());
            names.addAll(List.of("next", "back", "return", "redirect", "url", "to"));
            for (Endpoint route : AccessTest.routes(web)) {
                if (RouteWalk.isSafe(route) && !route.path.endsWith("/events")) {
                    for (String name : names) {
                        for (String value :
                                List.of("1%0d%0aX-Injected:%20yes", "%2f%2fevil.example.com", "%5c%5cevil")) {
                            check(web.get(there(route) + "?" + name + "=" + value), RouteWalk.name(route) + " " + name);
                        }
                    }
                }
            }
            String csrf = "csrf=" + web.csrf("/queues");
            for (String referer :
                    List.of("//evil.example.com/", "http://evil.example.com//evil.example.com/x", "x:y")) {
                check(
                        web.send(web.request("/theme")
                                .header("Referer", referer)
                                .POST(BodyPublishers.ofString(csrf + "&theme=dark%0d%0aX-Injected:%20yes"))),
                        referer);
            }
        }
    }

    private static void check(HttpResponse<String> answer, String what) {
        assertThat(answer.headers().map()).as(what).doesNotContainKey("x-injected");
        assertThat(answer.statusCode()).as(what).isLessThan(500);
        String location = answer.headers().firstValue("Location").orElse("./");
        assertThat(location).as(what).doesNotStartWith("//").doesNotContain("\\", "://");
    }

    @Test
    void who_asks_chooses_no_request_id_and_writes_no_line_of_the_log() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Authenticator failing = request -> {
            if (request.getRequestURI().contains("FORGED")) {
                throw new IllegalStateException("cannot be asked");
            }
            return java.util.Optional.of(new Principal("a", Role.ADMIN.scopes()));
        };
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (RunningWeb web = RunningWeb.open(directory, settings -> settings.authenticator(failing))) {
            String answer = web.raw("GET /rota/jobs/%0d%0aFORGED%0aFORGED?x=%0aFORGED HTTP/1.1\nHost: localhost\n"
                    + "X-Request-Id: FORGED\nX-Forwarded-For: FORGED\nConnection: close\n\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 500")
                    .contains("X-Request-Id: ")
                    .doesNotContain(": FORGED");
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("failed, request")
                .doesNotContainPattern("(?m)^FORGED");
    }

    @Test
    void a_body_that_is_too_large_is_refused_by_all_who_read_it_and_the_connection_goes_on() throws IOException {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            for (Endpoint route : AccessTest.routes(web)) {
                if (!RouteWalk.isSafe(route)) {
                    assertThat(answers(web, route, 400_000))
                            .as(RouteWalk.name(route))
                            .containsExactly("413", "200");
                }
            }
        }
    }

    @Test
    void who_is_not_let_in_is_told_so_however_much_is_sent_and_the_connection_goes_on() throws IOException {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            for (Endpoint route : AccessTest.routes(web)) {
                if (RouteWalk.isApi(route) && !RouteWalk.isSafe(route)) {
                    assertThat(answers(web, route, 300_000))
                            .as(RouteWalk.name(route))
                            .containsExactly("401", "200");
                }
            }
        }
    }

    @Test
    void what_is_sent_to_no_route_is_answered_however_much_it_is_and_the_connection_goes_on() throws IOException {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            assertThat(answers(web, "POST", "/api/v1/nothing", 300_000)).containsExactly("404", "200");
            assertThat(answers(web, "PUT", "/api/v1/stats", 300_000)).containsExactly("405", "200");
            assertThat(answers(web, "POST", "/api/v1/nothing", 400_000)).containsExactly("413", "200");
        }
    }

    private static List<String> answers(RunningWeb web, Endpoint route, int length) throws IOException {
        return answers(web, route.method.toString(), there(route), length);
    }

    /** To a request with a long body, and to another one that follows it at once. */
    private static List<String> answers(RunningWeb web, String method, String path, int length) throws IOException {
        byte[] body = ("{\"reason\":\"" + "x".repeat(length) + "\"}").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", web.port)) {
            String head = method + " /rota" + path + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream()
                    .write("GET /rota/api/v1/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return answers(socket.getInputStream());
        }
    }

    private static List<String> answers(InputStream in) throws IOException {
        return java.util.regex.Pattern.compile("HTTP/1\\.1 (\\d{3})")
                .matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void headers_and_addresses_that_are_too_long_are_refused_and_the_server_goes_on() throws IOException {
        try (RunningWeb web = RunningWeb.open(directory)) {
            String end = " HTTP/1.1\nHost: localhost\nConnection: close\n";
            assertThat(web.raw("GET /rota/jobs" + end + "X-Long: " + "x".repeat(100_000) + "\n\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(web.raw("GET /rota/jobs" + end + "X-Many: x\n".repeat(5_000) + "\n"))
                    .startsWith("HTTP/1.1 431");
            assertThat(web.raw("GET /rota/jobs?q=" + "x".repeat(100_000) + end + "\n"))
                    .matches("(?s)HTTP/1\\.1 (414|431).*");
            assertThat(web.get("/jobs").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_to_a_login_does_not_tell_who_is_a_user_and_no_header_makes_another_address() {
        try (RunningWeb web = withUser()) {
            assertThat(failure(logIn(web, "anna", "wrong")))
                    .isEqualTo(failure(logIn(web, "nobody", "wrong")))
                    .startsWith("401");
            for (int i = 0; i < 4; i++) {
                var unused = logIn(web, "anna", "wrong", forwarded(i));
            }
            assertThat(logIn(web, "anna", "wrong", forwarded(9)).statusCode()).isEqualTo(429);
            assertThat(logIn(web, "anna", PASSWORD).statusCode())
                    .as("the right password after too many tries")
                    .isEqualTo(429);
        }
    }

    private static String[] forwarded(int last) {
        return new String[] {
            "X-Forwarded-For", "10.0.0." + last, "X-Forwarded-Proto", "https", "X-Real-IP", "10.0.0." + last
        };
    }

    private static String failure(HttpResponse<String> answer) {
        return answer.statusCode() + answer.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "");
    }

    @Test
    void an_address_may_try_twenty_names_a_minute() {
        LoginLimit limit =
                new LoginLimit(java.time.InstantSource.fixed(java.time.Instant.parse("2026-11-20T12:00:00Z")));
        for (int i = 0; i < 20; i++) {
            limit.count("name-" + i, "10.0.0.1");
        }
        assertThat(problem(() -> limit.count("another", "10.0.0.1"))).isEqualTo("too-many-logins");
        assertThat(problem(() -> limit.count("another", "10.0.0.2"))).isNull();
    }

    private static @Nullable String problem(Runnable act) {
        try {
            act.run();
            return null;
        } catch (Problem e) {
            return e.code();
        }
    }

    @Test
    void a_session_that_somebody_else_has_thought_up_is_never_the_one_that_is_logged_in() {
        try (RunningWeb web = withUser()) {
            String mine = "rota=A0123456789A0123456789A0123456789A012345678";
            String cookie = logIn(web, "anna", PASSWORD, "Cookie", mine)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(mine);
            assertThat(statusOf(web, mine)).isEqualTo(401);
            String session = cookie.replaceFirst(";.*", "");
            assertThat(statusOf(web, session)).isEqualTo(200);
            String second = logIn(web, "anna", PASSWORD, "Cookie", session)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            assertThat(second).doesNotContain(session);
            web.test.clock().advance(Duration.ofHours(12));
            assertThat(statusOf(web, session)).isEqualTo(401);
        }
    }

    private static int statusOf(RunningWeb web, String cookie) {
        return web.send(web.request("/api/v1/jobs").header("Cookie", cookie)).statusCode();
    }
}
