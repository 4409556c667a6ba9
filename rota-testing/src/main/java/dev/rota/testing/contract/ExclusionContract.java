package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No more jobs with an exclusion key are queued or running than it allows; the others wait in order. */
public abstract class ExclusionContract extends StoreContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    protected ExclusionContract(ContractStore fixture) {
        super(fixture);
    }

    private static NewJob keyed() {
        return job().exclusion(ExclusionKey.of("account"));
    }

    private static NewJob keyed(int limit) {
        return job().exclusion(new ExclusionKey("account", limit));
    }

    private Set<String> release() {
        return store.jobs().releaseBlocked(1000);
    }

    private List<JobState> states(List<Long> ids) {
        return ids.stream().map(this::state).toList();
    }

    @Test
    void the_first_is_let_go_and_the_others_wait() {
        List<Long> ids = enqueueAll(List.of(keyed(), keyed(), keyed()));
        assertThat(release()).containsExactly(QUEUE);
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.BLOCKED, JobState.BLOCKED);
        assertThat(find(ids.get(0)).blockedBy()).isNull();
        assertThat(find(ids.get(1)).blockedBy()).isEqualTo(BlockedBy.EXCLUSION);
        assertThat(ids(claim(worker(), 10))).containsExactly(ids.get(0));
    }

    @Test
    void nothing_more_is_let_go_while_the_key_is_held() {
        enqueueAll(List.of(keyed(), keyed()));
        release();
        assertThat(release()).isEmpty();
        claimOne(worker());
        assertThat(release()).isEmpty();
    }

    @Test
    void nothing_is_let_go_where_nothing_waits() {
        enqueue(job());
        assertThat(release()).isEmpty();
    }

    @Test
    void different_keys_do_not_wait_for_each_other() {
        List<Long> ids = enqueueAll(List.of(
                keyed(),
                job().queue("mail").exclusion(ExclusionKey.of("other")),
                job().queue("mail").exclusion(ExclusionKey.of("third"))));
        assertThat(release()).containsExactlyInAnyOrder(QUEUE, "mail");
        assertThat(states(ids)).containsOnly(JobState.QUEUED);
    }

    @Test
    void jobs_of_different_types_and_queues_share_a_key() {
        List<Long> ids = enqueueAll(
                List.of(keyed(), NewJob.of(OTHER_TYPE, "{}").queue("mail").exclusion(ExclusionKey.of("account"))));
        assertThat(release()).containsExactly(QUEUE);
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.BLOCKED);
    }

    @Test
    void jobs_are_let_go_by_priority_then_due_time_then_id() {
        List<Long> ids = enqueueAll(List.of(
                keyed(),
                keyed(),
                keyed().when(NewJob.When.at(START.minusSeconds(5))),
                keyed().priority(-1),
                keyed().priority(1).when(NewJob.When.at(START.minusSeconds(9)))));
        long worker = worker();
        for (int index : List.of(3, 2, 0, 1, 4)) {
            release();
            Job job = claimOne(worker);
            assertThat(job.id()).isEqualTo(ids.get(index));
            end(job, SUCCEED);
        }
    }

    @Test
    void a_key_is_given_up_by_every_end_of_an_attempt_that_leaves_the_queue() {
        for (Transition transition : List.of(
                SUCCEED,
                fail(),
                new Transition.Cancel("not wanted"),
                retry(MINUTE),
                new Transition.Snooze(MINUTE, "later"),
                new Transition.Park("no handler"))) {
            NewJob keyed = job().exclusion(ExclusionKey.of(transition.toString()));
            Job holder = running(worker(), keyed);
            long second = enqueue(keyed);
            assertThat(release()).isEmpty();
            end(holder, transition);
            assertThat(release()).as(transition.toString()).containsExactly(QUEUE);
            assertThat(state(second)).as(transition.toString()).isEqualTo(JobState.QUEUED);
            end(claimOne(worker()), SUCCEED);
        }
    }

    @Test
    void a_holder_that_is_cancelled_while_queued_gives_its_key_up() {
        List<Long> ids = enqueueAll(List.of(keyed(), keyed()));
        release();
        store.jobs().cancel(ids.get(0), "ann", "not wanted");
        release();
        assertThat(states(ids)).containsExactly(JobState.CANCELLED, JobState.QUEUED);
    }

    @Test
    void a_waiting_job_that_is_cancelled_lets_the_next_one_pass() {
        List<Long> ids = enqueueAll(List.of(keyed(), keyed(), keyed()));
        release();
        store.jobs().cancel(ids.get(1), "ann", "not wanted");
        end(claimOne(worker()), SUCCEED);
        release();
        assertThat(states(ids)).containsExactly(JobState.SUCCEEDED, JobState.CANCELLED, JobState.QUEUED);
    }

    @Test
    void a_holder_whose_worker_dies_keeps_its_key_until_it_has_ended() {
        Job holder = running(worker(), keyed());
        long second = enqueue(keyed());
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 5, 10);
        release();
        assertThat(state(holder.id())).isEqualTo(JobState.QUEUED);
        assertThat(state(second)).isEqualTo(JobState.BLOCKED);
        end(claimOne(worker()), SUCCEED);
        release();
        assertThat(state(second)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_holder_that_has_crashed_too_often_gives_its_key_up() {
        Job holder = running(worker(), keyed());
        long second = enqueue(keyed());
        clock.advance(LEASE.plusSeconds(1));
        store.jobs().rescue(LEASE, 0, 10);
        release();
        assertThat(state(holder.id())).isEqualTo(JobState.FAILED);
        assertThat(state(second)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_limit_above_one_lets_so_many_go() {
        List<Long> ids =
                enqueueAll(IntStream.range(0, 5).mapToObj(i -> keyed(3)).toList());
        release();
        assertThat(states(ids))
                .containsExactly(JobState.QUEUED, JobState.QUEUED, JobState.QUEUED, JobState.BLOCKED, JobState.BLOCKED);
        end(claim(worker(), 1).get(0), SUCCEED);
        release();
        assertThat(state(ids.get(3))).isEqualTo(JobState.QUEUED);
        assertThat(state(ids.get(4))).isEqualTo(JobState.BLOCKED);
    }

    @Test
    void jobs_of_one_key_with_different_limits_are_let_go_strictly_in_order() {
        List<Long> ids = enqueueAll(List.of(keyed(2), keyed(1), keyed(5)));
        release();
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.BLOCKED, JobState.BLOCKED);
        end(claimOne(worker()), SUCCEED);
        release();
        assertThat(states(ids)).containsExactly(JobState.SUCCEEDED, JobState.QUEUED, JobState.QUEUED);
    }

    @Test
    void a_scheduled_job_takes_the_key_when_it_is_due_and_no_earlier() {
        long id = enqueue(keyed().when(NewJob.When.in(MINUTE)));
        assertThat(release()).isEmpty();
        assertThat(state(id)).isEqualTo(JobState.SCHEDULED);
        clock.advance(MINUTE);
        assertThat(claim(worker(), 10)).isEmpty();
        assertThat(release()).containsExactly(QUEUE);
        assertThat(ids(claim(worker(), 10))).containsExactly(id);
    }

    @Test
    void a_scheduled_job_that_is_due_while_the_key_is_held_is_blocked() {
        Job holder = running(worker(), keyed());
        long id = enqueue(keyed().when(NewJob.When.in(MINUTE)));
        clock.advance(MINUTE);
        assertThat(release()).isEmpty();
        assertThat(state(id)).isEqualTo(JobState.BLOCKED);
        assertThat(find(id).blockedBy()).isEqualTo(BlockedBy.EXCLUSION);
        end(holder, SUCCEED);
        release();
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_future_job_with_a_better_priority_holds_nobody_up() {
        enqueue(keyed().priority(-9).when(NewJob.When.in(MINUTE)));
        long due = enqueue(keyed());
        release();
        assertThat(state(due)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void a_retrying_job_takes_the_key_again_when_it_is_due() {
        Job job = running(worker(), keyed());
        end(job, retry(MINUTE));
        assertThat(release()).isEmpty();
        clock.advance(MINUTE);
        assertThat(release()).containsExactly(QUEUE);
        assertThat(claimOne(worker()).attempt()).isEqualTo(2);
    }

    @Test
    void a_retry_by_hand_waits_for_the_key() {
        Job failed = running(worker(), keyed());
        end(failed, fail());
        Job holder = running(worker(), keyed());
        store.jobs().retry(failed.id(), "ann");
        release();
        assertThat(state(failed.id())).isEqualTo(JobState.BLOCKED);
        end(holder, SUCCEED);
        release();
        assertThat(state(failed.id())).isEqualTo(JobState.QUEUED);
    }

    @Test
    void run_now_waits_for_the_key() {
        Job holder = running(worker(), keyed());
        long id = enqueue(keyed().when(NewJob.When.in(MINUTE)));
        store.jobs().runNow(id, "ann");
        release();
        assertThat(state(id)).isEqualTo(JobState.BLOCKED);
        end(holder, SUCCEED);
        release();
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void many_keys_are_all_let_go_in_bounded_parts() {
        List<Long> ids = enqueueAll(IntStream.range(0, 60)
                .mapToObj(i -> job().queue("q" + i % 3).exclusion(ExclusionKey.of("key-" + i % 30)))
                .toList());
        Set<String> queues = new HashSet<>();
        Set<String> released = store.jobs().releaseBlocked(10);
        for (int i = 0; i < 30 && !released.isEmpty(); i++) {
            queues.addAll(released);
            released = store.jobs().releaseBlocked(10);
        }
        assertThat(released).isEmpty();
        assertThat(queues).containsExactlyInAnyOrder("q0", "q1", "q2");
        assertThat(states(ids.subList(0, 30))).containsOnly(JobState.QUEUED);
        assertThat(states(ids.subList(30, 60))).containsOnly(JobState.BLOCKED);
    }

    @Test
    void keys_that_are_held_do_not_hinder_others_from_being_let_go() {
        List<NewJob> held = IntStream.range(0, 20)
                .mapToObj(i -> job().exclusion(ExclusionKey.of("held-" + i)))
                .toList();
        enqueueAll(held);
        release();
        enqueueAll(held.stream().map(job -> job.priority(-9)).toList());
        long id = enqueue(keyed());
        for (int i = 0; i < 30 && state(id) != JobState.QUEUED; i++) {
            store.jobs().releaseBlocked(5);
        }
        assertThat(state(id)).isEqualTo(JobState.QUEUED);
    }

    @Test
    void threads_that_let_go_together_keep_within_the_limit() {
        int jobs = 60;
        enqueueAll(IntStream.range(0, jobs)
                .mapToObj(i -> job().exclusion(new ExclusionKey("key-" + i % 2, 2)))
                .toList());
        AtomicInteger[] running = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger done = new AtomicInteger();
        Threads.together(4, thread -> {
            long worker = worker("worker " + thread);
            while (done.get() < jobs) {
                Threads.insisting(() -> store.jobs().releaseBlocked(100));
                for (Job job :
                        Threads.insisting(() -> ask(worker, wish(false, 2))).claimed()) {
                    AtomicInteger holders = running[keyNumber(job)];
                    assertThat(holders.incrementAndGet()).isLessThanOrEqualTo(2);
                    holders.decrementAndGet();
                    Exchange end = new Exchange(worker, List.of(new Finish(job, SUCCEED, null)), List.of(), Set.of());
                    Threads.insisting(() -> store.jobs().exchange(end));
                    done.incrementAndGet();
                }
            }
        });
        assertThat(done.get()).isEqualTo(jobs);
    }

    private static int keyNumber(Job job) {
        ExclusionKey key = job.request().exclusion();
        return key == null || key.key().equals("key-0") ? 0 : 1;
    }
}
