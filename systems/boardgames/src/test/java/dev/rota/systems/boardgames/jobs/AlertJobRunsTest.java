package dev.rota.systems.boardgames.jobs;

import static dev.rota.systems.boardgames.jobs.AlertJobsGround.custom;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.boardgames.jobs.Execution.Status;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What runs, what is skipped, and what is counted of it. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class AlertJobRunsTest {
    private final TestDatabase database;
    private AlertJobsGround ground;

    AlertJobRunsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        ground = new AlertJobsGround(database);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void all_alerts_are_raised_and_cleaned_up_by_hand() throws Exception {
        assertThat(ground.jobs.generateAll("ada"))
                .extracting(Execution::status)
                .containsExactly(Status.SUCCESS, Status.SUCCESS);
        assertThat(ground.jobs.cleanUp("ada").orElseThrow().status()).isEqualTo(Status.SUCCESS);

        assertThat(ground.library.ids("select borrowing_id from boardgames_alert where status = 'open'"))
                .containsExactly(1L, 2L, 3L, 6L);
        assertThat(ground.jobs.statistics()).isEqualTo(new JobStatistics(3, 3, 0));
    }

    @Test
    void the_second_is_run_though_the_first_fails_and_both_say_why() throws Exception {
        ground.library.execute("alter table boardgames_game rename to boardgames_gone");

        List<Execution> runs = ground.jobs.generateAll("ada");

        assertThat(runs).extracting(Execution::status).containsExactly(Status.FAILED, Status.FAILED);
        assertThat(runs).extracting(Execution::error).allMatch(error -> error != null && !error.isEmpty());
        assertThat(ground.jobs.health().lastFailures()).containsOnlyKeys("overdue-alerts", "reminder-alerts");
        assertThat(ground.jobs.status("overdue-alerts").enabled()).isTrue();
    }

    @Test
    void seven_good_two_bad_and_one_skipped_make_nine() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ground.jobs.add(custom("sometimes", job -> {
            if (runs.incrementAndGet() > 7) {
                throw new IllegalStateException("bad day");
            }
        }));
        for (int i = 0; i < 9; i++) {
            ground.jobs.runNow("sometimes", "ada");
        }
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        skippedOnce(began, mayEnd);

        JobStatistics statistics = ground.jobs.statistics("sometimes");
        var expected = BoardGamesFixture.expected().get("statistics_case");
        assertThat(statistics.totalExecutions())
                .isEqualTo(expected.get("total_executions").asLong());
        assertThat(statistics.successfulExecutions())
                .isEqualTo(expected.get("successful").asLong());
        assertThat(statistics.failedExecutions())
                .isEqualTo(expected.get("failed").asLong());
        assertThat(statistics.successRate())
                .isEqualTo(expected.get("success_rate_percent").asDouble());
        assertThat(ground.jobs.executions("sometimes", 1000)).hasSize(9);
    }

    /** As if the job were running: its run stands in the table, and its job of Rota's runs. */
    private void skippedOnce(CountDownLatch began, CountDownLatch mayEnd) throws Exception {
        ground.jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> slow = threads.submit(() -> ground.jobs.runNow("slow", "ada"));
        began.await();
        ground.library.execute("insert into boardgames_job_execution (job_name, job_id, source, status, started_at)"
                + " select 'sometimes', job_id, 'manual', 'running', started_at from boardgames_job_execution"
                + " where job_name = 'slow'");
        assertThat(ground.jobs.runNow("sometimes", "ada").orElseThrow().status())
                .isEqualTo(Status.SKIPPED);
        ground.library.execute(
                "delete from boardgames_job_execution where job_name = 'sometimes' and status = 'running'");
        mayEnd.countDown();
        slow.get();
        threads.shutdown();
    }

    @Test
    void the_same_job_is_skipped_while_it_runs() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ground.jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Execution> first =
                threads.submit(() -> ground.jobs.runNow("slow", "ada").orElseThrow());
        began.await();

        assertThat(ground.jobs.runNow("slow", "ada").orElseThrow().status()).isEqualTo(Status.SKIPPED);

        mayEnd.countDown();
        assertThat(first.get().status()).isEqualTo(Status.SUCCESS);
        assertThat(ground.jobs.statistics("slow")).isEqualTo(new JobStatistics(1, 1, 0));
        threads.shutdown();
    }

    @Test
    void of_two_hundred_and_fifty_runs_a_hundred_are_kept_and_all_are_counted() throws Exception {
        ExecutionTable table =
                new ExecutionTable(ground.library.database.jdbc(), ground.library.database.transactions());
        for (int i = 0; i < 250; i++) {
            ExecutionTable.Begin begin =
                    new ExecutionTable.Begin("overdue-alerts", i, "schedule", BoardGamesFixture.NOW);
            table.finish(table.begin(begin).orElseThrow(), begin, null, BoardGamesFixture.NOW);
        }

        assertThat(ground.jobs.executions(1000)).hasSize(100);
        assertThat(ground.jobs.executions(1000).get(0).jobId()).isEqualTo(249);
        assertThat(ground.jobs.executions(10)).hasSize(10);
        assertThat(ground.jobs.statistics().totalExecutions()).isEqualTo(250);
    }

    @Test
    void what_does_not_end_in_time_is_interrupted_and_does_not_count() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicReference<InterruptedException> interrupted = new AtomicReference<>();
        ground.jobs.add(custom("endless", job -> {
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
                threads.submit(() -> ground.jobs.runNow("endless", "ada").orElseThrow());
        began.await();

        ground.jobs.stop(Duration.ZERO);

        assertThat(run.get().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(interrupted.get()).isNotNull();
        assertThat(ground.jobs.statistics("endless").totalExecutions()).isZero();
        threads.shutdown();
    }

    @Test
    void a_job_that_is_removed_while_it_runs_may_end() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ground.jobs.add(custom("slow", job -> {
            began.countDown();
            mayEnd.await();
        }));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<Execution> run =
                threads.submit(() -> ground.jobs.runNow("slow", "ada").orElseThrow());
        began.await();
        ground.jobs.remove("slow");
        assertThat(ground.library.database.count("boardgames_job where name = 'slow'"))
                .isEqualTo(1);
        mayEnd.countDown();

        assertThat(run.get().status()).isEqualTo(Status.SUCCESS);
        assertThat(ground.library.database.count("boardgames_job where name = 'slow'"))
                .isZero();
        threads.shutdown();
    }

    @Test
    void a_run_that_a_dead_process_left_behind_is_taken_over() throws Exception {
        ground.library.execute("insert into boardgames_job_execution (job_name, job_id, source, status, started_at)"
                + " values ('overdue-alerts', 4711, 'schedule', 'running', 0)");

        assertThat(ground.jobs.runNow("overdue-alerts", "ada").orElseThrow().status())
                .isEqualTo(Status.SUCCESS);
        assertThat(ground.jobs.executions("overdue-alerts", 10))
                .extracting(Execution::status)
                .containsExactly(Status.SUCCESS, Status.INTERRUPTED);
    }
}
