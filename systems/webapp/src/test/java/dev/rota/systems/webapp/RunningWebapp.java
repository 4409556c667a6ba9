package dev.rota.systems.webapp;

import dev.rota.Rota;
import dev.rota.job.JobState;
import dev.rota.systems.webapp.app.Users;
import dev.rota.systems.webapp.work.WebappJobs;
import dev.rota.testing.EventLog;
import dev.rota.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application in this process, and a client of it. */
final class RunningWebapp implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final ServletWebServerApplicationContext context;
    final Rota rota;
    final EventLog events;
    private final String url;

    RunningWebapp(Ground ground, String... properties) {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(WebappProgram.class)
                .properties(ground.properties(properties))
                .run();
        rota = context.getBean(Rota.class);
        events = context.getBean(EventLog.class);
        url = "http://localhost:"
                + Objects.requireNonNull(context.getWebServer()).getPort();
    }

    /** An answer. */
    record Answer(int status, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /** Where it says something is, from this path on. */
        String location(String path) {
            String whole = Objects.requireNonNull(headers.get("location")).get(0);
            return whole.substring(whole.indexOf(path));
        }

        boolean good() {
            return status / 100 == 2;
        }
    }

    TestClock clock() {
        return (TestClock) context.getBean(Clock.class);
    }

    WebappProgram program() {
        return context.getBean(WebappProgram.class);
    }

    Answer register(String name, String email) {
        return call("POST", "/api/v1/auth/register", null, """
                {"username": "%s", "email": "%s", "password": "secret"}""".formatted(name, email));
    }

    /** A user of that name, whose mails have gone out; the token. */
    String user(String name) {
        return user(name, name + "@example.test");
    }

    String user(String name, String email) {
        Answer answer = register(name, email);
        if (!answer.good()) {
            throw new IllegalStateException("User cannot be registered: " + answer);
        }
        settle();
        return login(name);
    }

    String admin(String name) {
        String token = user(name);
        context.getBean(Users.class).makeAdmin(name);
        return token;
    }

    String login(String name) {
        String token = loginOnly(name);
        settle();
        return token;
    }

    /** Where nobody works jobs. */
    String loginOnly(String name) {
        return call("POST", "/auth/login", null, """
                {"username": "%s", "password": "secret"}""".formatted(name))
                .json()
                .get("access_token")
                .asString();
    }

    Answer call(String method, String path, @Nullable String token, @Nullable String json) {
        return send(url, method, path, token, "application/json", json == null ? new byte[0] : bytes(json));
    }

    /** Sends a file as a browser's form does. */
    Answer upload(String token, String filename, byte[] content) {
        byte[] head = bytes("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] tail = bytes("\r\n--edge--\r\n");
        byte[] body = new byte[head.length + content.length + tail.length];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(content, 0, body, head.length, content.length);
        System.arraycopy(tail, 0, body, head.length + content.length, tail.length);
        return send(url, "POST", "/process", token, "multipart/form-data; boundary=edge", body);
    }

    static Answer send(String url, String method, String path, @Nullable String token, String type, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Content-Type", type);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until no job waits or runs. */
    void settle() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> rota.jobs().counts().entrySet().stream()
                        .allMatch(count -> count.getKey() == JobState.FAILED || count.getValue() == 0));
    }

    /** Runs the clean-up or the retries now, and all that follows. */
    void runNow(String schedule) {
        if (rota.schedules().runNow(schedule, "test").isEmpty()) {
            throw new IllegalStateException("There is no schedule " + schedule);
        }
        settle();
    }

    void retryFailedTasks() {
        clock().advance(Duration.ofMinutes(15));
        runNow(WebappJobs.RETRY_SCHEDULE);
    }

    @Override
    public void close() {
        context.close();
    }
}
