package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Attempt;
import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a job when its attempt ends. */
public abstract class TransitionContract extends StoreContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant CLAIMED = START.plusSeconds(1);
    private static final Instant ENDED = START.plusSeconds(8);

    protected TransitionContract(ContractStore fixture) {
        super(fixture);
    }

    /** Claimed at {@link #CLAIMED}, and the clock stands at {@link #ENDED}. */
    private Job ready(NewJob request) {
        long worker = worker();
        long id = enqueue(request);
        store.jobs().releaseBlocked(10);
        clock.set(CLAIMED);
        Job job = claimOne(worker);
        assertThat(job.id()).isEqualTo(id);
        clock.set(ENDED);
        return job;
    }

    private Job after(Transition transition) {
        Job job = ready(job());
        end(job, transition);
        return find(job.id());
    }

    private Attempt onlyAttempt(Job job) {
        List<Attempt> attempts = store.archive().attempts(job.id());
        assertThat(attempts).hasSize(1);
        return attempts.get(0);
    }

    private static Attempt attempt(Job job, Attempt.Outcome outcome, @org.jspecify.annotations.Nullable String reason) {
        return new Attempt(
                job.id(),
                1,
                1,
                workerOf(job),
                CLAIMED,
                ENDED,
                outcome,
                outcome == Attempt.Outcome.FAILED ? ERROR : null,
                reason);
    }

    @Test
    void success_is_final_and_keeps_the_result() {
        Job job = after(new Transition.Succeed("{\"sent\":3}"));
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.result()).isEqualTo("{\"sent\":3}");
        assertThat(job.times()).isEqualTo(new Job.Times(START, START, CLAIMED, ENDED, null));
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.request().when(NewJob.When.NOW)).isEqualTo(job());
        assertThat(onlyAttempt(job)).isEqualTo(attempt(job, Attempt.Outcome.SUCCEEDED, null));
    }

    @Test
    void a_retry_comes_again_after_its_delay() {
        Job job = after(new Transition.Retry(MINUTE, ERROR, "the host is down"));
        assertThat(job.state()).isEqualTo(JobState.RETRYING);
        assertThat(job.times().dueAt()).isEqualTo(ENDED.plus(MINUTE));
        assertThat(job.times().finishedAt()).isNull();
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(onlyAttempt(job)).isEqualTo(attempt(job, Attempt.Outcome.FAILED, "the host is down"));
        assertThat(claim(workerOf(job), 10)).isEmpty();
        clock.advance(MINUTE);
        assertThat(state(job.id())).isEqualTo(JobState.QUEUED);
        Job again = claimOne(workerOf(job));
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.lease()).isEqualTo(2);
    }

    @Test
    void a_retry_without_delay_is_due_at_once() {
        Job job = after(retry(Duration.ZERO));
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.times().dueAt()).isEqualTo(ENDED);
        assertThat(claimOne(workerOf(job)).attempt()).isEqualTo(2);
    }

    @Test
    void an_error_without_message_and_stack_trace_is_kept() {
        Job job = ready(job());
        var bare = new dev.rota.job.JobError("java.lang.Error", null, null, "fedcba9876543210");
        end(job, new Transition.Retry(MINUTE, bare, null));
        assertThat(onlyAttempt(job).error()).isEqualTo(bare);
    }

    @Test
    void a_failed_job_stays_and_is_not_claimed() {
        Job job = after(fail());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.times().finishedAt()).isEqualTo(ENDED);
        assertThat(job.reason()).isEqualTo("used up");
        assertThat(onlyAttempt(job)).isEqualTo(attempt(job, Attempt.Outcome.FAILED, "used up"));
        clock.advance(Duration.ofDays(1));
        assertThat(claim(workerOf(job), 10)).isEmpty();
    }

    @Test
    void a_job_that_cancels_itself_is_final_and_says_why() {
        Job job = after(new Transition.Cancel("the user is gone"));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.reason()).isEqualTo("the user is gone");
        assertThat(job.times().finishedAt()).isEqualTo(ENDED);
        assertThat(onlyAttempt(job).outcome()).isEqualTo(Attempt.Outcome.CANCELLED);
    }

    @Test
    void a_snoozed_job_comes_later_and_counts_no_attempt() {
        Job job = after(new Transition.Snooze(MINUTE, "not ready"));
        assertThat(job.state()).isEqualTo(JobState.SCHEDULED);
        assertThat(job.attempt()).isZero();
        assertThat(job.reason()).isEqualTo("not ready");
        assertThat(job.times().dueAt()).isEqualTo(ENDED.plus(MINUTE));
        assertThat(onlyAttempt(job)).isEqualTo(attempt(job, Attempt.Outcome.SNOOZED, "not ready"));
        clock.advance(MINUTE);
        Job again = claimOne(workerOf(job));
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.lease()).isEqualTo(2);
    }

    @Test
    void a_released_job_is_queued_as_before_and_counts_no_attempt() {
        Job job = after(new Transition.Release("stopping", true));
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.attempt()).isZero();
        assertThat(job.times().dueAt()).isEqualTo(START);
        assertThat(onlyAttempt(job)).isEqualTo(attempt(job, Attempt.Outcome.RELEASED, "stopping"));
        assertThat(claimOne(workerOf(job)).attempt()).isEqualTo(1);
    }

    @Test
    void a_job_released_before_it_began_leaves_no_attempt() {
        Job job = after(new Transition.Release("stopping", false));
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.attempt()).isZero();
        assertThat(store.archive().attempts(job.id())).isEmpty();
        assertThat(claimOne(workerOf(job)).lease()).isEqualTo(2);
    }

    @Test
    void a_released_job_is_claimed_before_those_that_came_after_it() {
        Job first = ready(job());
        enqueue(job());
        end(first, new Transition.Release("stopping", true));
        assertThat(ids(claim(workerOf(first), 1))).containsExactly(first.id());
    }

    @Test
    void a_parked_job_waits_for_a_handler() {
        Job job = after(new Transition.Park("no handler for contract.work"));
        assertThat(job.state()).isEqualTo(JobState.BLOCKED);
        assertThat(job.blockedBy()).isEqualTo(BlockedBy.HANDLER);
        assertThat(job.attempt()).isZero();
        assertThat(store.archive().attempts(job.id())).isEmpty();
        clock.advance(Duration.ofDays(1));
        store.jobs().releaseBlocked(10);
        assertThat(claim(workerOf(job), 10)).isEmpty();
    }

    @Test
    void a_parked_job_goes_on_when_a_handler_comes() {
        Job job = after(new Transition.Park("no handler"));
        assertThat(store.jobs().unpark(Set.of(OTHER_TYPE.name()), 10)).isEmpty();
        assertThat(store.jobs().unpark(Set.of(), 10)).isEmpty();
        assertThat(state(job.id())).isEqualTo(JobState.BLOCKED);
        assertThat(store.jobs().unpark(Set.of(OTHER_TYPE.name(), TYPE.name()), 10))
                .containsExactly(QUEUE);
        assertThat(state(job.id())).isEqualTo(JobState.QUEUED);
        assertThat(find(job.id()).blockedBy()).isNull();
        assertThat(claimOne(workerOf(job)).id()).isEqualTo(job.id());
    }

    @Test
    void a_parked_job_with_an_exclusion_key_waits_for_the_key_when_a_handler_comes() {
        Job first = ready(job().exclusion(ExclusionKey.of("account")));
        long second = enqueue(job().exclusion(ExclusionKey.of("account")));
        end(first, new Transition.Park("no handler"));
        store.jobs().releaseBlocked(10);
        assertThat(state(second)).isEqualTo(JobState.QUEUED);
        store.jobs().unpark(Set.of(TYPE.name()), 10);
        store.jobs().releaseBlocked(10);
        assertThat(state(first.id())).isEqualTo(JobState.BLOCKED);
        end(claimOne(workerOf(first)), SUCCEED);
        store.jobs().releaseBlocked(10);
        assertThat(claimOne(workerOf(first)).id()).isEqualTo(first.id());
    }

    @Test
    void earlier_attempts_are_kept_with_their_errors() {
        long worker = worker();
        enqueue(job());
        end(claimOne(worker), retry(Duration.ZERO));
        end(claimOne(worker), new Transition.Snooze(Duration.ZERO, "later"));
        end(claimOne(worker), retry(Duration.ZERO));
        Job last = claimOne(worker);
        end(last, SUCCEED);
        List<Attempt> attempts = store.archive().attempts(last.id());
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2, 2, 3);
        assertThat(attempts).extracting(Attempt::lease).containsExactly(1L, 2L, 3L, 4L);
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(
                        Attempt.Outcome.FAILED,
                        Attempt.Outcome.SNOOZED,
                        Attempt.Outcome.FAILED,
                        Attempt.Outcome.SUCCEEDED);
    }

    @Test
    void progress_counted_at_the_end_is_kept() {
        Job job = ready(job());
        Progress progress = new Progress(98, 2, 100L, "mails");
        assertThat(finish(new Finish(job, SUCCEED, progress)).lost()).isEmpty();
        assertThat(find(job.id()).progress()).isEqualTo(progress);
    }

    @Test
    void progress_of_a_failed_attempt_is_kept() {
        Job job = ready(job());
        Progress progress = new Progress(98, 2, null, null);
        assertThat(finish(new Finish(job, fail(), progress)).lost()).isEmpty();
        assertThat(find(job.id()).progress()).isEqualTo(progress);
    }

    @Test
    void a_released_job_keeps_its_exclusion_key() {
        Job holder = ready(job().exclusion(ExclusionKey.of("account")));
        long second = enqueue(job().exclusion(ExclusionKey.of("account")));
        end(holder, new Transition.Release("stopping", true));
        store.jobs().releaseBlocked(10);
        assertThat(state(second)).isEqualTo(JobState.BLOCKED);
        assertThat(claimOne(workerOf(holder)).id()).isEqualTo(holder.id());
    }

    @Test
    void a_handlers_transaction_finishes_its_job_when_it_commits() throws Exception {
        Job job = ready(job());
        store.transaction(connection -> assertThat(store.jobs()
                        .finish(connection, workerOf(job), new Finish(job, new Transition.Succeed("7"), null)))
                .isTrue());
        assertThat(state(job.id())).isEqualTo(JobState.SUCCEEDED);
        assertThat(find(job.id()).result()).isEqualTo("7");
    }

    @Test
    void a_handlers_transaction_that_fails_leaves_its_job_running() {
        Job job = ready(job());
        assertThatThrownBy(() -> store.transaction(connection -> {
                    store.jobs().finish(connection, workerOf(job), new Finish(job, SUCCEED, null));
                    throw new IllegalStateException("the handler's own work failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(find(job.id())).isEqualTo(job);
    }

    @Test
    void a_handlers_transaction_is_told_that_its_lease_is_lost() throws Exception {
        Job job = ready(job());
        end(job, new Transition.Release("stopping", true));
        store.transaction(connection -> assertThat(
                        store.jobs().finish(connection, workerOf(job), new Finish(job, SUCCEED, null)))
                .isFalse());
        assertThat(state(job.id())).isEqualTo(JobState.QUEUED);
    }
}
