package dev.rota.systems.boardgames.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.systems.boardgames.BoardGamesConfiguration;
import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.boardgames.jobs.CustomAlertJob;
import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.common.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class AlertJobControllerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestDatabase database;
    private BoardGamesFixture library;
    private ServletWebServerApplicationContext context;

    AlertJobControllerTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() throws Exception {
        library = new BoardGamesFixture(database);
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "boardgames.path=/boardgames",
                "boardgames.jwt.secret=only-for-this-test-0123456789-0123456789",
                "boardgames.overdue-alerts.interval=12h",
                "spring.flyway.enabled=false",
                "spring.main.banner-mode=off"));
        try (Connection connection = library.database.dataSource().getConnection()) {
            properties.add("spring.datasource.url=" + connection.getMetaData().getURL());
        }
        if (database == TestDatabase.POSTGRES) {
            properties.add("spring.datasource.username=postgres");
        }
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Program.class)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    @AfterEach
    void stop() {
        context.close();
        library.close();
    }

    @Test
    void an_admin_runs_everything_and_sees_what_came_of_it() throws Exception {
        assertThat(json(get("/jobs", "ada"))).hasSize(4);
        assertThat(json(get("/jobs/overdue-alerts", "ada"))
                        .get("schedule_seconds")
                        .asLong())
                .isEqualTo(43_200);
        assertThat(json(post("/jobs/generate-all", "ada")).findValuesAsString("status"))
                .containsExactly("success", "success");
        assertThat(json(post("/jobs/maintenance/run", "ada")).get("status").asString())
                .isEqualTo("failed");

        assertThat(json(get("/jobs/executions?limit=10", "ada"))).hasSize(3);
        JsonNode statistics = json(get("/jobs/statistics", "ada"));
        assertThat(statistics.get("total_executions").asLong()).isEqualTo(3);
        assertThat(statistics.get("success_rate_percent").asDouble()).isEqualTo(66.67);
        HttpResponse<String> health = get("/jobs/health", "ada");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json(health).get("is_running").asBoolean()).isTrue();
        assertThat(json(health).at("/last_failures/maintenance/error").asString())
                .isEqualTo("no broom");
        assertThat(json(get("/alerts", "cleo")).findValuesAsString("type")).contains("overdue");
    }

    @Test
    void jobs_are_disabled_removed_stopped_and_started() throws Exception {
        assertThat(json(post("/jobs/reminder-alerts/disable", "ada"))
                        .get("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(json(post("/jobs/reminder-alerts/enable", "ada"))
                        .get("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(send(request("/jobs/maintenance", "ada").DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(get("/jobs/maintenance", "ada").statusCode()).isEqualTo(404);
        assertThat(post("/jobs/start", "ada").statusCode()).isEqualTo(409);
        assertThat(post("/jobs/stop", "ada").statusCode()).isEqualTo(200);
        assertThat(post("/jobs/stop", "ada").statusCode()).isEqualTo(200);
        assertThat(post("/jobs/start", "ada").statusCode()).isEqualTo(200);
        assertThat(get("/jobs/executions?limit=0", "ada").statusCode()).isEqualTo(400);
    }

    @Test
    void a_library_whose_jobs_are_long_overdue_is_unwell() throws Exception {
        context.getBean(Rota.class).stop(Duration.ZERO);
        // As after a long outage; nothing but time or the table itself can make it so.
        library.execute("update rota_schedule set next_fire_at = next_fire_at - "
                + (database == TestDatabase.SQLITE ? "8640000000000" : "interval '100 days'")
                + " where name = 'boardgames.reminder-alerts'");

        HttpResponse<String> health = get("/jobs/health", "ada");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(json(health).get("late").get(0).asString()).isEqualTo("reminder-alerts");
        assertThat(json(health).get("lag_seconds").asLong()).isGreaterThan(90 * 86_400L);
    }

    @Test
    void only_admins_steer_jobs() throws Exception {
        assertThat(get("/jobs", null).statusCode()).isEqualTo(401);
        assertThat(get("/jobs", "nobody").statusCode()).isEqualTo(401);
        assertThat(get("/jobs", "ben").statusCode()).isEqualTo(403);
        assertThat(post("/jobs/stop", "ben").statusCode()).isEqualTo(403);
        assertThat(get("/alerts", "ben").statusCode()).isEqualTo(200);
        assertThat(get("/alerts", null).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> get(String path, @Nullable String user) throws Exception {
        return send(request(path, user).GET());
    }

    private HttpResponse<String> post(String path, @Nullable String user) throws Exception {
        return send(request(path, user).POST(BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, @Nullable String user) {
        int port = Objects.requireNonNull(context.getWebServer()).getPort();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/boardgames" + path));
        return user == null
                ? request
                : request.header(
                        "Authorization",
                        "Bearer " + context.getBean(BearerTokens.class).issue(user, Duration.ofMinutes(5)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(BoardGamesConfiguration.class)
    static class Program {
        @Bean
        Clock clock() {
            return Clock.fixed(BoardGamesFixture.NOW, ZoneOffset.UTC);
        }

        @Bean
        CustomAlertJob maintenance() {
            return new CustomAlertJob("maintenance", "Sweeps", Duration.ofHours(6), job -> {
                throw new IllegalStateException("no broom");
            });
        }
    }
}
