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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, as a process of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerTest {
    private static final Pattern ORIGIN = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/ with");
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory = Path.of("");

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final List<Process> processes = new ArrayList<>();
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
    void end() {
        // Waited for: until it is gone it writes into the directory, which is deleted next.
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        endpoint.stop(0);
    }

    /** A server that has started, and where it listens. */
    private record Started(Process process, String origin, BufferedReader output) {}

    private Process launch(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rota.server.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROTA_"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Started start(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("server", "--port", "0", "--http-allow", "127.0.0.1"));
        words.addAll(List.of(more));
        Process process = launch(words.toArray(String[]::new));
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            // JSON may escape a slash.
            Matcher origin = ORIGIN.matcher(line.replace("\\/", "/"));
            if (origin.find()) {
                return new Started(process, origin.group(1), output);
            }
        }
        throw new AssertionError("It did not start: " + seen);
    }

    private static void awaitLine(BufferedReader output, String part) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            line = output.readLine();
        }
        assertThat(line).as("a line with " + part).isNotNull();
    }

    /** Sends SIGTERM, and keeps what it writes readable, which Process.destroy does not. */
    private static void terminate(Started server) {
        assertThat(server.process().toHandle().destroy()).isTrue();
    }

    private HttpResponse<String> get(Started server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + path)).build(), BodyHandlers.ofString());
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
    void users_close_what_was_open_to_this_machine() throws IOException, InterruptedException {
        assertThat(Shell.run(
                                directory,
                                Map.of(),
                                "correct horse battery\n",
                                List.of("user", "add", "anna", "--role", "admin"))
                        .exitCode())
                .isZero();
        Shell.Result token = Shell.run(directory, List.of("token", "create", "ci", "--role", "viewer"));
        String secret = token.out()
                .lines()
                .filter(line -> line.startsWith("rota_"))
                .findFirst()
                .orElseThrow();
        Started server = start("--no-worker");
        assertThat(get(server, "/api/v1/jobs").statusCode()).isEqualTo(401);
        assertThat(get(server, "/health/ready").body()).isEqualTo("{\"status\":\"up\",\"details\":null}");
        HttpResponse<String> known = client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/jobs"))
                        .header("Authorization", "Bearer " + secret)
                        .build(),
                BodyHandlers.ofString());
        assertThat(known.statusCode()).isEqualTo(200);
    }

    @Test
    void users_are_added_to_the_database_that_a_server_opens_though_there_is_a_demonstration()
            throws IOException, InterruptedException {
        Path demo = directory.resolve(".rota/demo/rota.db");
        Files.createDirectories(demo.getParent());
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "csv")).out())
                .contains("There is no database file");
        Shell.run(directory, List.of("--db", demo.toString(), "db", "migrate"));
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "csv")).out())
                .isEqualTo("name,role,disabled,created,login\n");
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "anna", "--role", "admin"));
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "bert"));
        assertThat(Shell.run(directory, List.of("user", "delete", "bert", "--yes", "--reason", "left"))
                        .out())
                .contains("User bert is deleted.");
        assertThat(Shell.run(directory, List.of("audit", "list", "-o", "json")).out())
                .contains("\"left\"");
        List<String> demonstration = List.of("--db", demo.toString(), "user", "list", "-o", "csv");
        assertThat(Shell.run(directory, demonstration).out()).isEqualTo("name,role,disabled,created,login\n");
        HttpResponse<String> asked = get(start("--no-worker"), "/jobs");
        assertThat(asked.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith("/login"));
    }

    @Test
    void tokens_are_made_listed_and_ended_through_a_server() throws IOException, InterruptedException {
        String url = start("--no-worker").origin();
        Shell.Result made = Shell.run(
                directory, List.of("--url", url, "token", "create", "--scope", "jobs:read", "--expires", "90d"));
        assertThat(made.out()).contains("Token 1 is made", "rota_");
        assertThat(Shell.run(directory, List.of("--url", url, "token", "list")).out())
                .contains("viewer", "jobs:read", "true")
                .doesNotContain("rota_");
        assertThat(Shell.run(directory, List.of("--url", url, "token", "revoke", "1"))
                        .exitCode())
                .isZero();
        assertThat(Shell.run(directory, List.of("--url", url, "token", "revoke", "1"))
                        .exitCode())
                .isEqualTo(5);
        assertThat(Shell.run(directory, List.of("--url", url, "user", "list")).out())
                .contains("add --db");
    }

    @Test
    void who_starts_it_is_told_that_all_users_are_disabled() throws IOException {
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "anna"));
        Shell.run(directory, List.of("user", "disable", "anna"));
        Started server = start("--no-worker");
        assertThat(server.output().readLine())
                .isEqualTo("There is no user who may log in: let one in again with rota user enable, or make one.");
        assertThat(server.output().readLine())
                .isEqualTo("This link lets a new administrator in, once, within 30 minutes:");
        assertThat(server.output().readLine()).contains(server.origin() + "/login?token=");
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
