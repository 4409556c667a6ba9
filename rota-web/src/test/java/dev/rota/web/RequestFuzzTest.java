package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Schedule;
import dev.rota.testing.fuzz.Fuzz;
import dev.rota.testing.fuzz.Texts;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever is sent to whatever route, the answer is one that was thought of. */
final class RequestFuzzTest {
    private static final List<String> QUERIES = List.of(
            "state:failed since:1h",
            "queue:mail -tag:x",
            "failed",
            "mail",
            "1",
            "capped",
            "text",
            "0 3 * * SUN",
            "Europe/Riga",
            "cancel",
            "retry",
            "delete",
            "PT1M",
            "2026-11-20T12:00:00Z",
            "true",
            "all");

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.standalone(directory);
        web.rota.enqueue(SWEEP);
        web.rota.enqueue(SEND, new RunningWeb.Invoice(-1, "m"));
        web.rota
                .job(SEND, new RunningWeb.Invoice(1, "m"))
                .tag("x")
                .in(Duration.ofHours(1))
                .enqueue();
        web.rota
                .schedules()
                .put(Schedule.cron("s", "0 3 * * *", ZoneId.of("UTC")).runs(SWEEP));
        web.rota
                .store()
                .workers()
                .register(new dev.rota.store.WorkerStore.Registration(
                        "w", "h", 1, "1.0", Map.of("*", 2), Set.of("loans.sweep")));
        web.test.advance(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void any_body_is_taken_or_refused_as_a_problem() {
        JsonNode contract = web.json("/openapi.json");
        List<Endpoint> routes = RouteWalk.api(web).stream()
                .filter(route -> !RouteWalk.isSafe(route))
                .toList();
        assertThat(routes).hasSizeGreaterThan(15);
        Fuzz.each(2_500, (random, input) -> {
            Endpoint route = any(routes, random);
            JsonNode schema = contract.path("paths")
                    .path(route.path.substring("/rota/api/v1".length()))
                    .path(route.method.toString().toLowerCase(java.util.Locale.ROOT))
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            String body = new FuzzedBody(random, contract).text(schema);
            String path = RouteWalk.path(route, random);
            input.is(route.method + " " + path + " " + body);
            byte[] bytes = body.getBytes(random.nextInt(10) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
            checkApi(web.send(web.request(path)
                    .header("Content-Type", random.nextInt(30) == 0 ? "text/plain" : "application/json")
                    .method(route.method.toString(), BodyPublishers.ofByteArray(bytes))));
        });
    }

    /** One of them; rarely one that checks a password, which is slow on purpose. */
    private static Endpoint any(List<Endpoint> routes, Random random) {
        Endpoint route = routes.get(random.nextInt(routes.size()));
        boolean slow = route.path.endsWith("/auth/token") || route.path.endsWith("/login");
        return slow && random.nextInt(30) > 0 ? any(routes, random) : route;
    }

    private static void checkApi(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            JsonNode problem = Json.tree(answer.body());
            assertThat(problem.path("code").asString("")).as(answer.body()).isNotBlank();
            assertThat(problem.path("title").asString("")).as(answer.body()).isNotBlank();
            assertThat(problem.path("detail").asString(""))
                    .as(answer.body())
                    .isNotBlank()
                    .hasSizeLessThan(5_000);
            assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        }
    }

    @Test
    void any_query_is_answered_or_refused_as_a_problem() {
        List<Endpoint> routes =
                RouteWalk.api(web).stream().filter(RouteWalk::isSafe).toList();
        List<String> names = RouteWalk.queryNames();
        assertThat(names).contains("q", "cursor", "limit", "after", "reveal");
        Fuzz.each(1_500, (random, input) -> {
            Endpoint route = routes.get(random.nextInt(routes.size()));
            String path = RouteWalk.path(route, random) + "?" + fields(random, names);
            input.is(path);
            HttpResponse<String> answer = web.get(path);
            if (!route.path.contains("/health/")) {
                checkApi(answer);
            }
        });
    }

    /** Not so long that the server refuses to read them at all. */
    private static String fields(Random random, List<String> names) {
        List<String> fields = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            String value = random.nextInt(3) == 0
                    ? QUERIES.get(random.nextInt(QUERIES.size()))
                    : random.nextBoolean()
                            ? Texts.mutated(random, QUERIES.get(random.nextInt(QUERIES.size())))
                            : Texts.any(random);
            String name = random.nextInt(20) == 0 ? Texts.letters(random, 3) : names.get(random.nextInt(names.size()));
            fields.add(Urls.encoded(name) + "=" + Urls.encoded(value.substring(0, Math.min(300, value.length()))));
        }
        return String.join("&", fields);
    }

    @Test
    void any_page_is_shown_whatever_its_query() {
        List<Endpoint> routes =
                RouteWalk.pages(web).stream().filter(RouteWalk::isSafe).toList();
        assertThat(routes).hasSizeGreaterThan(8);
        List<String> names = RouteWalk.queryNames();
        Fuzz.each(1_000, (random, input) -> {
            Endpoint route = routes.get(random.nextInt(routes.size()));
            String path = RouteWalk.path(route, random) + "?" + fields(random, names);
            input.is(path);
            assertThat(web.get(path).statusCode()).isLessThan(500);
        });
    }

    @Test
    void any_form_is_taken_or_refused() {
        List<Endpoint> routes = RouteWalk.pages(web).stream()
                .filter(route -> !RouteWalk.isSafe(route))
                .toList();
        assertThat(routes).hasSizeGreaterThan(8);
        List<String> names = RouteWalk.fieldNames();
        assertThat(names).contains("csrf", "reason", "for", "q", "action", "back");
        String csrf = "csrf=" + web.csrf("/queues") + "&";
        Fuzz.each(1_500, (random, input) -> {
            Endpoint route = any(routes, random);
            String path = RouteWalk.path(route, random);
            String form = random.nextInt(12) == 0
                    ? csrf + Texts.any(random)
                    : csrf + fields(random, names) + "&" + fields(random, names);
            input.is(route.method + " " + path + " " + form);
            HttpResponse<String> answer = web.form(path, form);
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
            assertThat(answer.headers().firstValue("Location").orElse("."))
                    .as("leads elsewhere")
                    .doesNotContain("//", "\\", "\n", "\r");
        });
    }

    @Test
    void only_a_cursor_of_this_list_is_taken() {
        for (int i = 0; i < 5; i++) {
            web.rota.enqueue(SWEEP);
        }
        String cursor = next("/jobs?limit=2");
        String other = next("/jobs?limit=2&type=loans.sweep");
        assertThat(status("/jobs?limit=2&cursor=" + cursor)).isEqualTo(200);
        assertThat(status("/jobs?limit=2&cursor=" + other)).isEqualTo(400);
        Fuzz.each(500, (random, input) -> {
            String text = input.is(random.nextInt(3) == 0 ? Texts.any(random) : Texts.mutated(random, cursor));
            if (text.isBlank() || text.length() > 2_000 || decoded(text).equals(decoded(cursor))) {
                return;
            }
            HttpResponse<String> answer = web.get("/api/v1/jobs?limit=2&cursor=" + Urls.encoded(text));
            checkApi(answer);
            assertThat(answer.statusCode()).isEqualTo(400);
        });
    }

    /** The last letter of Base64 has bits that say nothing. */
    private static String decoded(String cursor) {
        try {
            return new String(java.util.Base64.getUrlDecoder().decode(cursor.strip()), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "none: " + cursor;
        }
    }

    private String next(String path) {
        return web.json(path).path("page").path("next").asString("");
    }

    private int status(String path) {
        return web.get("/api/v1" + path).statusCode();
    }

    @Test
    void what_is_no_request_at_all_breaks_nothing() throws Exception {
        Fuzz.each(300, (random, input) -> {
            String request = random.nextBoolean()
                    ? "GET /rota/jobs?q=x HTTP/1.1\nHost: localhost\nCookie: rota=x\nConnection: close\n\n"
                    : "POST /rota/api/v1/jobs HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n"
                            + "Content-Type: application/json\nConnection: close\n\n2\n{}\n0\n\n";
            String text = input.is(Texts.mutated(random, request)) + "\n\n";
            String answer = sent(text.substring(0, Math.min(4_000, text.length())));
            assertThat(answer).doesNotContainPattern("^HTTP/1.1 5(?!05)");
        });
        assertThat(web.get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    /** Says that nothing more comes, so that the server waits for nothing. */
    private String sent(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", web.port)) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }
}
