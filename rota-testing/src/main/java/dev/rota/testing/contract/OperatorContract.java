package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.store.AttemptNotes;
import dev.rota.store.JobStore.Change;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person may do to a job, from every state. */
public abstract class OperatorContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long NO_JOB = 987_654_321;

    protected OperatorContract(ContractStore fixture) {
        super(fixture);
    }

    /** A job in a state; it is the only one in its queue. */
    private long jobIn(JobState state) {
        long id = switch (state) {
            case SCHEDULED -> enqueue(delayed(HOUR));
            case QUEUED -> enqueue(job());
            case BLOCKED -> enqueue(job().exclusion(ExclusionKey.of("account")));
            case RUNNING -> running(worker()).id();
            case RETRYING -> ended(retry(HOUR));
            case SUCCEEDED -> ended(SUCCEED);
            case FAILED -> ended(fail());
            case CANCELLED -> ended(new Transition.Cancel("not wanted"));
        };
        assertThat(state(id)).isEqualTo(state);
        return id;
    }

    private long ended(Transition transition) {
        Job job = running(worker());
        end(job, transition);
        return job.id();
    }

    @ParameterizedTest
    @EnumSource
    void cancel_takes_effect_at_once_unless_the_job_runs_or_has_ended(JobState from) {
        long id = jobIn(from);
        clock.advance(Duration.ofSeconds(5));
        Job before = find(id);
        Change expected = switch (from) {
            case SCHEDULED, QUEUED, BLOCKED, RETRYING, FAILED -> Change.DONE;
            case RUNNING -> Change.REQUESTED;
            case SUCCEEDED, CANCELLED -> Change.NOT_ALLOWED;
        };
        assertThat(store.jobs().cancel(id, "ann", "wrong recipient")).isEqualTo(expected);
        Job job = find(id);
        switch (expected) {
            case DONE -> {
                assertThat(job.state()).isEqualTo(JobState.CANCELLED);
                assertThat(job.reason()).contains("ann").contains("wrong recipient");
                assertThat(job.times().finishedAt()).isEqualTo(START.plusSeconds(5));
            }
            case REQUESTED -> {
                assertThat(job.state()).isEqualTo(JobState.RUNNING);
                assertThat(job.times().cancelRequestedAt()).isEqualTo(START.plusSeconds(5));
            }
            default -> assertThat(job).isEqualTo(before);
        }
    }

    @Test
    void a_second_request_to_cancel_a_running_job_is_a_request_too() {
        long id = jobIn(JobState.RUNNING);
        store.jobs().cancel(id, "ann", "not wanted");
        assertThat(store.jobs().cancel(id, "bob", "really")).isEqualTo(Change.REQUESTED);
    }

    @ParameterizedTest
    @EnumSource
    void a_cancelled_job_keeps_the_attempts_it_had_and_gains_none(JobState from) {
        long id = jobIn(from);
        List<Attempt> before = store.archive().attempts(id);
        store.jobs().cancel(id, "ann", "not wanted");
        assertThat(store.archive().attempts(id)).isEqualTo(before);
    }

    @Test
    void a_job_cancelled_after_it_was_handed_back_has_no_attempt() {
        long id = ended(new Transition.Release("stopping", false));
        store.jobs().cancel(id, "ann", "not wanted");
        assertThat(store.archive().attempts(id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void retry_queues_a_failed_job_and_no_other(JobState from) {
        long id = jobIn(from);
        clock.advance(Duration.ofSeconds(5));
        Job before = find(id);
        List<Attempt> attempts = store.archive().attempts(id);
        Change change = store.jobs().retry(id, "ann");
        if (from != JobState.FAILED) {
            assertThat(change).isEqualTo(Change.NOT_ALLOWED);
            assertThat(find(id)).isEqualTo(before);
            return;
        }
        assertThat(change).isEqualTo(Change.DONE);
        Job job = find(id);
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.times().dueAt()).isEqualTo(START.plusSeconds(5));
        assertThat(job.times().finishedAt()).isNull();
        assertThat(store.archive().attempts(id)).isEqualTo(attempts);
        assertThat(claimOne(worker()).attempt()).isEqualTo(2);
    }

    @Test
    void retry_gives_one_more_attempt_to_a_job_that_has_used_up_its_own() {
        Job job = running(worker(), job().maxAttempts(1));
        end(job, fail());
        store.jobs().retry(job.id(), "ann");
        assertThat(find(job.id()).maxAttempts()).isEqualTo(2);
        Job again = claimOne(worker());
        end(again, fail());
        store.jobs().retry(job.id(), "ann");
        assertThat(find(job.id()).maxAttempts()).isEqualTo(3);
    }

    @Test
    void retry_leaves_the_attempts_of_a_job_that_has_some_left() {
        long id = jobIn(JobState.FAILED);
        store.jobs().retry(id, "ann");
        assertThat(find(id).maxAttempts()).isEqualTo(job().maxAttempts());
    }

    @Test
    void retry_forgets_a_request_to_cancel() {
        Job job = running(worker());
        store.jobs().cancel(job.id(), "ann", "not wanted");
        end(job, fail());
        store.jobs().retry(job.id(), "ann");
        long worker = worker();
        Job again = claimOne(worker);
        assertThat(again.times().cancelRequestedAt()).isNull();
        assertThat(store.workers().cancelRequests(worker)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void run_now_makes_a_job_due_that_waits_for_its_time_and_no_other(JobState from) {
        long id = jobIn(from);
        clock.advance(Duration.ofSeconds(5));
        Job before = find(id);
        Change change = store.jobs().runNow(id, "ann");
        if (from != JobState.SCHEDULED && from != JobState.RETRYING) {
            assertThat(change).isEqualTo(Change.NOT_ALLOWED);
            assertThat(find(id)).isEqualTo(before);
            return;
        }
        assertThat(change).isEqualTo(Change.DONE);
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
        assertThat(find(id).times().dueAt()).isEqualTo(START.plusSeconds(5));
        assertThat(claimOne(worker()).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource
    void delete_removes_a_finished_job_with_all_that_is_kept_of_it_and_no_live_one(JobState from) {
        Job job = running(worker());
        store.jobs()
                .appendLog(List.of(new AttemptNotes.LogNote(
                        job.id(), job.lease(), List.of(new LogLine(1, job.lease(), START, LogLevel.INFO, "hello")))));
        store.jobs()
                .saveProgress(
                        List.of(new AttemptNotes.ProgressNote(job.id(), job.lease(), new Progress(1, 0, null, null))));
        end(job, from.isFinished() ? ending(from) : retry(HOUR));
        long id = from.isFinished() ? job.id() : jobIn(from);
        Job before = find(id);
        assertThat(store.jobs().delete(id, "ann")).isEqualTo(from.isFinished() ? Change.DONE : Change.NOT_ALLOWED);
        if (from.isFinished()) {
            assertThat(store.archive().find(id)).isEmpty();
            assertThat(store.archive().attempts(id)).isEmpty();
            assertThat(store.archive().log(id, 0, 10)).isEmpty();
            assertThat(store.jobs().delete(id, "ann")).isEqualTo(Change.NOT_FOUND);
        } else {
            assertThat(find(id)).isEqualTo(before);
        }
    }

    private static Transition ending(JobState state) {
        return switch (state) {
            case SUCCEEDED -> SUCCEED;
            case FAILED -> fail();
            default -> new Transition.Cancel("not wanted");
        };
    }

    @Test
    void what_is_done_to_an_unknown_job_finds_none() {
        assertThat(store.jobs().cancel(NO_JOB, "ann", "not wanted")).isEqualTo(Change.NOT_FOUND);
        assertThat(store.jobs().retry(NO_JOB, "ann")).isEqualTo(Change.NOT_FOUND);
        assertThat(store.jobs().runNow(NO_JOB, "ann")).isEqualTo(Change.NOT_FOUND);
        assertThat(store.jobs().delete(NO_JOB, "ann")).isEqualTo(Change.NOT_FOUND);
    }

    @Test
    void run_now_is_not_allowed_for_a_job_that_is_due_already() {
        long id = jobIn(JobState.SCHEDULED);
        clock.advance(HOUR);
        assertThat(store.jobs().runNow(id, "ann")).isEqualTo(Change.NOT_ALLOWED);
    }

    @Test
    void two_people_who_retry_one_job_queue_it_once() {
        long id = jobIn(JobState.FAILED);
        int[] done = new int[4];
        Threads.together(4, thread -> {
            Change change = Threads.insisting(() -> store.jobs().retry(id, "ann"));
            done[thread] = change == Change.DONE ? 1 : 0;
        });
        assertThat(done).containsOnlyOnce(1);
        assertThat(claim(worker(), 10)).hasSize(1);
    }

    /** Every verb from every state: what it leads to must be legal, and what is legal must be reached. */
    @Test
    void no_verb_leads_to_a_state_that_is_not_legal() {
        Map<JobState, Set<JobState>> reached = new EnumMap<>(JobState.class);
        for (boolean keyed : new boolean[] {false, true}) {
            for (JobState from : JobState.values()) {
                for (JobVerb verb : JobVerb.values()) {
                    JobState to = JobWalk.step(this, from, verb, keyed);
                    if (to != null && to != from) {
                        assertThat(JobWalk.isLegal(from, to))
                                .as("%s of a job that is %s makes it %s", verb, from, to)
                                .isTrue();
                        reached.computeIfAbsent(from, state -> java.util.EnumSet.noneOf(JobState.class))
                                .add(to);
                    }
                }
            }
        }
        assertThat(reached).isEqualTo(JobWalk.reachable());
    }
}
