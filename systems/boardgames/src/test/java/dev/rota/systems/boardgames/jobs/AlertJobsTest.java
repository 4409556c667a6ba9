package dev.rota.systems.boardgames.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.boardgames.jobs.AlertJobsSettings.Setting;
import dev.rota.systems.boardgames.jobs.Execution.Status;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** With workers that run; their handlers' clock stands still. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AlertJobsTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final TestDatabase database;
    private final List<Rota> rotas = new ArrayList<>();
    private BoardGamesFixture library;
    private AlertJobs jobs;

    AlertJobsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = new BoardGamesFixture(database);
        jobs = process(AlertJobsSettings.DEFAULTS);
    }

    @AfterEach
    void close() {
        rotas.forEach(Rota::close);
        library.close();
    }

    @Test
    void there_are_three_jobs_at_first() {
        List<JobStatus> all = jobs.list();

        assertThat(all)
                .extracting(JobStatus::name)
                .containsExactlyInAnyOrder("overdue-alerts", "reminder-alerts", "cleanup-alerts");
        assertThat(jobs.status("overdue-alerts").scheduleSeconds()).isEqualTo(86_400);
        assertThat(jobs.status("reminder-alerts").scheduleSeconds()).isEqualTo(86_400);
        assertThat(jobs.status("cleanup-alerts").scheduleSeconds()).isEqualTo(21_600);
        assertThat(all).allSatisfy(job -> {
            assertThat(job.enabled()).isTrue();
            assertThat(job.handlerPresent()).isTrue();
            assertThat(job.lastRun()).isNull();
            assertThat(job.nextRun()).isNotNull();
        });
        assertThat(jobs.running()).isTrue();
        assertThat(jobs.statistics().successRate()).isNull();
    }

    @Test
    void all_alerts_are_raised_and_cleaned_up_by_hand() throws Exception {
        assertThat(jobs.generateAll("ada"))
                .extracting(Execution::status)
                .containsExactly(Status.SUCCESS, Status.SUCCESS);
        assertThat(jobs.cleanUp("ada").orElseThrow().status()).isEqualTo(Status.SUCCESS);

        assertThat(library.ids("select borrowing_id from boardgames_alert where status = 'open'"))
                .containsExactly(1L, 2L, 3L, 6L);
        assertThat(jobs.statistics()).isEqualTo(new JobStatistics(3, 3, 0));
    }

    @Test
    void the_second_is_run_though_the_first_fails_and_both_say_why() throws Exception {
        library.execute("alter table boardgames_game rename to boardgames_gone");

        List<Execution> runs = jobs.generateAll("ada");

        assertThat(runs).extracting(Execution::status).containsExactly(Status.FAILED, Status.FAILED);
        assertThat(runs).extracting(Execution::error).allMatch(error -> error != null && !error.isEmpty());
        assertThat(jobs.health().lastFailures()).containsOnlyKeys("overdue-alerts", "reminder-alerts");
        assertThat(jobs.status("overdue-alerts").enabled()).isTrue();
    }

    @Test
    void a_run_by_hand_leaves_the_next_run_as_it_is_and_works_on_a_disabled_job() throws Exception {
        Instant next = jobs.status("overdue-alerts").nextRun();
        jobs.disable("overdue-alerts", "ada");
        assertThat(jobs.status("overdue-alerts").enabled()).isFalse();

        assertThat(jobs.runNow("overdue-alerts", "ada").orElseThrow().status()).isEqualTo(Status.SUCCESS);
        assertThat(jobs.status("overdue-alerts").nextRun()).isEqualTo(next);
        assertThat(jobs.status("overdue-alerts").lastRun()).isEqualTo(BoardGamesFixture.NOW);

        jobs.enable("overdue-alerts");
        assertThat(jobs.status("overdue-alerts").enabled()).isTrue();
        assertThat(jobs.health().enabledJobs()).isEqualTo(3);
    }

    @Test
    void an_unknown_job_is_an_error() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> jobs.runNow("nothing", "ada"),
                () -> jobs.status("nothing"),
                () -> jobs.enable("nothing"),
                () -> jobs.disable("nothing", "ada"),
                () -> jobs.remove("nothing"))) {
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(call)
                    .withMessageContaining("There is no job nothing");
        }
    }

    @Test
    void seven_good_two_bad_and_one_skipped_make_nine() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        jobs.add(custom("sometimes", job -> {
            if (runs.incrementAndGet() > 7) {
                throw new IllegalStateException("bad day");
            }
        }));
        for (int i = 0; i < 9; i++) {
            jobs.runNow("sometimes", "ada");
        }
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        skippedOnce(began, mayEnd);

        JobStatistics statistics = jobs.statistics("sometimes");
        var expected = BoardGamesFixture.expected().get("statistics_case");
        assertThat(statistics.totalExecutions())
                .isEqualTo(expected.get("total_executions").asLong());
        assertThat(statistics.successfulExecutions())
                .isEqualTo(expected.get("successful").asLong());
        assertThat(statistics.failedExecutions())
                .isEqualTo(expected.get("failed").asLong());
        assertThat(statistics.successRate())
                .isEqualTo(expected.get("success_rate_percent").asDouble());
        assertThat(jobs.executions("sometimes", 1000)).hasSize(9);
    }

    /** As if the job were running: its run stands in the table, and its job of Rota's runs. */
    private void skippedOnce(CountDownLatch began, CountDownLatch mayEnd) throws Exception {
        jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> slow = threads.submit(() -> jobs.runNow("slow", "ada"));
        began.await();
        library.execute("insert into boardgames_job_execution (job_name, job_id, source, status, started_at)"
                + " select 'sometimes', job_id, 'manual', 'running', started_at from boardgames_job_execution"
                + " where job_name = 'slow'");
        assertThat(jobs.runNow("sometimes", "ada").orElseThrow().status()).isEqualTo(Status.SKIPPED);
        library.execute("delete from boardgames_job_execution where job_name = 'sometimes' and status = 'running'");
        mayEnd.countDown();
        slow.get();
        threads.shutdown();
    }

    @Test
    void the_same_job_is_skipped_while_it_runs() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Execution> first =
                threads.submit(() -> jobs.runNow("slow", "ada").orElseThrow());
        began.await();

        assertThat(jobs.runNow("slow", "ada").orElseThrow().status()).isEqualTo(Status.SKIPPED);

        mayEnd.countDown();
        assertThat(first.get().status()).isEqualTo(Status.SUCCESS);
        assertThat(jobs.statistics("slow")).isEqualTo(new JobStatistics(1, 1, 0));
        threads.shutdown();
    }

    @Test
    void of_two_hundred_and_fifty_runs_a_hundred_are_kept_and_all_are_counted() throws Exception {
        ExecutionTable table = new ExecutionTable(library.database.jdbc(), library.database.transactions());
        for (int i = 0; i < 250; i++) {
            ExecutionTable.Begin begin =
                    new ExecutionTable.Begin("overdue-alerts", i, "schedule", BoardGamesFixture.NOW);
            table.finish(table.begin(begin).orElseThrow(), begin, null, BoardGamesFixture.NOW);
        }

        assertThat(jobs.executions(1000)).hasSize(100);
        assertThat(jobs.executions(1000).get(0).jobId()).isEqualTo(249);
        assertThat(jobs.executions(10)).hasSize(10);
        assertThat(jobs.statistics().totalExecutions()).isEqualTo(250);
    }

    @Test
    void starting_twice_is_an_error_and_stopping_twice_is_not() throws Exception {
        assertThatIllegalStateException().isThrownBy(jobs::start).withMessageContaining("running already");
        jobs.stop(Duration.ZERO);
        jobs.stop(Duration.ZERO);
        assertThat(jobs.health().running()).isFalse();

        jobs.start();
        assertThat(jobs.health().running()).isTrue();
    }

    @Test
    void what_does_not_end_in_time_is_interrupted_and_does_not_count() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicReference<InterruptedException> interrupted = new AtomicReference<>();
        jobs.add(custom("endless", job -> {
            began.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(e);
                throw e;
            }
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Execution> run =
                threads.submit(() -> jobs.runNow("endless", "ada").orElseThrow());
        began.await();

        jobs.stop(Duration.ZERO);

        assertThat(run.get().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(interrupted.get()).isNotNull();
        assertThat(jobs.statistics("endless").totalExecutions()).isZero();
        threads.shutdown();
    }

    @Test
    void a_job_is_added_once_whoever_adds_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<Boolean>> adding = IntStream.range(0, 4)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    try {
                        jobs.add(custom("maintenance", job -> {}));
                        return true;
                    } catch (IllegalStateException e) {
                        return false;
                    }
                }))
                .toList();
        int added = 0;
        for (Future<Boolean> each : adding) {
            added += each.get() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(added).isEqualTo(1);
        assertThat(jobs.status("maintenance").kind()).isEqualTo("custom");
        assertThat(jobs.health().totalJobs()).isEqualTo(4);
    }

    @Test
    void a_removed_job_is_gone_and_may_be_added_again() throws Exception {
        jobs.add(custom("maintenance", job -> {}));
        jobs.runNow("maintenance", "ada");
        jobs.remove("maintenance");

        assertThat(jobs.list()).extracting(JobStatus::name).doesNotContain("maintenance");
        assertThat(library.database.count("boardgames_job where name = 'maintenance'"))
                .isZero();
        assertThat(jobs.statistics("maintenance").totalExecutions()).isEqualTo(1);

        jobs.add(custom("maintenance", job -> {}));
        assertThat(jobs.status("maintenance").handlerPresent()).isTrue();
    }

    @Test
    void a_job_that_is_removed_while_it_runs_may_end() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Execution> run = threads.submit(() -> jobs.runNow("slow", "ada").orElseThrow());
        began.await();
        jobs.remove("slow");
        assertThat(library.database.count("boardgames_job where name = 'slow'")).isEqualTo(1);
        mayEnd.countDown();

        assertThat(run.get().status()).isEqualTo(Status.SUCCESS);
        assertThat(library.database.count("boardgames_job where name = 'slow'")).isZero();
        threads.shutdown();
    }

    @Test
    void less_than_a_minute_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CustomAlertJob("often", "Often", Duration.ofSeconds(59), job -> {}))
                .withMessage("Interval of often: expected whole seconds, 60 or more, found PT59S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Setting(true, Duration.ofSeconds(59)))
                .withMessageContaining("60 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CustomAlertJob("No Name", "", DAY, job -> {}))
                .withMessageContaining("lower-case letters");
    }

    @Test
    void another_process_sees_the_same_jobs_and_lacks_only_the_code_it_was_not_given() throws Exception {
        jobs.add(custom("maintenance", job -> {}));
        jobs.disable("reminder-alerts", "ada");
        Instant next = jobs.status("overdue-alerts").nextRun();

        AlertJobs other = process(AlertJobsSettings.DEFAULTS);

        assertThat(other.list()).hasSize(4);
        assertThat(other.status("reminder-alerts").enabled()).isFalse();
        assertThat(other.status("overdue-alerts").nextRun()).isEqualTo(next);
        assertThat(other.status("maintenance").handlerPresent()).isFalse();
        assertThat(other.health().withoutHandler()).containsExactly("maintenance");
        assertThatIllegalStateException()
                .isThrownBy(() -> other.runNow("maintenance", "ada"))
                .withMessageContaining("no code for the job maintenance");
        assertThatIllegalStateException().isThrownBy(other::start);
    }

    @Test
    void a_job_that_the_configuration_does_not_want_is_taken_away() {
        AlertJobs other = process(new AlertJobsSettings(
                new Setting(true, Duration.ofHours(12)), new Setting(false, DAY), new Setting(true, DAY)));

        assertThat(other.list())
                .extracting(JobStatus::name)
                .containsExactlyInAnyOrder("overdue-alerts", "cleanup-alerts");
        assertThat(other.status("overdue-alerts").scheduleSeconds()).isEqualTo(43_200);
    }

    @Test
    void a_run_that_a_dead_process_left_behind_is_taken_over() throws Exception {
        library.execute("insert into boardgames_job_execution (job_name, job_id, source, status, started_at)"
                + " values ('overdue-alerts', 4711, 'schedule', 'running', 0)");

        assertThat(jobs.runNow("overdue-alerts", "ada").orElseThrow().status()).isEqualTo(Status.SUCCESS);
        assertThat(jobs.executions("overdue-alerts", 10))
                .extracting(Execution::status)
                .containsExactly(Status.SUCCESS, Status.INTERRUPTED);
    }

    private static CustomAlertJob custom(String name, AlertJobCode code) {
        return new CustomAlertJob(name, "Made by a test", DAY, code);
    }

    /** A worker of its own on the same database. */
    private AlertJobs process(AlertJobsSettings settings) {
        AlertJobParts parts = new AlertJobParts(
                new JobTable(library.database.jdbc()),
                new ExecutionTable(library.database.jdbc(), library.database.transactions()),
                new AlertJobCodes());
        AtomicReference<Rota> built = new AtomicReference<>();
        Rota rota = Rota.builder(library.store(), new JacksonCodec())
                .owningStore()
                .clock(Clock.fixed(BoardGamesFixture.NOW, ZoneOffset.UTC))
                .handler(
                        AlertJobs.TYPE,
                        new AlertJobHandler(
                                parts,
                                id -> Objects.requireNonNull(built.get()).jobs().find(id)))
                .build();
        built.set(rota);
        rotas.add(rota);
        AlertJobs made = new AlertJobs(rota, parts, Duration.ofSeconds(30));
        made.define(settings, BoardGamesJobs.defaults(library.database.jdbc()));
        if (rotas.size() == 1) {
            rota.start();
        }
        return made;
    }
}
