package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.mail.local.MailDirectory;
import dev.rota.mail.local.ScriptedReplies;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program itself, as a process of its own. */
class ServerTest extends ServerFixture {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private HttpServer endpoint;

    @BeforeEach
    void listen() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        endpoint.createContext("/", exchange -> {
            calls.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        endpoint.start();
    }

    @AfterEach
    void listenNoMore() {
        endpoint.stop(0);
    }

    private void makeSchedule(Started server) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/hook";
        HttpResponse<String> made = client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/schedules"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"name\":\"ping\",\"every\":\"PT1S\",\"type\":\"http\",\"args\":{\"url\":\"" + url
                                        + "\",\"headers\":{\"Authorization\":\"Bearer sesam-oeffne\"}}}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("•••").doesNotContain("sesam");
    }

    @Test
    void alerts_are_mailed_and_called() throws IOException, InterruptedException {
        Started server = start(
                "--mail-capture",
                "mails",
                "--alert-mail",
                "ops@example.org",
                "--alert-webhook",
                "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/T0KEN",
                "--alert-webhook-secret",
                "a-secret-that-is-long-enough");
        for (String channel : List.of("mail", "webhook")) {
            HttpResponse<String> sent = client.send(
                    HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/alerts/" + channel + "/test"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
            String job = sent.body().replaceAll("\\D", "");
            assertThat(Shell.run(directory, List.of("jobs", "wait", job, "--timeout", "60s"))
                            .exitCode())
                    .isZero();
        }
        assertThat(new MailDirectory(directory.resolve("mails")).mails())
                .extracting(FiledMail::subject)
                .containsExactly("[Rota] Test of channel mail");
        assertThat(get(server, "/alerts").body())
                .contains("o•••@example.org")
                .contains("Test of channel webhook")
                .doesNotContain("T0KEN");
    }

    private HttpResponse<String> post(Started server, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void a_captured_mail_stays_until_a_mail_server_takes_it() throws IOException, InterruptedException {
        ScriptedReplies replies = new ScriptedReplies().to("anna@example.org", "550 5.1.1 no such user", "250");
        try (LocalMailbox delivered = LocalMailbox.start(directory.resolve("delivered"), 0, replies)) {
            String port = String.valueOf(delivered.port());
            Started server = start(
                    "--mail-capture", "mails", "--smtp-host", "127.0.0.1", "--smtp-port", port, "--smtp-tls", "NONE");
            String mail = "{\"to\":\"anna@example.org\",\"subject\":\"Hello\",\"text\":\"Good morning\"}";
            assertThat(post(server, "/api/v1/jobs", "{\"type\":\"mail\",\"args\":" + mail + "}")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(Shell.run(directory, List.of("jobs", "wait", "1", "--timeout", "60s"))
                            .exitCode())
                    .isZero();
            assertThat(delivered.mails()).isEmpty();
            HttpResponse<String> refused = post(server, "/api/v1/mails/1/release", "");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("mail-refused", "no such user").doesNotContain("anna@");
            assertThat(get(server, "/mails/1").body()).contains("Send it to anna@example.org");
            assertThat(post(server, "/api/v1/mails/1/release", "").statusCode()).isEqualTo(204);
            assertThat(delivered.contains("rota-job-1@localhost")).isTrue();
            assertThat(post(server, "/api/v1/mails/1/release", "").statusCode()).isEqualTo(409);
            assertThat(get(server, "/mails/1").body()).contains("<dt>Released</dt>", "Release again…");
            assertThat(delivered.mails()).hasSize(1);
            assertThat(Shell.run(directory, List.of("audit", "list")).out()).containsOnlyOnce("mail.release");
        }
    }

    @Test
    void a_schedule_made_by_rest_calls_and_goes_on_after_a_crash() throws IOException, InterruptedException {
        Started first = start();
        assertThat(get(first, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(first, "/health/ready").body()).contains("\"status\":\"up\"");
        makeSchedule(first);
        assertThat(calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("rota-job-");
        assertThat(get(first, "/metrics").body()).contains("rota_jobs_started_total{queue=\"default\",type=\"http\"}");
        first.process().destroyForcibly().waitFor();
        calls.clear();
        Started second = start();
        assertThat(calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("rota-job-");
        Shell.Result jobs = Shell.run(directory, List.of("jobs", "list", "-o", "jsonl"));
        assertThat(jobs.out()).contains("\"type\":\"http\"", "\"schedule\":\"ping\"");
        terminate(second);
        assertThat(second.output().lines().toList())
                .anyMatch(line -> line.contains("what runs has 20 s to end"))
                .anyMatch(line -> line.contains("Stopped"));
        assertThat(second.process().waitFor()).isIn(0, 143);
    }

    @Test
    void two_servers_on_one_postgres_know_the_same_schedules() throws IOException, InterruptedException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            Started first = start("--db", url);
            Started second = start("--db", url, "--no-worker");
            makeSchedule(second);
            assertThat(calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("rota-job-");
            assertThat(get(first, "/api/v1/schedules/ping").statusCode()).isEqualTo(200);
            for (Started server : List.of(first, second)) {
                terminate(server);
                assertThat(server.output().lines().toList()).anyMatch(line -> line.contains("Stopped"));
            }
        }
    }

    @Test
    void a_worker_that_is_asked_to_stop_ends_and_a_server_stays() throws IOException, InterruptedException {
        Started server = start();
        Process worker = launch("worker");
        BufferedReader output = worker.inputReader();
        awaitLine(output, "Works ");
        Matcher ids = Pattern.compile("\"id\":(\\d+)")
                .matcher(get(server, "/api/v1/workers").body());
        while (ids.find()) {
            HttpResponse<String> asked = client.send(
                    HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/workers/" + ids.group(1) + "/stop"))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(asked.statusCode()).as(asked.body()).isEqualTo(202);
        }
        assertThat(worker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isZero();
        awaitLine(server.output(), "was asked to stop");
        assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void logs_are_json_where_that_is_wanted() throws IOException, InterruptedException {
        Started server = start("--json-logs", "--no-worker");
        terminate(server);
        assertThat(server.process().waitFor()).isIn(0, 143);
        assertThat(server.output().lines().filter(line -> line.startsWith("{")).toList())
                .anyMatch(line ->
                        line.contains("\"level\":\"INFO\"") && line.contains("\"formattedMessage\":\"Stopped\""));
    }

    @Test
    void the_settings_tell_what_was_given_and_where_but_no_secrets() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("rota.properties"), "slots=7\n");
        Started server = start(
                "--no-worker",
                "--config",
                "rota.properties",
                "--retention-history",
                "7d",
                "--alert-webhook",
                "https://example.org/hook/T0K3N",
                "--alert-webhook-secret",
                "sixteen-characters-long");
        String page = get(server, "/settings")
                .body()
                .replaceAll("\\s*<[^>]*>\\s*", "|")
                .replaceAll("\\|+", "|");
        assertThat(page)
                .contains(
                        "|--port|0|option|",
                        "|--slots|7|file|",
                        "|--base-path|none|default|",
                        "|--no-worker|yes|option|")
                .contains(
                        "|--retention-history|7d|option|",
                        "|--retention-audit|400d|default|",
                        "|Succeeded and cancelled jobs, with logs|7 d|option|",
                        "|Failed jobs, with logs|30 d|default|")
                .contains("|--alert-webhook|https://example.org/•••|option|", "|--alert-webhook-secret|•••|option|")
                .doesNotContain("T0K3N", "sixteen-characters");
    }

    @Test
    void frozen_settings_are_shown_and_not_changed() throws IOException, InterruptedException {
        Started server = start("--no-worker", "--frozen-settings");
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/schedules"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"name\":\"ping\",\"every\":\"PT1S\",\"type\":\"http\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("settings-frozen");
        assertThat(get(server, "/api/v1/schedules").statusCode()).isEqualTo(200);
    }
}
