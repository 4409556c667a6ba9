package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rota.Rota;
import dev.rota.web.RotaWeb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard in an application's own container, which is not Jetty. */
class DashboardTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(WebApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties("server.port=0", "spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db"))
                .properties(properties)
                .run();
    }

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void stands_below_the_contexts_path() throws Exception {
        try (ConfigurableApplicationContext context =
                start("server.servlet.context-path=/app", "rota.web.path=/jobs", "rota.web.environment=stage")) {
            assertThat(get(context, "/app/jobs").headers().firstValue("Location"))
                    .hasValue("jobs/");
            assertThat(get(context, "/app/jobs/").body()).contains("Needs attention", "stage", "href=\"./schedules\"");
            assertThat(get(context, "/app/jobs/schedules/note").body()).contains("href=\"../jobs\"");
            assertThat(get(context, "/app/jobs/api/v1/schedules").body()).contains("\"name\":\"note\"");
            HttpResponse<String> missing = get(context, "/app/jobs/api/v1/nothing");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.body()).contains("urn:rota:problem:not-found");
        }
    }

    @Test
    void asks_for_a_login_where_told_to() throws Exception {
        try (ConfigurableApplicationContext context = start("rota.web.loopback-role=none")) {
            assertThat(get(context, "/rota/").statusCode()).isEqualTo(401);
            assertThat(get(context, "/rota/api/v1/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void freezes_settings_where_told_to() throws Exception {
        try (ConfigurableApplicationContext context = start("rota.settings.editable=false")) {
            assertThat(get(context, "/rota/settings").body()).contains("Settings are frozen");
            assertThat(get(context, "/rota/new-schedule").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void tells_where_settings_come_from_and_asks_for_reasons_where_told_to() throws Exception {
        try (ConfigurableApplicationContext context = start(
                "rota.worker.queue-slots.mail=3",
                "rota.web.require-reason=delete,cancel",
                "rota.web.environment=stage")) {
            assertThat(get(context, "/rota/settings").body())
                    .containsPattern(
                            "rota.worker.queue-slots</code>.*?mail 3.*?data-label=\"From\">default of the program")
                    .containsPattern("rota.web.require-reason</code>.*?cancel, delete")
                    .containsPattern("rota.worker.grace</code>.*?data-label=\"From\">default");
        }
    }

    /** How long operations and tokens are kept is said by the builder alone. */
    @Test
    void every_setting_that_is_shown_is_a_property() throws Exception {
        Set<String> properties = new TreeSet<>(Set.of("rota.retention.operations", "rota.retention.tokens"));
        for (JsonNode property : JsonMapper.shared()
                .readTree(Path.of("target/classes/META-INF/spring-configuration-metadata.json"))
                .get("properties")) {
            properties.add(property.get("name").asString());
        }
        Set<String> shown = new TreeSet<>();
        try (ConfigurableApplicationContext context = start()) {
            String settings = get(context, "/rota/api/v1/settings").body();
            JsonMapper.shared()
                    .readTree(settings)
                    .get("items")
                    .forEach(item -> shown.add(item.get("name").asString()));
        }
        assertThat(shown).contains("rota.worker.slots", "rota.web.path");
        assertThat(properties).containsAll(shown);
    }

    @Test
    void is_closed_without_a_server_of_its_own() {
        try (ConfigurableApplicationContext context = start()) {
            RotaWeb web = context.getBean(RotaWeb.class);
            assertThatCode(web::close).doesNotThrowAnyException();
        }
    }

    @Test
    void brings_a_job_to_try_it_with_unless_told_not_to() {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBean(Rota.class).type("rota.demo")).isPresent();
        }
        try (ConfigurableApplicationContext context = start("rota.web.demo-job=false")) {
            assertThat(context.getBean(Rota.class).type("rota.demo")).isEmpty();
        }
    }

    @Test
    void is_absent_where_switched_off() throws Exception {
        try (ConfigurableApplicationContext context = start("rota.web.enabled=false")) {
            assertThat(get(context, "/rota/").statusCode()).isEqualTo(404);
        }
    }
}
