package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import dev.rota.micrometer.StoreGauges;
import dev.rota.spring.WebApplication.Note;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole web application: background tasks, health, endpoint, metrics, logs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;
    private Rota rota;
    private Happenings happenings;
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        context = new SpringApplicationBuilder(WebApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "server.port=0",
                        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always")
                .run();
        rota = context.getBean(Rota.class);
        happenings = context.getBean(Happenings.class);
    }

    @AfterAll
    void stop() throws IOException {
        context.close();
        postgres.close();
    }

    @Test
    void gauges_that_come_to_be_while_the_registry_is_read_are_never_told_twice() {
        AtomicInteger asked = new AtomicInteger();
        Store store = context.getBean(Store.class);
        for (int round = 0; round < 50; round++) {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new StoreGauges(() -> {
                        asked.incrementAndGet();
                        return store;
                    })
                    .bindTo(registry);
            assertThat(registry.scrape()).contains("rota_database_size_bytes");
            assertThat(registry.scrape()).contains("rota_table_size_bytes{table=\"rota_job\"}");
        }
        assertThat(asked.get()).isEqualTo(50 * 5);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<Job> notes(String text) {
        return rota.jobs().list(Query.NEWEST.type("note").limit(1000)).stream()
                .filter(job -> job.args().equals("{\"text\":\"" + text + "\"}"))
                .toList();
    }

    @Test
    void tasks_of_a_request_are_kept_until_its_method_has_returned_and_there_when_it_is_answered() throws Exception {
        HttpResponse<String> response = send("POST", "/two/kept");
        assertThat(response.body()).isEqualTo("kept 0");
        assertThat(notes("kept")).hasSize(2);
    }

    @Test
    void a_method_that_throws_leaves_no_task() throws Exception {
        assertThat(send("POST", "/fails/lost").statusCode()).isEqualTo(500);
        assertThat(notes("lost")).isEmpty();
    }

    @Test
    void a_method_that_returns_nothing_leaves_its_tasks_too() throws Exception {
        assertThat(send("POST", "/nothing/silent").statusCode()).isEqualTo(204);
        assertThat(notes("silent")).hasSize(1);
    }

    @Test
    void tasks_that_cannot_be_committed_fail_the_request_all_of_them() throws Exception {
        assertThat(send("POST", "/taken/first").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/taken/next").statusCode()).isEqualTo(500);
        assertThat(notes("first")).hasSize(1);
        assertThat(notes("next")).isEmpty();
    }

    @Test
    void a_task_that_is_added_in_a_transaction_joins_it() throws Exception {
        assertThat(send("POST", "/joins/undone").statusCode()).isEqualTo(200);
        assertThat(notes("undone")).isEmpty();
    }

    @Test
    void a_local_task_runs_after_the_method_has_returned() throws Exception {
        assertThat(send("POST", "/local").body()).isEqualTo("count is 1");
        assertThat(context.getBean(WebApplication.Requests.class).local.await(30, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void lines_of_a_handler_stand_in_the_log_of_its_job_without_those_about_the_engine() throws Exception {
        long id = rota.enqueue(WebApplication.NOTE, new Note("logged"));
        happenings.await(RotaEvent.Succeeded.class, id);
        List<LogLine> lines = rota.jobs().log(id, 0, 100);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).text()).isEqualTo("noted logged");
        assertThat(lines.get(1).text()).startsWith("with an error\njava.lang.IllegalStateException: smudged");
        assertThat(lines.get(1).level()).hasToString("WARN");
    }

    @Test
    void health_is_up_and_the_endpoint_shows_schedules_and_workers() throws Exception {
        assertThat(send("GET", "/actuator/health").body())
                .contains("\"rota\":{\"details\"")
                .contains("PostgreSQL")
                .startsWith("{\"components\"")
                .contains("\"status\":\"UP\"");
        assertThat(send("GET", "/actuator/rota").body())
                .contains("\"name\":\"note\"")
                .contains("\"trigger\":\"@daily\"")
                .contains("\"workers\":[{\"id\":")
                .doesNotContain("\"text\"");
    }

    @Test
    void meters_of_what_happens_and_of_what_the_store_knows_are_told() throws Exception {
        happenings.await(RotaEvent.Succeeded.class, rota.enqueue(WebApplication.NOTE, new Note("measured")));
        // What is told of each queue comes to be while the meters are read.
        assertThat(send("GET", "/actuator/prometheus").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                send("GET", "/actuator/prometheus").body())
                        .contains("rota_jobs_outcomes_total{", "rota_jobs_run_seconds_bucket{", "rota_queues_slots{"));
    }

    @Test
    void items_and_outcomes_are_counted_by_type() throws Exception {
        long id = rota.enqueue(WebApplication.NOTE, new Note("counted"));
        happenings.await(RotaEvent.Succeeded.class, id);
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        // The listener that counts may be told after the one that is awaited here, and other notes may be under way.
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            double succeeded = meters.get("rota.jobs.outcomes")
                    .tags("type", "note", "outcome", "succeeded")
                    .counter()
                    .count();
            assertThat(succeeded).isPositive();
            assertThat(meters.get("rota.jobs.items.processed")
                            .tag("type", "note")
                            .counter()
                            .count())
                    .isEqualTo(4 * succeeded);
        });
    }

    @Test
    void health_names_the_worker_that_has_stopped() {
        RotaHealthIndicator health = new RotaHealthIndicator(context.getBean(Rota.class), new Troubles(), true);
        Troubles troubles = new Troubles();
        troubles.on(new RotaEvent.StoreFailed("exchange", new IllegalStateException("no route"), Duration.ZERO));
        assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
        RotaHealthIndicator troubled = new RotaHealthIndicator(rota, troubles, true);
        assertThat(troubled.health().getStatus().getCode()).isEqualTo("DOWN");
        assertThat(troubled.health().getDetails().get("down")).hasToString("{duty exchange=no route}");
        troubles.on(new RotaEvent.StoreRecovered("exchange"));
        assertThat(troubled.health().getStatus().getCode()).isEqualTo("UP");
    }

    @Test
    void more_local_tasks_than_there_are_places_for_are_refused() {
        LocalTasks tasks = new LocalTasks(new RotaProperties.LocalTasks(1, 2), Duration.ofSeconds(30));
        tasks.reserve();
        tasks.reserve();
        assertThat(catchThrowable(tasks::reserve)).hasMessageContaining("rota.local-tasks.capacity");
        tasks.start();
        List<String> done = new ArrayList<>();
        tasks.run(() -> done.add("first"));
        tasks.run(() -> done.add("second"));
        tasks.stop();
        assertThat(done).containsExactly("first", "second");
    }
}
