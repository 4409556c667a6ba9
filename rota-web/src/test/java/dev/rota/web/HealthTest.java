package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jackson.JacksonCodec;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.testing.RotaTest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who look after a server ask it, while its database does not answer. */
final class HealthTest {
    @TempDir
    private Path directory;

    private final AtomicBoolean down = new AtomicBoolean();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String cause = "refused";
    private RotaTest test;
    private RotaWeb web;
    private String origin;

    @BeforeEach
    void start() {
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> failing(SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock))),
                new JacksonCodec(),
                // So that its heartbeats are rare, once it is started.
                builder -> builder.lease(Duration.ofHours(1)));
        web = new RotaWeb(
                test.rota(),
                WebSettings.DEFAULTS
                        .clock(test.clock())
                        .standalone(new WebSettings.Standalone(true, false, () -> "rota_jobs_enqueued_total 1\n")));
        origin = "http://127.0.0.1:" + web.start(0) + "/rota";
    }

    @AfterEach
    void stop() {
        down.set(false);
        web.close();
        test.close();
    }

    private Store failing(Store store) {
        List<String> without = List.of("describe", "forReaders", "close");
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, args) -> {
                    if (down.get() && !without.contains(method.getName())) {
                        throw new StoreException(cause, new SQLException(), true);
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    @Test
    void what_is_open_to_all_is_answered_without_the_database() throws IOException, InterruptedException {
        String page = get("/login?token=x").body();
        String style = "/" + page.replaceFirst("(?s).*href=\"[./]*(assets/[^\"]+rota.css)\".*", "$1");
        down.set(true);
        for (String path : List.of("/api/v1/health/live", "/health/live", style, "/login?token=x")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(get(path, "Authorization", "Bearer rota_nobody-0123456789")
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(get(path, "Cookie", "rota=nobody").statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get("/api/v1/jobs").statusCode()).isEqualTo(503);
    }

    @Test
    void is_not_ready_without_the_database_and_tells_details_to_who_may_know()
            throws IOException, InterruptedException {
        assertThat(get("/health/ready").body()).contains("\"status\":\"up\"").contains("\"store\":");
        assertThat(get("/health/ready", "X-Forwarded-For", "10.0.0.7").body()).contains("\"details\":null");
        down.set(true);
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"down\",\"details\":null}");
    }

    @Test
    void is_not_ready_while_the_heartbeats_of_its_own_worker_are_not_written()
            throws IOException, InterruptedException {
        test.rota().start();
        long worker = test.rota().workerId().orElseThrow();
        test.rota().store().workers().heartbeat(worker);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        test.clock().advance(test.rota().configuration().lease().plusMillis(1));
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("heartbeats of its worker fail");
        test.rota().store().workers().heartbeat(worker);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void what_could_not_be_written_is_told_as_that_with_the_full_disk() throws IOException, InterruptedException {
        cause = "[SQLITE_FULL] database or disk is full";
        down.set(true);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + "/api/v1/jobs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"type\":\"loans.sweep\"}"));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("The database could not be written: its disk is full");
        assertThat(get("/api/v1/jobs").body()).contains("The database could not be read");
    }
}
