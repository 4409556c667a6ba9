package dev.rota.systems.boardgames.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.testing.RotaTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When the jobs run by schedule; time stands still unless it is moved. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AlertJobFiresTest {
    private static final Instant START = Instant.parse("2026-03-19T12:00:00Z");

    private final TestDatabase database;
    private BoardGamesFixture library;
    private OneProcess process;

    AlertJobFiresTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = new BoardGamesFixture(database);
        process = new OneProcess();
    }

    @AfterEach
    void close() {
        process.test.close();
        library.close();
    }

    @Test
    void the_jobs_run_an_interval_after_they_were_made_and_raise_what_is_due_then() {
        assertThat(process.jobs.status("overdue-alerts").nextRun()).isEqualTo(BoardGamesFixture.NOW);

        process.test.advanceTo(BoardGamesFixture.NOW);

        assertThat(library.ids("select borrowing_id from boardgames_alert where id > 3"))
                .containsExactly(1L, 2L, 3L, 6L);
        assertThat(process.jobs.statistics("overdue-alerts").totalExecutions()).isEqualTo(1);
        assertThat(process.jobs.statistics("cleanup-alerts").totalExecutions()).isEqualTo(4);
        assertThat(process.jobs.executions("overdue-alerts", 1))
                .extracting(Execution::source)
                .containsExactly("schedule");
    }

    @Test
    void what_was_missed_is_made_up_for_once_and_the_rate_stays() {
        process.test.sleepUntil(START.plus(Duration.ofDays(3)).plus(Duration.ofHours(5)));
        assertThat(process.jobs.health().late())
                .containsExactlyInAnyOrder("overdue-alerts", "reminder-alerts", "cleanup-alerts");
        assertThat(process.jobs.health().healthy()).isFalse();

        process.test.runDue();

        assertThat(process.jobs.statistics("overdue-alerts").totalExecutions()).isEqualTo(1);
        assertThat(process.jobs.status("overdue-alerts").nextRun()).isEqualTo(START.plus(Duration.ofDays(4)));
        assertThat(process.jobs.health().healthy()).isTrue();
    }

    @Test
    void a_program_that_starts_anew_each_morning_runs_its_daily_job_all_the_same() {
        process.test.sleepUntil(START.plus(Duration.ofHours(20)));
        OneProcess next = new OneProcess();
        try {
            next.test.sleepUntil(BoardGamesFixture.NOW);
            next.test.runDue();

            assertThat(next.jobs.statistics("overdue-alerts").totalExecutions()).isEqualTo(1);
        } finally {
            next.test.close();
        }
    }

    @Test
    void stopped_jobs_do_nothing_and_disabled_ones_are_passed_over() throws Exception {
        process.jobs.stop(Duration.ZERO);
        process.test.advance(Duration.ofDays(2));
        assertThat(process.jobs.statistics().totalExecutions()).isZero();

        process.jobs.start();
        process.jobs.disable("overdue-alerts", "ada");
        process.test.advance(Duration.ofDays(1));
        assertThat(process.jobs.statistics("overdue-alerts").totalExecutions()).isZero();
        assertThat(process.jobs.statistics("reminder-alerts").totalExecutions()).isEqualTo(1);
    }

    @Test
    void a_failed_run_keeps_the_schedule() {
        library.execute("alter table boardgames_game rename to boardgames_gone");
        process.test.advance(Duration.ofDays(2));

        assertThat(process.jobs.statistics("overdue-alerts")).isEqualTo(new JobStatistics(2, 0, 2));
        assertThat(process.jobs.status("overdue-alerts").nextRun()).isEqualTo(START.plus(Duration.ofDays(3)));
    }

    @Test
    void two_processes_run_a_job_once_at_its_time() throws Exception {
        OneProcess other = new OneProcess();
        try {
            process.test.sleepUntil(BoardGamesFixture.NOW);
            other.test.sleepUntil(BoardGamesFixture.NOW);
            CyclicBarrier start = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Integer>> runs = List.of(
                    threads.submit(() -> {
                        start.await();
                        return process.test.runDue();
                    }),
                    threads.submit(() -> {
                        start.await();
                        return other.test.runDue();
                    }));
            for (Future<Integer> run : runs) {
                run.get();
            }
            threads.shutdown();

            assertThat(process.jobs.statistics("overdue-alerts").totalExecutions())
                    .isEqualTo(1);
            assertThat(library.ids("select borrowing_id from boardgames_alert where id > 3 and type = 'overdue'"))
                    .containsExactly(1L, 6L);
        } finally {
            other.test.close();
        }
    }

    private final class OneProcess {
        private final RotaTest test;
        private final AlertJobs jobs;

        OneProcess() {
            AlertJobParts parts = new AlertJobParts(
                    new JobTable(library.database.jdbc()),
                    new ExecutionTable(library.database.jdbc(), library.database.transactions()),
                    new AlertJobCodes());
            AtomicReference<Rota> built = new AtomicReference<>();
            test = RotaTest.at(
                    START.toString(),
                    library::store,
                    new JacksonCodec(),
                    rota -> rota.handler(
                            AlertJobs.TYPE,
                            new AlertJobHandler(
                                    parts,
                                    id -> Objects.requireNonNull(built.get())
                                            .jobs()
                                            .find(id))));
            built.set(test.rota());
            jobs = new AlertJobs(test.rota(), parts, Duration.ZERO);
            jobs.define(AlertJobsSettings.DEFAULTS, BoardGamesJobs.defaults(library.database.jdbc()));
        }
    }
}
