package dev.rota.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LogLine;
import dev.rota.schedule.StoredSchedule;
import dev.rota.spring.RotaAutoConfiguration;
import dev.rota.spring.RotaDataSourceAutoConfiguration;
import dev.rota.spring.guide.Users.Import;
import dev.rota.spring.guide.Users.Welcome;
import dev.rota.spring.test.AutoConfigureTestRota;
import dev.rota.spring.test.EnqueuedJobs;
import dev.rota.store.JobArchive.Query;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** That the guides' application does what they say. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureTestRota
@GuideApplication
@DirtiesContext
class ShopRunsTest {
    @TempDir
    static Path directory;

    @Autowired
    private Rota rota;

    @Autowired
    private Orders orders;

    @Autowired
    private Users users;

    @Autowired
    private EnqueuedJobs jobs;

    @Autowired
    private Mailer mailer;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Environment environment;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:sqlite:" + directory.resolve("shop.db"));
    }

    @BeforeEach
    void nothing_waits() {
        jobs.drain();
        jobs.clear();
        mailer.sent().clear();
    }

    private Job job(long id) {
        return rota.jobs().find(id).orElseThrow();
    }

    @Test
    void an_order_is_enqueued_as_its_type_says() {
        orders.place("Anna");
        Job receipt = rota.jobs().list(Query.NEWEST.type("orders.send-receipt")).get(0);
        assertThat(receipt.queue()).isEqualTo("mail");
        assertThat(receipt.maxAttempts()).isEqualTo(6);
    }

    @Test
    void the_schedule_is_stored_and_its_job_closes_orders() {
        StoredSchedule schedule = rota.schedules().find("orders.close-old").orElseThrow();
        assertThat(schedule.effective().trigger().text()).isEqualTo("0 3 * * SUN");
        assertThat(schedule.effective().job().maxAttempts()).isEqualTo(3);
        orders.place("Bert");
        rota.enqueue(JobType.of("orders.ship-all"));
        jobs.drain();
        assertThat(states()).containsOnly("shipped");
        rota.schedules().runNow("orders.close-old", "test");
        jobs.drain();
        assertThat(states()).containsOnly("closed");
    }

    private List<String> states() {
        return jdbc.queryForList("select state from orders", String.class);
    }

    @Test
    void a_request_leaves_a_receipt_now_and_one_later() throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + environment.getProperty("local.server.port") + "/receipts/Carla");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(jobs.committed(ShopApplication.SEND_RECEIPT)).hasSize(2);
        jobs.drain();
        assertThat(mailer.sent()).containsExactly("Receipt for Carla, attempt 1");
    }

    @Test
    void a_registration_that_fails_leaves_no_welcome() {
        users.register("Dora");
        assertThatThrownBy(() -> users.register(" ")).hasMessage("no name");
        assertThat(jobs.committed(Users.WELCOME)).containsExactly(new Welcome("Dora"));
        assertThat(jobs.rolledBack(Users.WELCOME)).containsExactly(new Welcome(" "));
        jobs.drain();
        assertThat(mailer.sent()).containsExactly("Welcome Dora");
    }

    @Test
    void a_welcome_that_was_put_off_can_be_cancelled() {
        long id = users.welcomeLater("Emil");
        assertThat(jobs.drain()).isZero();
        assertThat(job(id).state()).isEqualTo(JobState.SCHEDULED);
        assertThat(users.cancel(id)).isTrue();
        assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
        assertThat(users.cancel(id)).isFalse();
    }

    @Test
    void an_import_tells_how_far_it_has_come() {
        long id = rota.enqueue(Users.IMPORT, new Import(List.of("Fritz", "Greta")));
        jobs.drain();
        assertThat(job(id).progress()).extracting("succeeded", "total").containsExactly(2L, 2L);
        assertThat(rota.jobs().log(id, 0, 10)).extracting(LogLine::text).contains("imported Greta");
    }

    @Test
    void without_a_database_named_rows_and_jobs_stand_in_one_file_and_one_transaction() {
        shareATransaction("rota.sqlite.file=" + directory.resolve("default.db"));
    }

    @Test
    void a_url_moves_rows_and_jobs_to_postgres_and_nothing_else_changes() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            shareATransaction("spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private static void shareATransaction(String database) {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.h2"))
                .withConfiguration(AutoConfigurations.of(
                        RotaDataSourceAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceInitializationAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        RotaAutoConfiguration.class))
                .withBean(Mailer.class)
                .withBean(Orders.class)
                .withPropertyValues(
                        database,
                        "rota.worker.enabled=false",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:guide/schema.sql")
                .run(context -> {
                    Rota own = context.getBean(Rota.class);
                    Orders orders = context.getBean(Orders.class);
                    JdbcTemplate rows = context.getBean(JdbcTemplate.class);
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                            .executeWithoutResult(status -> {
                                orders.place("Hans");
                                assertThat(count(rows, "rota_job")).isEqualTo(1);
                                assertThat(count(rows, "orders")).isEqualTo(1);
                                status.setRollbackOnly();
                            });
                    assertThat(count(rows, "orders")).isZero();
                    assertThat(own.jobs().list(Query.NEWEST)).isEmpty();
                });
    }

    private static @Nullable Integer count(JdbcTemplate rows, String table) {
        return rows.queryForObject("select count(*) from " + table, Integer.class);
    }

    @Test
    void a_bare_name_is_run_as_the_annotation_says_and_a_type_that_says_more_as_it_says() {
        assertThat(job(rota.enqueue(JobType.of("orders.close-old"))).maxAttempts())
                .isEqualTo(3);
        assertThat(job(rota.enqueue(JobType.of("orders.close-old").retries(7))).maxAttempts())
                .isEqualTo(8);
    }

    @Test
    void the_report_runs_by_its_schedule() {
        Long id = rota.schedules().runNow("users.report", "test").orElseThrow().jobId();
        if (id == null) {
            throw new AssertionError("the fire made no job");
        }
        jobs.drain();
        assertThat(job(id).state()).isEqualTo(JobState.SUCCEEDED);
    }
}
