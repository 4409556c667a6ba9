package dev.rota.systems.boardgames.jobs;

import static dev.rota.systems.boardgames.jobs.AlertJobsGround.DAY;
import static dev.rota.systems.boardgames.jobs.AlertJobsGround.custom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rota.systems.boardgames.BoardGamesFixture;
import dev.rota.systems.boardgames.jobs.AlertJobsSettings.Setting;
import dev.rota.systems.boardgames.jobs.Execution.Status;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which jobs there are, who may change them, and that all processes see the same. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
final class AlertJobsTest {
    private final TestDatabase database;
    private AlertJobsGround ground;

    AlertJobsTest(TestDatabase database) {
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
    void there_are_three_jobs_at_first() {
        List<JobStatus> all = ground.jobs.list();

        assertThat(all)
                .extracting(JobStatus::name)
                .containsExactlyInAnyOrder("overdue-alerts", "reminder-alerts", "cleanup-alerts");
        assertThat(ground.jobs.status("overdue-alerts").scheduleSeconds()).isEqualTo(86_400);
        assertThat(ground.jobs.status("reminder-alerts").scheduleSeconds()).isEqualTo(86_400);
        assertThat(ground.jobs.status("cleanup-alerts").scheduleSeconds()).isEqualTo(21_600);
        assertThat(all).allSatisfy(job -> {
            assertThat(job.enabled()).isTrue();
            assertThat(job.handlerPresent()).isTrue();
            assertThat(job.lastRun()).isNull();
            assertThat(job.nextRun()).isNotNull();
        });
        assertThat(ground.jobs.running()).isTrue();
        assertThat(ground.jobs.statistics().successRate()).isNull();
    }

    @Test
    void a_run_by_hand_leaves_the_next_run_as_it_is_and_works_on_a_disabled_job() throws Exception {
        Instant next = ground.jobs.status("overdue-alerts").nextRun();
        ground.jobs.disable("overdue-alerts", "ada");
        assertThat(ground.jobs.status("overdue-alerts").enabled()).isFalse();

        assertThat(ground.jobs.runNow("overdue-alerts", "ada").orElseThrow().status())
                .isEqualTo(Status.SUCCESS);
        assertThat(ground.jobs.status("overdue-alerts").nextRun()).isEqualTo(next);
        assertThat(ground.jobs.status("overdue-alerts").lastRun()).isEqualTo(BoardGamesFixture.NOW);

        ground.jobs.enable("overdue-alerts");
        assertThat(ground.jobs.status("overdue-alerts").enabled()).isTrue();
        assertThat(ground.jobs.health().enabledJobs()).isEqualTo(3);
    }

    @Test
    void an_unknown_job_is_an_error() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> ground.jobs.runNow("nothing", "ada"),
                () -> ground.jobs.status("nothing"),
                () -> ground.jobs.enable("nothing"),
                () -> ground.jobs.disable("nothing", "ada"),
                () -> ground.jobs.remove("nothing"))) {
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(call)
                    .withMessageContaining("There is no job nothing");
        }
    }

    @Test
    void starting_twice_is_an_error_and_stopping_twice_is_not() throws Exception {
        assertThatIllegalStateException().isThrownBy(ground.jobs::start).withMessageContaining("running already");
        ground.jobs.stop(Duration.ZERO);
        ground.jobs.stop(Duration.ZERO);
        assertThat(ground.jobs.health().running()).isFalse();

        ground.jobs.start();
        assertThat(ground.jobs.health().running()).isTrue();
    }

    @Test
    void a_job_is_added_once_whoever_adds_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<Boolean>> adding = IntStream.range(0, 4)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    try {
                        ground.jobs.add(custom("maintenance", job -> {}));
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
        assertThat(ground.jobs.status("maintenance").kind()).isEqualTo("custom");
        assertThat(ground.jobs.health().totalJobs()).isEqualTo(4);
    }

    @Test
    void a_removed_job_is_gone_and_may_be_added_again() throws Exception {
        ground.jobs.add(custom("maintenance", job -> {}));
        ground.jobs.runNow("maintenance", "ada");
        ground.jobs.remove("maintenance");

        assertThat(ground.jobs.list()).extracting(JobStatus::name).doesNotContain("maintenance");
        assertThat(ground.library.database.count("boardgames_job where name = 'maintenance'"))
                .isZero();
        assertThat(ground.jobs.statistics("maintenance").totalExecutions()).isEqualTo(1);

        ground.jobs.add(custom("maintenance", job -> {}));
        assertThat(ground.jobs.status("maintenance").handlerPresent()).isTrue();
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
        ground.jobs.add(custom("maintenance", job -> {}));
        ground.jobs.disable("reminder-alerts", "ada");
        Instant next = ground.jobs.status("overdue-alerts").nextRun();

        AlertJobs other = ground.process(AlertJobsSettings.DEFAULTS);

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
        AlertJobs other = ground.process(new AlertJobsSettings(
                new Setting(true, Duration.ofHours(12)), new Setting(false, DAY), new Setting(true, DAY)));

        assertThat(other.list())
                .extracting(JobStatus::name)
                .containsExactlyInAnyOrder("overdue-alerts", "cleanup-alerts");
        assertThat(other.status("overdue-alerts").scheduleSeconds()).isEqualTo(43_200);
    }
}
