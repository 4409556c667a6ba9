package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits of a queue hold over all workers together, and may be changed at any time. */
public abstract class LimitsContract extends StoreContract {
    private static final Duration SECOND = Duration.ofSeconds(1);

    protected LimitsContract(ContractStore fixture) {
        super(fixture);
    }

    private void concurrency(int limit) {
        store.queues().limit(QUEUE, new Limits(limit, null, null));
    }

    private void rate(int rate, Duration period) {
        store.queues().limit(QUEUE, new Limits(null, rate, period));
    }

    private List<Long> enqueue(int jobs) {
        return enqueueAll(IntStream.range(0, jobs).mapToObj(i -> job()).toList());
    }

    private Queue queue(String name) {
        return store.queues().list().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void limits_and_pauses_are_listed_by_queue() {
        Limits limits = new Limits(3, 10, Duration.ofMinutes(1));
        store.queues().limit("mail", limits);
        store.queues().limit("alpha", Limits.NONE);
        assertThat(store.queues().list()).extracting(Queue::name).containsSubsequence("alpha", "mail");
        assertThat(queue("mail")).isEqualTo(new Queue("mail", limits, null, null, null));
        store.queues().pause("mail", "ann", "disk is full", START.plusSeconds(60));
        assertThat(queue("mail")).isEqualTo(new Queue("mail", limits, "ann", "disk is full", START.plusSeconds(60)));
        store.queues().resume("mail");
        assertThat(queue("mail")).isEqualTo(new Queue("mail", limits, null, null, null));
        store.queues().limit("mail", Limits.NONE);
        assertThat(queue("mail").limits()).isEqualTo(Limits.NONE);
    }

    @Test
    void no_more_jobs_run_than_the_concurrency_allows() {
        concurrency(3);
        List<Long> ids = enqueue(5);
        assertThat(ids(claimLimited(worker(), 10))).isEqualTo(ids.subList(0, 3));
        assertThat(claimLimited(worker(), 10)).isEmpty();
    }

    @Test
    void concurrency_counts_over_all_workers() {
        concurrency(3);
        enqueue(5);
        assertThat(claimLimited(worker(), 2)).hasSize(2);
        assertThat(claimLimited(worker(), 2)).hasSize(1);
    }

    @Test
    void no_more_than_wished_are_claimed_even_if_the_limit_allows_more() {
        concurrency(5);
        enqueue(5);
        assertThat(claimLimited(worker(), 2)).hasSize(2);
    }

    @Test
    void a_finished_job_makes_room_for_the_next() {
        concurrency(1);
        List<Long> ids = enqueue(3);
        long worker = worker();
        Job first = claimLimited(worker, 10).get(0);
        end(first, SUCCEED);
        Job second = claimLimited(worker, 10).get(0);
        assertThat(second.id()).isEqualTo(ids.get(1));
        end(second, fail());
        assertThat(ids(claimLimited(worker, 10))).containsExactly(ids.get(2));
    }

    @Test
    void room_made_by_a_finish_is_taken_in_the_same_exchange() {
        concurrency(1);
        List<Long> ids = enqueue(2);
        long worker = worker();
        Finish finish = new Finish(claimLimited(worker, 10).get(0), SUCCEED, null);
        Exchange.Answer answer =
                store.jobs().exchange(new Exchange(worker, List.of(finish), List.of(wish(true, 10)), Set.of()));
        assertThat(ids(answer.claimed())).containsExactly(ids.get(1));
    }

    @Test
    void a_rescued_job_makes_room() {
        concurrency(1);
        List<Long> ids = enqueue(2);
        claimLimited(worker(), 10);
        clock.advance(LEASE.plusSeconds(1));
        long second = worker();
        assertThat(claimLimited(second, 10)).isEmpty();
        store.jobs().rescue(LEASE, 5, 10);
        assertThat(ids(claimLimited(second, 10))).containsExactly(ids.get(0));
    }

    @Test
    void a_limit_is_raised_lowered_and_lifted_while_jobs_run() {
        concurrency(2);
        List<Long> ids = enqueue(10);
        long worker = worker();
        List<Job> first = claimLimited(worker, 10);
        assertThat(first).hasSize(2);
        concurrency(4);
        assertThat(claimLimited(worker, 10)).hasSize(2);
        concurrency(3);
        assertThat(claimLimited(worker, 10)).isEmpty();
        end(first.get(0), SUCCEED);
        assertThat(claimLimited(worker, 10)).isEmpty();
        end(first.get(1), SUCCEED);
        assertThat(ids(claimLimited(worker, 10))).containsExactly(ids.get(4));
        store.queues().limit(QUEUE, Limits.NONE);
        assertThat(claimLimited(worker, 10)).isEmpty();
        assertThat(claim(worker, 10)).hasSize(5);
    }

    @Test
    void a_limit_set_later_counts_what_runs_already() {
        enqueue(5);
        long worker = worker();
        assertThat(claim(worker, 2)).hasSize(2);
        concurrency(3);
        assertThat(claim(worker, 10)).isEmpty();
        assertThat(claimLimited(worker, 10)).hasSize(1);
    }

    @Test
    void limited_and_unlimited_queues_are_asked_for_apart() {
        store.queues().limit("narrow", new Limits(1, null, null));
        List<Long> ids = enqueueAll(List.of(job().queue("narrow"), job().queue("narrow"), job().queue("wide")));
        long worker = worker();
        assertThat(ids(claim(worker, 10, "narrow", "wide"))).containsExactly(ids.get(2));
        assertThat(ids(claimLimited(worker, 10, "narrow", "wide"))).containsExactly(ids.get(0));
    }

    @Test
    void each_queue_has_a_limit_of_its_own() {
        store.queues().limit("a", new Limits(1, null, null));
        store.queues().limit("b", new Limits(2, null, null));
        List<Long> ids = enqueueAll(IntStream.range(0, 6)
                .mapToObj(i -> job().queue(i < 3 ? "a" : "b"))
                .toList());
        assertThat(ids(claimLimited(worker(), 10, "a", "b"))).containsExactly(ids.get(0), ids.get(3), ids.get(4));
    }

    @Test
    void a_full_queue_leaves_what_was_wished_to_the_others() {
        store.queues().limit("a", new Limits(1, null, null));
        store.queues().limit("b", new Limits(5, null, null));
        List<Long> ids = enqueueAll(IntStream.range(0, 4)
                .mapToObj(i -> job().queue(i < 2 ? "a" : "b"))
                .toList());
        assertThat(ids(claimLimited(worker(), 3, "a", "b"))).containsExactly(ids.get(0), ids.get(2), ids.get(3));
    }

    @Test
    void a_paused_queue_with_a_limit_gives_nothing() {
        concurrency(3);
        enqueue(2);
        store.queues().pause(QUEUE, "ann", null, null);
        long worker = worker();
        assertThat(claimLimited(worker, 10)).isEmpty();
        store.queues().resume(QUEUE);
        assertThat(claimLimited(worker, 10)).hasSize(2);
    }

    @Test
    void future_jobs_take_no_room() {
        concurrency(1);
        enqueue(delayed(SECOND).priority(-1));
        long due = enqueue(job());
        assertThat(ids(claimLimited(worker(), 10))).containsExactly(due);
    }

    @Test
    void a_rate_lets_a_full_bucket_pass_and_then_what_flows_in() {
        rate(4, SECOND);
        List<Long> ids = enqueue(20);
        long worker = worker();
        assertThat(ids(claimLimited(worker, 10))).isEqualTo(ids.subList(0, 4));
        assertThat(claimLimited(worker, 10)).isEmpty();
        clock.advance(Duration.ofMillis(250));
        assertThat(claimLimited(worker, 10)).hasSize(1);
        clock.advance(Duration.ofMillis(500));
        assertThat(claimLimited(worker, 10)).hasSize(2);
    }

    @Test
    void a_bucket_holds_no_more_than_its_rate() {
        rate(4, SECOND);
        enqueue(20);
        long worker = worker();
        claimLimited(worker, 10);
        clock.advance(Duration.ofHours(1));
        assertThat(claimLimited(worker, 10)).hasSize(4);
    }

    @Test
    void a_clock_that_is_set_back_keeps_no_queue_waiting_until_it_has_caught_up() {
        rate(4, SECOND);
        enqueue(20);
        long worker = worker();
        clock.advance(Duration.ofHours(1));
        assertThat(claimLimited(worker, 10)).hasSize(4);
        clock.set(START);
        assertThat(claimLimited(worker, 10)).hasSize(4);
        assertThat(claimLimited(worker, 10)).isEmpty();
    }

    @Test
    void many_looks_at_a_bucket_lose_nothing_that_flows_in() {
        rate(1, SECOND);
        enqueue(20);
        long worker = worker();
        assertThat(claimLimited(worker, 10)).hasSize(1);
        int claimed = 0;
        for (int i = 0; i < 80; i++) {
            clock.advance(Duration.ofMillis(125));
            claimed += claimLimited(worker, 10).size();
        }
        assertThat(claimed).isEqualTo(10);
    }

    @Test
    void a_look_that_finds_no_job_takes_nothing_from_the_bucket() {
        rate(2, SECOND);
        long worker = worker();
        assertThat(claimLimited(worker, 10)).isEmpty();
        enqueue(1);
        assertThat(claimLimited(worker, 10)).hasSize(1);
        enqueue(2);
        assertThat(claimLimited(worker, 10)).hasSize(1);
    }

    @Test
    void finishing_gives_nothing_back_to_a_bucket() {
        rate(1, SECOND);
        enqueue(2);
        long worker = worker();
        end(claimLimited(worker, 10).get(0), SUCCEED);
        assertThat(claimLimited(worker, 10)).isEmpty();
    }

    @Test
    void of_concurrency_and_rate_the_narrower_counts() {
        store.queues().limit(QUEUE, new Limits(2, 3, SECOND));
        enqueue(20);
        long worker = worker();
        List<Job> first = claimLimited(worker, 10);
        assertThat(first).hasSize(2);
        first.forEach(job -> end(job, SUCCEED));
        assertThat(claimLimited(worker, 10)).hasSize(1);
    }

    @Test
    void a_rate_that_is_changed_counts_from_then_on() {
        rate(1, Duration.ofHours(1));
        enqueue(20);
        long worker = worker();
        assertThat(claimLimited(worker, 10)).hasSize(1);
        rate(10, SECOND);
        clock.advance(SECOND);
        assertThat(claimLimited(worker, 20)).hasSize(10);
        rate(2, SECOND);
        clock.advance(Duration.ofHours(1));
        assertThat(claimLimited(worker, 20)).hasSize(2);
    }

    @Test
    void threads_that_claim_together_keep_within_the_concurrency() {
        int jobs = 120;
        concurrency(3);
        enqueue(jobs);
        List<Store> processes = List.of(store, anotherStore());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Threads.together(6, thread -> {
            Store process = processes.get(thread % 2);
            long worker = process.workers().register(registration("worker " + thread));
            while (done.get() < jobs) {
                List<Job> claimed = exchange(process, worker, null);
                most.accumulateAndGet(running.addAndGet(claimed.size()), Math::max);
                for (Job job : claimed) {
                    running.decrementAndGet();
                    exchange(process, worker, job);
                    done.incrementAndGet();
                }
            }
        });
        assertThat(most.get()).isBetween(1, 3);
        assertThat(store.archive().counts(10).getOrDefault(JobState.QUEUED, 0L)).isZero();
    }

    /** Finishes a job, or claims up to two. */
    private static List<Job> exchange(Store process, long worker, @Nullable Job done) throws Exception {
        Exchange exchange = done == null
                ? new Exchange(worker, List.of(), List.of(wish(true, 2)), Set.of())
                : new Exchange(worker, List.of(new Finish(done, SUCCEED, null)), List.of(), Set.of());
        return Threads.insisting(() -> process.jobs().exchange(exchange)).claimed();
    }
}
