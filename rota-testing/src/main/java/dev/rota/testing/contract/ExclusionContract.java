package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore.Waiting;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    void many_keys_are_all_let_go_in_parts() {
        List<Long> ids = enqueueAll(IntStream.range(0, 60)
                .mapToObj(i -> job().queue("q" + i % 3).exclusion(ExclusionKey.of("key-" + i % 30)))
                .toList());
        assertThat(store.jobs().releaseBlocked(10)).containsExactlyInAnyOrder("q0", "q1", "q2");
        assertThat(store.jobs().releaseBlocked(10)).isEmpty();
        assertThat(states(ids.subList(0, 30))).containsOnly(JobState.QUEUED);
        assertThat(states(ids.subList(30, 60))).containsOnly(JobState.BLOCKED);
    }

    @Test
    void only_what_waits_for_the_named_keys_is_let_go() {
        List<Long> ids = enqueueAll(List.of(
                keyed(),
                keyed(),
                job().queue("mail").exclusion(ExclusionKey.of("other")),
                job().exclusion(ExclusionKey.of("third"))));
        assertThat(store.jobs().releaseBlocked(Set.of("account", "other"), 100))
                .containsExactlyInAnyOrder(QUEUE, "mail");
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.BLOCKED, JobState.QUEUED, JobState.BLOCKED);
    }

    @Test
    void nothing_is_let_go_by_a_key_that_is_held_or_that_nobody_waits_for() {
        enqueueAll(List.of(keyed(), keyed()));
        release();
        assertThat(store.jobs().releaseBlocked(Set.of(), 100)).isEmpty();
        assertThat(store.jobs().releaseBlocked(Set.of("account"), 100)).isEmpty();
        assertThat(store.jobs().releaseBlocked(Set.of("nobody's"), 100)).isEmpty();
    }

    @Test
    void jobs_of_a_named_key_are_let_go_in_order_and_no_more_than_asked_for() {
        List<Long> ids = enqueueAll(List.of(
                keyed(9), keyed(9), keyed(9).when(NewJob.When.at(START.minusSeconds(5))), keyed(9).priority(-1)));
        assertThat(store.jobs().releaseBlocked(Set.of("account"), 3)).containsExactly(QUEUE);
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.BLOCKED, JobState.QUEUED, JobState.QUEUED);
        assertThat(store.jobs().releaseBlocked(Set.of("account"), 3)).containsExactly(QUEUE);
        assertThat(store.jobs().releaseBlocked(Set.of("account"), 3)).isEmpty();
        assertThat(states(ids)).containsOnly(JobState.QUEUED);
    }

    @Test
    void very_many_keys_can_be_named_together() {
        List<String> keys = IntStream.range(0, 700).mapToObj(i -> "key-" + i).toList();
        List<NewJob> each =
                keys.stream().map(key -> job().exclusion(ExclusionKey.of(key))).toList();
        List<Long> first = enqueueAll(each);
        List<Long> second = enqueueAll(each);
        assertThat(store.jobs().releaseBlocked(keys, 700)).containsExactly(QUEUE);
        assertThat(states(first)).containsOnly(JobState.QUEUED);
        assertThat(states(second)).containsOnly(JobState.BLOCKED);
    }

    @Test
    void what_has_become_due_is_blocked_and_its_key_told() {
        List<Long> ids = enqueueAll(List.of(
                keyed().when(NewJob.When.in(MINUTE)),
                job().exclusion(ExclusionKey.of("other")).when(NewJob.When.in(MINUTE.plusSeconds(1)))));
        assertThat(store.jobs().blockDue(100)).isEqualTo(new Waiting(Set.of(), false));
        clock.advance(MINUTE);
        assertThat(store.jobs().blockDue(100)).isEqualTo(new Waiting(Set.of("account"), true));
        assertThat(states(ids)).containsExactly(JobState.BLOCKED, JobState.SCHEDULED);
        assertThat(store.jobs().blockDue(100)).isEqualTo(new Waiting(Set.of(), true));
        assertThat(store.jobs().releaseBlocked(Set.of("account", "other"), 100)).containsExactly(QUEUE);
        assertThat(states(ids)).containsExactly(JobState.QUEUED, JobState.SCHEDULED);
    }

    @Test
    void no_more_is_blocked_at_once_than_asked_for() {
        enqueueAll(List.of(
                keyed().when(NewJob.When.in(MINUTE.plusSeconds(1))),
                job().exclusion(ExclusionKey.of("other")).when(NewJob.When.in(MINUTE))));
        clock.advance(MINUTE.plusSeconds(1));
        assertThat(store.jobs().blockDue(1).due()).containsExactly("other");
        assertThat(store.jobs().blockDue(1).due()).containsExactly("account");
    }

    @Test
    void the_keys_that_jobs_wait_for_are_told_in_parts_each_once() {
        assertThat(store.jobs().waitingKeys("", 100)).isEmpty();
        enqueueAll(IntStream.range(0, 21)
                .mapToObj(i -> job().exclusion(ExclusionKey.of("key-" + i % 7)))
                .toList());
        enqueue(job().exclusion(ExclusionKey.of("later")).when(NewJob.When.in(MINUTE)));
        List<String> first = store.jobs().waitingKeys("", 3);
        List<String> second = store.jobs().waitingKeys(first.get(2), 3);
        List<String> third = store.jobs().waitingKeys(second.get(2), 3);
        assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(3, 3, 1);
        assertThat(Stream.of(first, second, third).flatMap(List::stream))
                .containsExactlyInAnyOrder("key-0", "key-1", "key-2", "key-3", "key-4", "key-5", "key-6");
        assertThat(store.jobs().waitingKeys(third.get(0), 3)).isEmpty();
    }

    @Test
    void keys_that_are_held_do_not_hinder_others_from_being_let_go() {
        List<NewJob> held = IntStream.range(0, 20)
                .mapToObj(i -> job().exclusion(ExclusionKey.of("held-" + i)))
                .toList();
        enqueueAll(held);
        release();
        enqueueAll(held.stream().map(job -> job.priority(-9)).toList());
        long id = enqueue(job().exclusion(ExclusionKey.of("last")));
        store.jobs().releaseBlocked(5);
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
                Threads.insisting(() -> thread % 2 == 0
                        ? store.jobs().releaseBlocked(100)
                        : store.jobs().releaseBlocked(Set.of("key-0", "key-1"), 100));
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
