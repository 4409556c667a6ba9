package dev.rota.testing.contract;

import static java.time.temporal.ChronoUnit.MICROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rota.job.Attempt;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.UniqueKey;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore.Rescue;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The jobs of a dead worker go on elsewhere, and what it still writes bounces. */
public abstract class RescueContract extends StoreContract {
    private static final int CRASHES = 3;

    protected RescueContract(ContractStore fixture) {
        super(fixture);
    }

    private List<Rescue> rescue() {
        return store.jobs().rescue(LEASE, CRASHES, 100);
    }

    /** Long enough for a worker without heartbeat to count as dead. */
    private void letDie() {
        clock.advance(LEASE.plus(1, MICROS));
    }

    private Worker.State workerState(long id) {
        return store.workers().list().stream()
                .filter(worker -> worker.id() == id)
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void a_job_of_a_dead_worker_is_queued_again_and_counts_a_crash() {
        long worker = worker();
        Job job = running(worker, job().queue("mail"));
        letDie();
        assertThat(rescue()).containsExactly(new Rescue(job.id(), TYPE.name(), "mail", worker, 1, false));
        Job rescued = find(job.id());
        assertThat(rescued.state()).isEqualTo(JobState.QUEUED);
        assertThat(rescued.crashes()).isEqualTo(1);
        assertThat(rescued.attempt()).isZero();
        assertThat(rescued.lease()).isEqualTo(2);
        assertThat(rescued.times().dueAt()).isEqualTo(START);
        assertThat(workerState(worker)).isEqualTo(Worker.State.LOST);
    }

    @Test
    void the_lost_attempt_is_kept_as_a_crash() {
        long worker = worker();
        Job job = running(worker);
        letDie();
        rescue();
        assertThat(store.archive().attempts(job.id())).hasSize(1).first().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.CRASHED);
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.lease()).isEqualTo(1);
            assertThat(attempt.workerId()).isEqualTo(worker);
            assertThat(attempt.startedAt()).isEqualTo(START);
            assertThat(attempt.endedAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void a_rescued_job_is_claimed_under_a_new_lease() {
        Job job = running(worker());
        letDie();
        rescue();
        Job again = claimOne(worker());
        assertThat(again.id()).isEqualTo(job.id());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.lease()).isEqualTo(3);
        assertThat(again.crashes()).isEqualTo(1);
    }

    @Test
    void a_worker_is_dead_when_its_heartbeat_is_older_than_the_lease_and_no_earlier() {
        Job job = running(worker());
        clock.advance(LEASE);
        assertThat(rescue()).isEmpty();
        assertThat(find(job.id())).isEqualTo(job);
        clock.advance(Duration.of(1, MICROS));
        assertThat(rescue()).hasSize(1);
    }

    @Test
    void a_heartbeat_keeps_a_worker_alive() {
        long worker = worker();
        running(worker);
        for (int i = 0; i < 5; i++) {
            clock.advance(LEASE);
            assertThat(store.workers().heartbeat(worker).known()).isTrue();
            assertThat(rescue()).isEmpty();
        }
    }

    @Test
    void only_the_jobs_of_the_dead_are_rescued() {
        Job dead = running(worker("dead"));
        long alive = worker("alive");
        Job living = running(alive);
        long waiting = enqueue(job());
        clock.advance(LEASE);
        store.workers().heartbeat(alive);
        clock.advance(Duration.of(1, MICROS));
        assertThat(rescue()).extracting(Rescue::jobId).containsExactly(dead.id());
        assertThat(find(living.id())).isEqualTo(living);
        assertThat(state(waiting)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_worker_is_lost_only_once() {
        running(worker());
        letDie();
        assertThat(rescue()).hasSize(1);
        assertThat(rescue()).isEmpty();
        letDie();
        assertThat(rescue()).isEmpty();
    }

    @Test
    void a_dead_worker_without_jobs_is_lost_too() {
        long worker = worker();
        letDie();
        assertThat(rescue()).isEmpty();
        assertThat(workerState(worker)).isEqualTo(Worker.State.LOST);
    }

    @Test
    void a_draining_worker_that_dies_is_rescued() {
        long worker = worker();
        running(worker);
        store.workers().drain(worker, true);
        letDie();
        assertThat(rescue()).hasSize(1);
    }

    @Test
    void a_worker_given_up_as_lost_is_told_so_and_claims_nothing() {
        long worker = worker();
        letDie();
        rescue();
        enqueue(job());
        assertThat(store.workers().heartbeat(worker).known()).isFalse();
        assertThat(claim(worker, 10)).isEmpty();
        assertThat(workerState(worker)).isEqualTo(Worker.State.LOST);
    }

    @Test
    void a_late_finish_of_a_dead_worker_bounces() {
        Job job = running(worker());
        letDie();
        rescue();
        Job rescued = find(job.id());
        assertThat(finish(job, SUCCEED).lost()).hasSize(1);
        assertThat(find(job.id())).isEqualTo(rescued);
        Job again = claimOne(worker());
        assertThat(finish(job, fail()).lost()).hasSize(1);
        assertThat(find(job.id())).isEqualTo(again);
        end(again, SUCCEED);
        assertThat(state(job.id())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_late_transaction_of_a_dead_workers_handler_bounces() throws Exception {
        Job job = running(worker());
        letDie();
        rescue();
        store.transaction(connection -> assertThat(
                        store.jobs().finish(connection, workerOf(job), new Finish(job, SUCCEED, null)))
                .isFalse());
        assertThat(state(job.id())).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_job_that_crashes_too_often_fails() {
        long id = enqueue(job());
        for (int crash = 1; crash <= CRASHES; crash++) {
            claimOne(worker());
            letDie();
            assertThat(rescue()).extracting(Rescue::crashes, Rescue::failed).containsExactly(tuple(crash, false));
            clock.advance(LEASE.multipliedBy(crash));
        }
        claimOne(worker());
        letDie();
        assertThat(rescue()).extracting(Rescue::crashes, Rescue::failed).containsExactly(tuple(CRASHES + 1, true));
        Job job = find(id);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.reason()).contains("died").contains(String.valueOf(CRASHES + 1));
        assertThat(job.times().finishedAt()).isEqualTo(clock.instant());
        assertThat(store.archive().attempts(id))
                .extracting(Attempt::outcome)
                .hasSize(CRASHES + 1)
                .containsOnly(Attempt.Outcome.CRASHED);
    }

    @Test
    void jobs_that_have_crashed_twice_are_put_off_each_for_another_time() {
        List<Long> ids = IntStream.range(0, 10).mapToObj(i -> enqueue(job())).toList();
        long keyed = enqueue(job().exclusion(ExclusionKey.of("one")));
        store.jobs().releaseBlocked(10);
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(claim(worker(), 20)).hasSize(11);
            letDie();
            rescue();
        }
        assertThat(ids)
                .extracting(
                        id -> Duration.between(clock.instant(), find(id).times().dueAt()))
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> LEASE.dividedBy(2).multipliedBy(i))
                        .toList());
        assertThat(state(keyed)).isEqualTo(JobState.SCHEDULED);

        clock.advance(LEASE.multipliedBy(10));
        assertThat(claim(worker(), 20)).hasSize(10);
        store.jobs().releaseBlocked(10);
        assertThat(claimOne(worker()).id()).as("takes its key anew").isEqualTo(keyed);
    }

    @Test
    void a_worker_that_dies_after_the_clock_was_set_back_is_rescued_after_a_lease() {
        Job job = running(worker());
        clock.set(clock.instant().minus(Duration.ofHours(1)));
        assertThat(rescue()).isEmpty();
        clock.advance(LEASE);
        assertThat(rescue()).as("it may live, for all one knows").isEmpty();
        letDie();
        assertThat(rescue()).extracting(Rescue::jobId).containsExactly(job.id());
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void a_retry_by_hand_forgets_the_crashes() {
        Job job = running(worker());
        letDie();
        store.jobs().rescue(LEASE, 0, 10);
        assertThat(state(job.id())).isEqualTo(JobState.FAILED);
        store.jobs().retry(job.id(), "ann");
        assertThat(find(job.id()).crashes()).isZero();
        claimOne(worker());
        letDie();
        rescue();
        assertThat(state(job.id())).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_crash_uses_up_no_attempt() {
        long id = enqueue(job());
        end(claimOne(worker()), retry(Duration.ZERO));
        claimOne(worker());
        letDie();
        rescue();
        assertThat(find(id).attempt()).isEqualTo(1);
        assertThat(claimOne(worker()).attempt()).isEqualTo(2);
    }

    @Test
    void a_job_that_somebody_wanted_cancelled_is_cancelled_when_its_worker_dies() {
        Job job = running(worker());
        store.jobs().cancel(job.id(), "ann", "not wanted");
        letDie();
        rescue();
        assertThat(state(job.id())).isEqualTo(JobState.CANCELLED);
        assertThat(find(job.id()).reason()).contains("not wanted");
        assertThat(claim(worker(), 10)).isEmpty();
        assertThat(store.archive().attempts(job.id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.CRASHED);
    }

    /** Another engine once failed jobs that had ended in the moment of their rescue. */
    @Test
    void a_job_completed_just_before_the_rescue_stays_completed() {
        long worker = worker();
        Job job = running(worker);
        letDie();
        end(job, SUCCEED);
        Job completed = find(job.id());
        assertThat(rescue()).isEmpty();
        assertThat(find(job.id())).isEqualTo(completed);
        assertThat(completed.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_put_off_just_before_the_rescue_is_left_alone() {
        Job retrying = running(worker());
        end(retrying, retry(Duration.ofHours(1)));
        Job failed = running(worker());
        end(failed, fail());
        letDie();
        assertThat(rescue()).isEmpty();
        assertThat(state(retrying.id())).isEqualTo(JobState.RETRYING);
        assertThat(state(failed.id())).isEqualTo(JobState.FAILED);
    }

    /** Another engine could rescue nobody any more as long as one job's unique key was taken by another. */
    @Test
    void a_unique_key_that_another_job_has_taken_meanwhile_hinders_no_rescue() {
        UniqueKey key = UniqueKey.of("report").states(Set.of(JobState.QUEUED));
        long worker = worker();
        Job first = running(worker, job().unique(key));
        long second = enqueue(job().unique(key));
        assertThat(second).isNotEqualTo(first.id());
        Job other = running(worker, job().queue("other"));
        letDie();
        assertThat(rescue()).extracting(Rescue::jobId).containsExactlyInAnyOrder(first.id(), other.id());
        assertThat(state(first.id())).isEqualTo(JobState.QUEUED);
        assertThat(state(other.id())).isEqualTo(JobState.QUEUED);
    }

    @Test
    void of_a_finish_and_a_rescue_at_the_same_time_exactly_one_counts() {
        List<Long> workers =
                IntStream.range(0, 20).mapToObj(i -> worker("worker " + i)).toList();
        List<Job> jobs = workers.stream().map(this::running).toList();
        letDie();
        Set<Long> lost = new HashSet<>();
        ConcurrentLinkedQueue<Rescue> rescued = new ConcurrentLinkedQueue<>();
        Threads.together(2, thread -> {
            if (thread == 0) {
                for (Job job : jobs) {
                    Exchange end =
                            new Exchange(workerOf(job), List.of(new Finish(job, SUCCEED, null)), List.of(), Set.of());
                    Threads.insisting(() -> store.jobs().exchange(end))
                            .lost()
                            .forEach(finish -> lost.add(finish.job().id()));
                }
            } else {
                for (int i = 0; i < 20; i++) {
                    rescued.addAll(Threads.insisting(() -> store.jobs().rescue(LEASE, CRASHES, 1)));
                }
            }
        });
        rescued.addAll(rescue());
        assertThat(rescued).extracting(Rescue::jobId).containsExactlyInAnyOrderElementsOf(lost);
        for (Job job : jobs) {
            assertThat(state(job.id())).isEqualTo(lost.contains(job.id()) ? JobState.QUEUED : JobState.SUCCEEDED);
        }
    }

    @Test
    void rescuers_that_work_together_rescue_each_job_once() {
        IntStream.range(0, 30).forEach(i -> running(worker("worker " + i)));
        letDie();
        ConcurrentLinkedQueue<Rescue> rescued = new ConcurrentLinkedQueue<>();
        Threads.together(
                4, thread -> rescued.addAll(Threads.insisting(() -> store.jobs().rescue(LEASE, CRASHES, 100))));
        rescued.addAll(rescue());
        assertThat(rescued).hasSize(30).extracting(Rescue::jobId).doesNotHaveDuplicates();
    }

    @Test
    void many_dead_workers_are_rescued_in_bounded_parts() {
        IntStream.range(0, 12).forEach(i -> running(worker("worker " + i)));
        letDie();
        List<Rescue> rescued = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rescued.addAll(store.jobs().rescue(LEASE, CRASHES, 3));
        }
        assertThat(rescued).hasSize(12).extracting(Rescue::jobId).doesNotHaveDuplicates();
    }

    @Test
    void a_worker_with_the_name_of_a_dead_one_is_another_worker() {
        long dead = worker("host-1");
        Job old = running(dead);
        letDie();
        long alive = worker("host-1");
        Job fresh = running(alive);
        assertThat(alive).isNotEqualTo(dead);
        assertThat(rescue()).extracting(Rescue::workerId).containsExactly(dead);
        assertThat(find(fresh.id())).isEqualTo(fresh);
        assertThat(state(old.id())).isEqualTo(JobState.QUEUED);
        assertThat(store.workers().heartbeat(alive).known()).isTrue();
        assertThat(finish(old, new Transition.Release("stopping", true)).lost()).hasSize(1);
    }
}
