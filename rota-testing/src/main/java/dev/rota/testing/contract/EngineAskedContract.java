package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.JobState;
import dev.rota.store.CallerTransaction;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Worker;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is asked of a worker from elsewhere: to stop when its jobs have ended, and to run more or fewer of them. */
public abstract class EngineAskedContract extends EngineFixture {
    private volatile CountDownLatch beats = new CountDownLatch(0);

    protected EngineAskedContract(ContractStore fixture) {
        super(fixture);
    }

    private Store counted() {
        return HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (verb.equals("heartbeat")) {
                beats.countDown();
            }
            return answer;
        });
    }

    /** The answer to the first heartbeat has surely been heeded when the second has been answered. */
    private void awaitHeard() {
        CountDownLatch heard = new CountDownLatch(3);
        beats = heard;
        await(heard);
    }

    private JobState state(long id) {
        return store.archive().find(id).orElseThrow().state();
    }

    @Test
    void asked_to_stop_it_ends_what_it_runs_claims_nothing_more_and_can_be_started_again() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Rota rota = rota(
                counted(),
                with -> with.slots(1).handler(WORK, (args, job) -> {
                    begun.countDown();
                    await(ends);
                }));
        rota.start();
        long runs = rota.enqueue(WORK, "runs");
        await(begun);
        long waits = rota.enqueue(WORK, "waits");
        long worker = rota.workerId().orElseThrow();
        assertThat(store.workers().askStop(worker, "ann", "deploy")).isTrue();
        awaitHeard();
        assertThat(rota.workerId()).contains(worker);
        assertThat(state(runs)).isEqualTo(JobState.RUNNING);
        assertThat(state(waits)).isEqualTo(JobState.QUEUED);

        ends.countDown();
        log.await(RotaEvent.WorkerStopped.class, event -> event.workerId() == worker);
        assertThat(state(runs)).isEqualTo(JobState.SUCCEEDED);
        assertThat(state(waits)).isEqualTo(JobState.QUEUED);
        assertThat(rota.workerId()).isEmpty();
        assertThat(rota.isStoppedAsAsked()).isTrue();
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.STOPPED);

        rota.start();
        assertThat(rota.isStoppedAsAsked()).isFalse();
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == waits);
    }

    @Test
    void asked_to_stop_and_then_to_go_on_it_goes_on() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Rota rota = rota(
                counted(),
                with -> with.slots(1).handler(WORK, (args, job) -> {
                    begun.countDown();
                    await(ends);
                }));
        rota.start();
        rota.enqueue(WORK, "runs");
        await(begun);
        long worker = rota.workerId().orElseThrow();
        store.workers().askStop(worker, "ann", null);
        awaitHeard();
        store.workers().drain(worker, false, "ann", null);
        awaitHeard();
        ends.countDown();
        long later = rota.enqueue(WORK, "later");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == later);
        assertThat(rota.workerId()).contains(worker);
    }

    @Test
    void given_up_while_it_was_asked_to_stop_it_stops_under_its_new_id() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Rota rota = rota(
                counted(),
                with -> with.handler(WORK, (args, job) -> {
                    begun.countDown();
                    never.await();
                }));
        rota.start();
        rota.enqueue(WORK, "runs");
        await(begun);
        long worker = rota.workerId().orElseThrow();
        store.workers().askStop(worker, "ann", null);
        awaitHeard();
        giveUp(worker);

        log.await(RotaEvent.WorkerStopped.class, event -> event.workerId() != worker);
        assertThat(rota.isStoppedAsAsked()).isTrue();
        assertThat(store.workers().list())
                .extracting(Worker::state)
                .containsExactlyInAnyOrder(Worker.State.STOPPED, Worker.State.LOST);
        assertThat(store.workers().rescued(worker, 10)).hasSize(1);
    }

    @Test
    void other_slots_count_soon_and_none_is_none() {
        CountDownLatch together = new CountDownLatch(2);
        Rota rota = rota(
                counted(),
                with -> with.slots(1).handler(WORK, (args, job) -> {
                    together.countDown();
                    await(together);
                }));
        rota.start();
        long worker = rota.workerId().orElseThrow();
        List<Long> two = rota.enqueueAll(WORK, List.of("a", "b").stream());
        store.workers().giveSlots(worker, Map.of("*", 2), "ann", null);
        await(together);
        two.forEach(id -> log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id));

        store.workers().giveSlots(worker, Map.of("*", 0), "ann", null);
        awaitHeard();
        long waits = rota.enqueue(WORK, "c");
        awaitHeard();
        assertThat(state(waits)).isEqualTo(JobState.QUEUED);
        store.workers().giveSlots(worker, Map.of("*", 1), "ann", null);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == waits);
    }

    @Test
    void a_parallel_stream_of_jobs_is_enqueued_on_the_thread_that_may_have_a_transaction() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Rota rota = rota(with -> with.joining(new CallerTransaction() {
            @Override
            public Optional<Connection> connection() {
                threads.add(Thread.currentThread());
                return Optional.empty();
            }

            @Override
            public void afterCommit(Runnable action) {}
        }));

        List<Long> ids =
                rota.enqueueAll(WORK, IntStream.range(0, 12_000).parallel().mapToObj(i -> "x" + i));

        assertThat(ids).hasSize(12_000);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void more_jobs_than_one_batch_takes_are_enqueued_in_order() {
        Rota rota = rota(counted(), with -> {});
        List<Long> many = rota.enqueueAll(WORK, IntStream.range(0, 10_001).mapToObj(n -> "n" + n));
        assertThat(many).hasSize(10_001).doesNotHaveDuplicates().isSorted();
        assertThat(store.archive().find(many.get(10_000)).orElseThrow().args()).contains("n10000");
        List<Long> large = rota.enqueueAll(WORK, Stream.of("a", "b", "c").map(one -> one.repeat(3_000_000)));
        assertThat(large).hasSize(3).isSorted();
        assertThat(store.archive().find(large.get(2)).orElseThrow().args()).contains("ccc");
    }

    @Test
    void it_says_what_it_uses_and_how_many_attempts_ended_in_the_last_minute() {
        Rota rota = rota(counted(), with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        awaitHeard();
        assertThat(store.workers().list())
                .extracting(Worker::usage)
                .singleElement()
                .satisfies(usage -> {
                    assertThat(usage).isNotNull();
                    assertThat(usage.jobsPerMinute()).isEqualTo(1);
                    assertThat(usage.heapUsed()).isPositive().isLessThanOrEqualTo(usage.heapMax());
                    assertThat(usage.cpuPercent()).isBetween(0, 100);
                });
    }
}
