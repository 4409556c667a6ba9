package dev.rota.systems.audiobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.Fire;
import dev.rota.systems.audiobooks.jobs.AudiobookSchedules;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.audiobooks.web.AudiobookTokens;
import dev.rota.systems.audiobooks.web.AudiobookUsers;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** The whole program: jobs by Rota, endpoints over HTTP. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AudiobookProgramTest {
    private static final Instant NOW = Instant.parse("2026-03-20T06:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestDatabase kind;
    private FreshDatabase database;
    private ServletWebServerApplicationContext program;
    private Rota rota;

    @TempDir
    Path downloads;

    AudiobookProgramTest(TestDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() {
        database = kind.open();
        run(Map.of());
        program.getBean(Demonstration.class).load(null, LocalDate.of(2026, 3, 20));
    }

    private void run(Map<String, Object> more) {
        program = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Program.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("database", database.dataSource()))
                .properties(
                        "server.port=0",
                        "audiobooks.path=/audiobooks",
                        "audiobooks.jwt.secret=only-for-this-test-0123456789-0123456789",
                        "audiobooks.admin.password=only for this test",
                        "audiobooks.downloads=" + downloads,
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off")
                .properties(more)
                .run();
        rota = program.getBean(Rota.class);
    }

    @AfterEach
    void stop() {
        program.close();
        database.close();
    }

    @Test
    void tasks_run_as_jobs_and_what_is_wanted_is_brought() throws Exception {
        succeed(TaskName.CATALOG);
        succeed(TaskName.SERIES);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.count("audio_acquisition where reason = 'series' and status = 'done'") == 3);
        succeed(TaskName.AUTHOR);
        succeed(TaskName.TOP10);
        succeed(TaskName.METADATA_FULL);
        succeed(TaskName.CLEANUP);

        JsonNode rows = get("/tasks/recent?limit=6", admin());
        assertThat(rows.valueStream().map(row -> row.path("task_name").asString()))
                .containsExactly("CLEANUP", "METADATA_FULL", "TOP10", "AUTHOR", "SERIES", "CATALOG");
        JsonNode crawl = rows.get(5);
        assertThat(crawl.path("status").asString()).isEqualTo("completed");
        assertThat(crawl.path("items_processed").asInt()).isEqualTo(12);
        assertThat(crawl.path("items_succeeded").asInt()).isEqualTo(10);
        assertThat(crawl.path("items_failed").asInt()).isEqualTo(2);
        assertThat(database.jdbc()
                        .sql("select b.source_id from audio_acquisition q join audio_book b on b.id = q.book_id"
                                + " where q.reason = 'author'")
                        .query(String.class)
                        .list())
                .containsExactly("12");
    }

    @Test
    void a_task_is_shown_with_its_log() throws Exception {
        succeed(TaskName.CATALOG);

        JsonNode latest = get("/tasks/recent", admin()).get(0);
        JsonNode task = get("/tasks/" + latest.path("task_id").asLong(), admin());

        assertThat(task.propertyNames())
                .containsExactly(
                        "task_id",
                        "task_name",
                        "status",
                        "scheduled_time",
                        "actual_start",
                        "actual_end",
                        "duration_seconds",
                        "items_processed",
                        "items_succeeded",
                        "items_failed",
                        "error_message",
                        "log_output");
        assertThat(task.path("actual_start").asString()).isEqualTo("2026-03-20T06:00:00+00:00");
        assertThat(task.path("log_output").asString()).contains("Item 9 failed");
        assertThat(send("GET", "/tasks/999999", admin(), null).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/tasks/recent?limit=0", admin(), null).statusCode())
                .isEqualTo(422);
    }

    @Test
    void the_scheduler_tells_how_it_is() throws Exception {
        JsonNode status = get("/scheduler/status", admin());

        assertThat(status.propertyNames()).containsExactly("status", "running", "total_jobs", "uptime_seconds", "jobs");
        assertThat(status.path("status").asString()).isEqualTo("running");
        assertThat(status.path("total_jobs").asInt()).isEqualTo(7);
        JsonNode catalog = get("/scheduler/jobs", admin()).get(0);
        assertThat(catalog.propertyNames()).containsExactly("id", "name", "next_run_time", "trigger", "paused");
        assertThat(catalog.path("trigger").asString()).isEqualTo("cron[hour='2', minute='0']");
        assertThat(get("/scheduler/jobs", admin()).get(1).path("trigger").asString())
                .isEqualTo("cron[day_of_week='sun', hour='3', minute='0']");
        assertThat(catalog.path("next_run_time").asString()).endsWith("+00:00");
    }

    @Test
    void a_job_is_paused_and_resumed_also_by_its_old_name() throws Exception {
        HttpResponse<String> paused = send("POST", "/scheduler/jobs/mam_scraping_task/pause", admin(), null);
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(paused.body()).contains("\"id\":\"catalog\"", "\"paused\":true", "\"next_run_time\":null");
        assertThat(program.getBean(AudiobookSchedules.class)
                        .find(TaskName.CATALOG)
                        .orElseThrow()
                        .pause())
                .isNotNull();

        HttpResponse<String> resumed = send("POST", "/scheduler/jobs/catalog/resume", admin(), null);
        assertThat(resumed.body()).contains("\"paused\":false");
        assertThat(send("POST", "/scheduler/jobs/nothing/pause", admin(), null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void only_administrators_come_in() throws Exception {
        AudiobookTokens tokens = program.getBean(AudiobookTokens.class);
        program.getBean(AudiobookUsers.class).put("lee", "only for this test", "listener");

        assertThat(send("GET", "/scheduler/status", null, null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/tasks/recent", "nonsense", null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/tasks/recent", tokens.issue("lee", Duration.ofMinutes(5)), null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/tasks/recent", tokens.issue("nobody", Duration.ofMinutes(5)), null)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_name_and_a_password_give_a_token() throws Exception {
        HttpResponse<String> login =
                send("POST", "/auth/login", null, "{\"username\":\"admin\",\"password\":\"only for this test\"}");
        JsonNode token = JsonMapper.builder().build().readTree(login.body());

        assertThat(token.path("token_type").asString()).isEqualTo("bearer");
        assertThat(get("/scheduler/jobs", token.path("access_token").asString()))
                .hasSize(7);
        assertThat(send("POST", "/auth/login", null, "{\"username\":\"admin\",\"password\":\"another password\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_scheduler_that_is_off_schedules_nothing() throws Exception {
        program.close();
        run(Map.of("SCHEDULER_ENABLED", "false"));

        assertThat(get("/scheduler/jobs", admin())).isEmpty();
        assertThat(get("/scheduler/status", admin()).path("status").asString()).isEqualTo("stopped");
    }

    @Test
    void tasks_that_ask_sources_wait_for_each_other() {
        assertThat(rota.schedules().list().stream()
                        .filter(schedule -> schedule.name().startsWith("audiobooks."))
                        .filter(schedule -> schedule.effective().job().exclusion() != null)
                        .map(schedule -> schedule.name()))
                .containsExactlyInAnyOrder(
                        "audiobooks.catalog",
                        "audiobooks.top10",
                        "audiobooks.metadata-full",
                        "audiobooks.metadata-new",
                        "audiobooks.series",
                        "audiobooks.author");
    }

    @Test
    void rows_of_attempts_that_no_worker_runs_are_interrupted_at_start() {
        database.jdbc().sql("""
                        insert into audio_task (task_name, actual_start, status, run_trigger, job_id, date_created)
                        values ('CATALOG', 1, 'running', 'schedule', 999999, 1)
                        """).update();
        program.close();
        run(Map.of());

        assertThat(database.count("audio_task where job_id = 999999 and status = 'interrupted'"))
                .isEqualTo(1);
    }

    private void succeed(TaskName task) {
        Fire fire =
                rota.schedules().runNow(AudiobookSchedules.name(task), "test").orElseThrow();
        long job = Objects.requireNonNull(fire.jobId());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rota.jobs().find(job).map(Job::state).orElse(null) == JobState.SUCCEEDED);
    }

    private String admin() {
        return program.getBean(AudiobookTokens.class).issue("admin", Duration.ofMinutes(5));
    }

    private JsonNode get(String path, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, token, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String token, @Nullable String body)
            throws IOException, InterruptedException {
        int port = Objects.requireNonNull(program.getWebServer()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/audiobooks" + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(AudiobookConfiguration.class)
    static class Program {
        @Bean
        InstantSource clock() {
            return () -> NOW;
        }
    }
}
