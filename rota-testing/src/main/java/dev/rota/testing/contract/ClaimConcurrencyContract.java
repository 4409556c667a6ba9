package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any number of workers, in any number of processes, never hold one job together. */
public abstract class ClaimConcurrencyContract extends StoreContract {
    private static final int WORKERS = 8;

    protected ClaimConcurrencyContract(ContractStore fixture) {
        super(fixture);
    }

    private static Exchange.Answer exchange(Store on, long worker, List<Job> done, int most) throws Exception {
        List<Finish> finishes =
                done.stream().map(job -> new Finish(job, SUCCEED, null)).toList();
        return Threads.insisting(() ->
                on.jobs().exchange(new Exchange(worker, finishes, List.of(wish(false, most, "q0", "q1")), Set.of())));
    }

    @Test
    void every_job_is_claimed_and_finished_exactly_once() {
        int jobs = 1000;
        enqueueAll(IntStream.range(0, jobs)
                .mapToObj(i -> job().queue("q" + i % 2).priority(i % 3))
                .toList());
        List<Store> processes = List.of(store, anotherStore());
        AtomicInteger left = new AtomicInteger(jobs);
        Map<Long, AtomicInteger> claims = new ConcurrentHashMap<>();
        Threads.together(WORKERS, thread -> {
            Store process = processes.get(thread % 2);
            long worker = process.workers().register(registration("worker " + thread));
            List<Job> held = List.of();
            while (left.get() > 0 || !held.isEmpty()) {
                Exchange.Answer answer = exchange(process, worker, held, 7);
                assertThat(answer.lost()).as("lost finishes").isEmpty();
                held = answer.claimed();
                left.addAndGet(-held.size());
                held.forEach(job -> claims.computeIfAbsent(job.id(), id -> new AtomicInteger())
                        .incrementAndGet());
            }
        });
        assertThat(claims).hasSize(jobs);
        assertThat(claims.values()).allMatch(count -> count.get() == 1);
        assertThat(store.archive().counts(jobs).values()).allMatch(count -> count == 0);
    }

    @Test
    void jobs_that_come_while_workers_claim_are_claimed_too() {
        int jobs = 400;
        AtomicInteger left = new AtomicInteger(jobs);
        ConcurrentLinkedQueue<Long> enqueued = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> claimed = new ConcurrentLinkedQueue<>();
        Threads.together(4, thread -> {
            if (thread < 2) {
                for (int i = 0; i < jobs / 2; i++) {
                    enqueued.add(Threads.insisting(() -> store.jobs().enqueue(List.of(job().queue("q" + thread))))
                            .get(0)
                            .id());
                }
                return;
            }
            long worker = worker("worker " + thread);
            List<Job> held = List.of();
            while (left.get() > 0 || !held.isEmpty()) {
                held = exchange(store, worker, held, 10).claimed();
                left.addAndGet(-held.size());
                claimed.addAll(ids(held));
            }
        });
        assertThat(claimed).hasSize(jobs).containsExactlyInAnyOrderElementsOf(enqueued);
    }

    @Test
    void of_two_finishes_of_one_claim_exactly_one_counts() {
        long worker = worker();
        List<Long> ids = enqueueAll(IntStream.range(0, 50).mapToObj(i -> job()).toList());
        List<Job> jobs = claim(worker, 50);
        ConcurrentLinkedQueue<Finish> lost = new ConcurrentLinkedQueue<>();
        Threads.together(4, thread -> {
            for (Job job : jobs) {
                Transition transition = thread % 2 == 0 ? SUCCEED : fail();
                Finish finish = new Finish(job, transition, null);
                lost.addAll(Threads.insisting(
                                () -> store.jobs().exchange(new Exchange(worker, List.of(finish), List.of(), Set.of())))
                        .lost());
            }
        });
        assertThat(lost).hasSize(150);
        for (long id : ids) {
            Attempt.Outcome expected =
                    state(id) == JobState.SUCCEEDED ? Attempt.Outcome.SUCCEEDED : Attempt.Outcome.FAILED;
            assertThat(store.archive().attempts(id))
                    .extracting(Attempt::outcome)
                    .containsExactly(expected);
        }
    }

    @Test
    void a_job_is_either_claimed_or_cancelled() {
        List<Long> ids = enqueueAll(
                IntStream.range(0, 100).mapToObj(i -> job().queue("q0")).toList());
        long worker = worker();
        List<Job> claimed = new ArrayList<>();
        Threads.together(2, thread -> {
            if (thread == 0) {
                for (int i = 0; i < 50; i++) {
                    claimed.addAll(exchange(store, worker, List.of(), 2).claimed());
                }
            } else {
                for (int i = ids.size() - 1; i >= 0; i--) {
                    long id = ids.get(i);
                    Threads.insisting(() -> store.jobs().cancel(id, "ann", "not wanted"));
                }
            }
        });
        Set<Long> running = Set.copyOf(ids(claimed));
        for (long id : ids) {
            assertThat(state(id)).isEqualTo(running.contains(id) ? JobState.RUNNING : JobState.CANCELLED);
        }
        assertThat(store.workers().cancelRequests(worker).keySet()).isSubsetOf(running);
    }

    @Test
    void a_job_that_is_retried_again_and_again_is_held_by_one_worker_at_a_time() {
        long id = enqueue(job().queue("q0").maxAttempts(1000));
        ConcurrentLinkedQueue<Long> leases = new ConcurrentLinkedQueue<>();
        AtomicInteger holders = new AtomicInteger();
        Threads.together(4, thread -> {
            long worker = worker("worker " + thread);
            while (leases.size() < 100) {
                for (Job job : exchange(store, worker, List.of(), 5).claimed()) {
                    assertThat(holders.incrementAndGet()).isEqualTo(1);
                    leases.add(job.lease());
                    holders.decrementAndGet();
                    Finish again = new Finish(job, retry(Duration.ZERO), null);
                    assertThat(Threads.insisting(() -> store.jobs()
                                            .exchange(new Exchange(worker, List.of(again), List.of(), Set.of())))
                                    .lost())
                            .isEmpty();
                }
            }
        });
        assertThat(List.copyOf(leases)).doesNotHaveDuplicates().isSorted();
        assertThat(find(id).lease()).isEqualTo(leases.size());
    }
}
