package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.FingerprintStrategy;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OutcomeRequest;
import dev.rota.retry.RetryPolicy;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutcomeDeciderTest {
    private static final RetryPolicy POLICY =
            RetryPolicy.fixed(Duration.ofSeconds(3)).never(IllegalArgumentException.class);

    private static final JobErrors ERRORS = new JobErrors(FingerprintStrategy.byFrames());

    private static Job job(int attempt, int maxAttempts) {
        NewJob request = NewJob.of(JobType.of("t"), "{}").maxAttempts(maxAttempts);
        Instant now = Instant.parse("2026-03-20T12:00:00Z");
        Job.Times times = new Job.Times(now, now, now, null, null);
        return new Job(1, JobState.RUNNING, request, attempt, 0, 1, 1L, times, null, null, null, null);
    }

    private static Optional<Transition> decide(Ending ending, Job job) {
        return OutcomeDecider.decide(ending, job, POLICY, new Random(1), ERRORS);
    }

    @Test
    void a_failure_with_attempts_left_is_retried() {
        assertThat(decide(new Ending.Threw(new IllegalStateException("x")), job(1, 2)))
                .get()
                .isInstanceOfSatisfying(
                        Transition.Retry.class,
                        retry -> assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void the_last_failure_is_for_good() {
        assertThat(decide(new Ending.Threw(new IllegalStateException("x")), job(2, 2)))
                .get()
                .isInstanceOfSatisfying(
                        Transition.Fail.class,
                        fail -> assertThat(fail.reason()).isEqualTo("all 2 attempts are used up"));
    }

    @Test
    void an_error_that_is_never_retried_fails_at_once() {
        assertThat(decide(new Ending.Threw(new IllegalArgumentException("x")), job(1, 9)))
                .get()
                .isInstanceOf(Transition.Fail.class);
    }

    @Test
    void an_interrupted_attempt_goes_back_uncounted() {
        assertThat(decide(new Ending.Interrupted(), job(2, 2)))
                .contains(new Transition.Release("its worker stopped", true));
    }

    @Test
    void a_timeout_counts_as_a_failure() {
        assertThat(decide(new Ending.TimedOut(Duration.ofSeconds(1)), job(1, 2)))
                .get()
                .isInstanceOfSatisfying(
                        Transition.Retry.class,
                        retry -> assertThat(retry.error().message()).contains("timeout of PT1S"));
    }

    @Test
    void a_retry_that_the_handler_asks_for_uses_up_an_attempt() {
        OutcomeRequest.RetryIn wish = new OutcomeRequest.RetryIn(Duration.ofHours(1), "busy");

        assertThat(decide(new Ending.Asked(wish), job(1, 2)))
                .get()
                .isInstanceOfSatisfying(
                        Transition.Retry.class,
                        retry -> assertThat(retry.delay()).isEqualTo(Duration.ofHours(1)));
        assertThat(decide(new Ending.Asked(wish), job(2, 2))).get().isInstanceOf(Transition.Fail.class);
    }

    @Test
    void what_is_lost_or_committed_is_not_written() {
        assertThat(decide(new Ending.Lost(), job(1, 1))).isEmpty();
        assertThat(decide(new Ending.Committed(), job(1, 1))).isEmpty();
    }

    @Test
    void a_strategy_that_fails_is_replaced_by_the_default() {
        JobErrors failing = new JobErrors((error, type) -> {
            throw new IllegalStateException("no idea");
        });
        RuntimeException error = new RuntimeException("x");

        assertThat(failing.of(error, "t").fingerprint())
                .isEqualTo(ERRORS.of(error, "t").fingerprint());
    }

    @Test
    void a_huge_error_is_cut() {
        RuntimeException huge = new RuntimeException("x".repeat(10_000_000));

        assertThat(ERRORS.of(huge, "t").message()).hasSizeLessThan(10_100).endsWith("9990000 characters more)");
        assertThat(ERRORS.of(huge, "t").stackTrace()).hasSizeLessThanOrEqualTo(64_000);
    }
}
