package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.RotaException;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.StoredSchedule;
import dev.rota.spring.LoanApplication.Count;
import dev.rota.spring.LoanApplication.Loans;
import dev.rota.spring.LoanApplication.Remind;
import dev.rota.spring.LoanApplication.RemindHandler;
import dev.rota.store.JobArchive.Query;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.JDBCUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What holds on both databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpringContract {
    private String databaseUrl;
    private ConfigurableApplicationContext context;
    private Rota rota;
    private Loans loans;
    private Happenings happenings;

    /** The URL of a database of its own for this class. */
    abstract String url() throws Exception;

    void stopDatabase() throws Exception {}

    @BeforeAll
    void start() throws Exception {
        databaseUrl = url();
        context = new SpringApplicationBuilder(LoanApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .properties(
                        "spring.datasource.url=" + databaseUrl, "spring.application.name=loans", "rota.worker.slots=4")
                .run();
        rota = context.getBean(Rota.class);
        loans = context.getBean(Loans.class);
        happenings = context.getBean(Happenings.class);
        context.getBean(JdbcTemplate.class).execute("create table loan (borrower varchar(100))");
    }

    @AfterAll
    void stop() throws Exception {
        context.close();
        stopDatabase();
    }

    @Test
    void a_job_is_committed_with_the_transaction_around_it_and_then_run() throws Exception {
        int before = loans.count();
        long id = loans.lend("Anna", false);
        happenings.await(RotaEvent.Succeeded.class, id);
        assertThat(context.getBean(RemindHandler.class).reminded).contains("Anna");
        assertThat(loans.count()).isEqualTo(before + 1);
    }

    @Test
    void a_job_is_rolled_back_with_the_transaction_around_it() {
        int before = loans.count();
        assertThatThrownBy(() -> loans.lend("Bert", true)).hasMessageContaining("out of stock");
        assertThat(loans.count()).isEqualTo(before);
        assertThat(rota.jobs().list(Query.NEWEST.type("loans.remind").limit(1000)))
                .extracting(Job::args)
                .doesNotContain("{\"borrower\":\"Bert\"}");
    }

    /** With connections as Spring Boot gives them to jOOQ. */
    @Test
    void what_jooq_writes_is_committed_with_a_job_or_not_at_all() {
        DataSource connections = new TransactionAwareDataSourceProxy(context.getBean(DataSource.class));
        DSLContext jooq = DSL.using(connections, JDBCUtils.dialect(databaseUrl));
        TransactionTemplate transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        for (boolean undone : List.of(true, false)) {
            transactions.executeWithoutResult(status -> {
                jooq.insertInto(table("loan"))
                        .columns(field("borrower"))
                        .values("Doris")
                        .execute();
                assertThat(jooq.fetchCount(table("loan"), field("borrower").eq("Doris")))
                        .isEqualTo(1);
                rota.job(LoanApplication.REMIND, new Remind("Doris"))
                        .tag("jooq")
                        .enqueue();
                if (undone) {
                    status.setRollbackOnly();
                }
            });
            int kept = undone ? 0 : 1;
            assertThat(jooq.fetchCount(table("loan"), field("borrower").eq("Doris")))
                    .isEqualTo(kept);
            assertThat(rota.jobs().list(Query.NEWEST.tag("jooq"))).hasSize(kept);
        }
    }

    @Test
    void outside_a_transaction_a_job_is_durable_at_once() throws Exception {
        long id = rota.enqueue(LoanApplication.REMIND, new Remind("Carl"));
        assertThat(rota.jobs().find(id)).isPresent();
        happenings.await(RotaEvent.Succeeded.class, id);
    }

    @Test
    void a_read_only_transaction_refuses_a_job_and_says_why() {
        assertThatThrownBy(loans::lookAndEnqueue)
                .isInstanceOf(RotaException.class)
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void a_method_behind_a_proxy_is_given_args_and_context_and_its_value_is_the_result() throws Exception {
        long id = rota.enqueue(LoanApplication.COUNT, new Count(3));
        happenings.await(RotaEvent.Succeeded.class, id);
        assertThat(rota.jobs().find(id).orElseThrow().result()).isEqualTo("\"loans.count from 3\"");
    }

    @Test
    void attributes_of_the_annotation_become_settings_of_the_type() {
        JobType<?> type = rota.type("loans.count").orElseThrow();
        assertThat(type.settings().queue()).isEqualTo("reports");
        assertThat(type.settings().maxAttempts()).isEqualTo(3);
        assertThat(type.settings().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rota.type("loans.remind").orElseThrow().settings().queue()).isEqualTo("mail");
    }

    @Test
    void what_code_enqueues_with_the_bare_name_has_what_the_annotation_says() {
        JobType<Count> bare = JobType.of("loans.count", Count.class);
        Job job = rota.jobs()
                .find(rota.job(bare, new Count(1)).in(Duration.ofDays(1)).enqueue())
                .orElseThrow();
        assertThat(job.queue()).isEqualTo("reports");
        assertThat(job.maxAttempts()).isEqualTo(3);
        assertThat(job.request().timeout()).isEqualTo(Duration.ofSeconds(30));
        Job fewer = rota.jobs()
                .find(rota.job(bare.retries(0), new Count(1))
                        .in(Duration.ofDays(1))
                        .queue("here")
                        .enqueue())
                .orElseThrow();
        assertThat(fewer.queue()).isEqualTo("here");
        assertThat(fewer.maxAttempts()).isEqualTo(1);
        assertThat(fewer.request().timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void the_error_of_a_handler_is_its_own_not_that_of_reflection() throws Exception {
        long id = rota.enqueue(JobType.of("loans.fail").maxAttempts(1));
        RotaEvent.Failed failed = happenings.await(RotaEvent.Failed.class, id);
        assertThat(failed.error().type()).isEqualTo("java.io.IOException");
        assertThat(failed.error().message()).isEqualTo("no paper");
    }

    @Test
    void a_handler_bean_without_a_class_has_its_type_from_the_annotation_of_its_method() throws Exception {
        long id = rota.enqueue(JobType.of("loans.tidy"));
        happenings.await(RotaEvent.Succeeded.class, id);
    }

    @Test
    void annotated_schedules_stand_in_the_store_with_all_they_say() {
        StoredSchedule weekly = rota.schedules().find("loans.count").orElseThrow();
        assertThat(weekly.effective().trigger().text()).isEqualTo("0 3 * * MON");
        assertThat(weekly.effective().trigger().zone()).hasToString("Europe/Riga");
        assertThat(weekly.effective().job().tags()).containsExactly("loans", "weekly");
        Policies policies = weekly.effective().policies();
        assertThat(policies.missed()).isEqualTo(MissedPolicy.runEach(3));
        assertThat(policies.jitter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policies.expected()).isEqualTo(Duration.ofMinutes(10));
        assertThat(PauseWindow.text(policies.pauseWindows())).isEqualTo("MON-FRI 08:00-18:00, SUN 00:00-24:00");
        assertThat(policies.flag()).isEqualTo("counting");
        assertThat(policies.description()).isEqualTo("Counts loans");
        assertThat(rota.schedules()
                        .find("loans.count-often")
                        .orElseThrow()
                        .effective()
                        .job()
                        .args())
                .isEqualTo("{\"from\":7}");
        assertThat(rota.schedules().find("loans.fail")).isEmpty();
    }

    @Test
    void a_schedule_that_is_run_by_hand_runs_the_annotated_method() throws Exception {
        Long id = rota.schedules()
                .runNow("loans.count-often", "test")
                .orElseThrow()
                .jobId();
        if (id == null) {
            throw new AssertionError("the fire made no job");
        }
        happenings.await(RotaEvent.Succeeded.class, id);
        assertThat(rota.jobs().find(id).orElseThrow().result()).isEqualTo("\"loans.count from 7\"");
    }

    @Test
    void the_worker_is_known_by_the_name_of_the_application() {
        assertThat(rota.store().workers().list())
                .anySatisfy(worker -> assertThat(worker.registration().name()).isEqualTo("loans"));
    }

    @Test
    void the_store_tells_how_long_jobs_wait_and_how_much_it_holds() {
        rota.queues().pause("stuck", "test", null, null);
        rota.job(JobType.of("loans.tidy")).queue("stuck").enqueue();
        rota.job(JobType.of("loans.tidy")).queue("later").in(Duration.ofDays(1)).enqueue();
        assertThat(rota.store().archive().longestWaits())
                .hasEntrySatisfying("stuck", wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofMinutes(5)))
                .doesNotContainKey("later");
        assertThat(rota.store().size().bytes()).isPositive();
    }
}
