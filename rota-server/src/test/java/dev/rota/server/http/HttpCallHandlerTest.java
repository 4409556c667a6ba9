package dev.rota.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.RotaTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a server on this machine, by names that resolve as the test says. */
class HttpCallHandlerTest {
    private static final String LOCAL = "127.0.0.1";

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, Deque<String>> names = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private RotaTest test;
    private HttpCallHandler handler;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOCAL, 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        // Only names are looked up here: the rules still judge what they resolve to.
        use(AddressRules.allowing(List.of("good.example.org", "second.example.org")));
        names.put("good.example.org", new ArrayDeque<>(List.of(LOCAL)));
        names.put("second.example.org", new ArrayDeque<>(List.of(LOCAL)));
    }

    private void use(AddressRules rules) {
        if (test != null) {
            test.close();
        }
        handler = new HttpCallHandler(new Names(), rules, 1_000, "test");
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(
                        directory.resolve("rota" + asked.size() + ".db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> builder.handler(HttpCall.TYPE, handler));
    }

    /** Gives each name's addresses in turn, the last one for ever; an address stands for itself. */
    private final class Names implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.add(host);
            Deque<String> addresses = names.get(host);
            if (addresses == null) {
                return InetAddress.getAllByName(host);
            }
            String address = addresses.size() > 1 ? addresses.removeFirst() : addresses.getFirst();
            return new InetAddress[] {InetAddress.getByName(address)};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @AfterEach
    void stop() {
        test.close();
        handler.close();
        server.stop(0);
    }

    private void answer(String path, int status, Map<String, String> headers, String body) {
        server.createContext(path, exchange -> {
            note(exchange);
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    private void note(HttpExchange exchange) throws IOException {
        received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    private Job run(String members) {
        long id = test.rota().enqueue(HttpCall.TYPE, new JacksonCodec().decode("{" + members + "}", HttpCall.class));
        test.rota().runDue();
        return test.rota().jobs().find(id).orElseThrow();
    }

    private Job call(String url) {
        return run("\"url\":\"" + url + "\"");
    }

    @Test
    void an_answer_becomes_the_result_without_the_secrets_it_repeats() {
        answer("/hook", 200, Map.of("Content-Type", "application/json"), "{\"you\":\"Bearer sesam-oeffne\"}");
        Job job = run("\"method\":\"POST\",\"url\":\"" + url("good.example.org", "/hook?key=1")
                + "\",\"headers\":{\"Authorization\":\"Bearer sesam-oeffne\"},\"body\":{\"n\":1}");
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.result())
                .contains("\"status\":200", "\"contentType\":\"application/json\"", "•••")
                .doesNotContain("sesam", "key=1");
        assertThat(received).containsExactly("POST /hook?key=1 rota-job-1 Bearer sesam-oeffne {\"n\":1}");
    }

    @Test
    void an_answer_that_blames_the_caller_fails_at_once_and_others_are_tried_again() {
        answer("/missing", 404, Map.of(), "");
        answer("/broken", 500, Map.of(), "");
        answer("/busy", 429, Map.of("Retry-After", "120"), "");
        assertThat(call(url("good.example.org", "/missing"))).satisfies(job -> {
            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.reason()).contains("404").contains("200-299");
        });
        assertThat(call(url("good.example.org", "/broken")).state()).isEqualTo(JobState.RETRYING);
        Job busy = call(url("good.example.org", "/busy"));
        assertThat(busy.state()).isEqualTo(JobState.RETRYING);
        assertThat(Duration.between(test.clock().instant(), busy.times().dueAt())).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void other_answers_can_be_expected_and_others_tried_again() {
        answer("/teapot", 418, Map.of(), "");
        String url = "\"url\":\"" + url("good.example.org", "/teapot") + "\"";
        assertThat(run(url + ",\"expectedStatus\":\"418\"").state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(run(url + ",\"retryStatus\":\"400-499\"").state()).isEqualTo(JobState.RETRYING);
    }

    @Test
    void nobody_there_is_tried_again() {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(call("http://good.example.org:" + port + "/").state()).isEqualTo(JobState.RETRYING);
    }

    @Test
    void what_stands_beside_the_server_is_not_called() {
        answer("/", 200, Map.of(), "secret");
        names.put("evil.example.org", new ArrayDeque<>(List.of(LOCAL)));
        names.put("meta.example.org", new ArrayDeque<>(List.of("169.254.169.254")));
        for (String host : List.of(LOCAL, "localhost", "[::1]", "2130706433", "evil.example.org", "meta.example.org")) {
            Job job = call(url(host, "/"));
            assertThat(job.state()).as(host).isEqualTo(JobState.FAILED);
            assertThat(job.reason()).as(host).contains("not public").contains("--http-allow");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void a_name_that_resolves_to_something_else_a_moment_later_gains_nothing() {
        answer("/", 200, Map.of(), "secret");
        // Judged by the first answer alone, or connected by the second, it would get through.
        names.put("rebound.example.org", new ArrayDeque<>(List.of("8.8.8.8", LOCAL)));
        Job job = run("\"timeout\":\"PT0.3S\",\"url\":\"" + url("rebound.example.org", "/") + "\"");
        assertThat(job.state()).isEqualTo(JobState.RETRYING);
        assertThat(asked).containsExactly("rebound.example.org");
        assertThat(received).isEmpty();
    }

    @Test
    void each_hop_of_a_redirect_is_judged() {
        answer("/", 302, Map.of("Location", url(LOCAL, "/secret")), "");
        answer("/secret", 200, Map.of(), "secret");
        answer("/file", 302, Map.of("Location", "file:///etc/passwd"), "");
        answer("/login", 302, Map.of("Location", url("anna:x@good.example.org", "/secret")), "");
        assertThat(call(url("good.example.org", "/")).reason()).contains("not public");
        assertThat(call(url("good.example.org", "/file")).reason()).contains("not followed").contains("scheme");
        assertThat(call(url("good.example.org", "/login")).reason()).contains("not followed").contains("Authorization");
        assertThat(received).noneMatch(line -> line.contains("/secret"));
    }

    @Test
    void secrets_stay_with_their_origin() {
        answer("/far", 302, Map.of("Location", url("second.example.org", "/there")), "");
        answer("/near", 302, Map.of("Location", "/there"), "");
        answer("/there", 200, Map.of(), "");
        answer("/body", 307, Map.of("Location", url("second.example.org", "/there")), "");
        String header = ",\"headers\":{\"Authorization\":\"Bearer sesam-oeffne\"}";
        run("\"url\":\"" + url("good.example.org", "/near") + "\"" + header);
        run("\"url\":\"" + url("good.example.org", "/far") + "\"" + header);
        assertThat(received.stream().filter(line -> line.contains("/there")))
                .containsExactly(
                        "GET /there rota-job-1 Bearer sesam-oeffne ", "GET /there null null ");
        Job job = run("\"method\":\"POST\",\"body\":\"x\",\"url\":\"" + url("good.example.org", "/body") + "\"");
        assertThat(job.reason()).contains("another origin");
    }

    @Test
    void redirects_are_followed_as_often_as_was_said() {
        answer("/round", 302, Map.of("Location", "/round"), "");
        Job job = run("\"followRedirects\":2,\"url\":\"" + url("good.example.org", "/round") + "\"");
        assertThat(job.reason()).contains("302").contains("after 2");
        assertThat(received).hasSize(3);
        Job none = run("\"followRedirects\":0,\"expectedStatus\":\"302\",\"url\":\"" + url("good.example.org", "/round")
                + "\"");
        assertThat(none.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_long_answer_is_read_up_to_the_bound() {
        answer("/long", 200, Map.of("Content-Type", "text/plain"), "x".repeat(500_000));
        Job job = call(url("good.example.org", "/long"));
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.result()).contains("\"bytes\":1000", "\"cut\":true");
    }

    @Test
    void a_server_that_sends_a_byte_now_and_then_is_left() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                // Ends when the other side closes.
                while (true) {
                    out.write('x');
                    out.flush();
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                received.add("left");
            }
        });
        handler.close();
        handler = new HttpCallHandler(
                new Names(), AddressRules.allowing(List.of("good.example.org")), 1 << 20, "test");
        test.close();
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("drip.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> builder.handler(HttpCall.TYPE, handler));
        Job job = run("\"timeout\":\"PT0.5S\",\"url\":\"" + url("good.example.org", "/drip") + "\"");
        assertThat(job.state()).isEqualTo(JobState.RETRYING);
        assertThat(test.rota().jobs().attempts(job.id()).get(0).error())
                .asString()
                .contains("within PT0.5S");
    }
}
