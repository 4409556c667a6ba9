package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.store.QueueStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How limits, exclusion keys and pauses hold while engines work. */
public abstract class EngineLimitsContract extends EngineFixture {
    protected EngineLimitsContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void jobs_with_one_exclusion_key_run_one_after_the_other_in_order() {
        AtomicInteger at_once = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            most.accumulateAndGet(at_once.incrementAndGet(), Math::max);
            order.add(args);
            at_once.decrementAndGet();
        }));
        for (int i = 0; i < 20; i++) {
            rota.job(WORK, "" + i).exclusion(ExclusionKey.of("one")).enqueue();
        }
        log.await(RotaEvent.Succeeded.class, event -> true, 20);

        assertThat(most).hasValue(1);
        assertThat(order)
                .containsExactly(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new));
    }

    @Test
    void a_queues_concurrency_limit_holds_over_two_engines() {
        AtomicInteger at_once = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        store.queues().limit("narrow", new QueueStore.Limits(2, null, null));
        for (int engine = 0; engine < 2; engine++) {
            start(with -> with.handler(WORK.queue("narrow"), (args, job) -> {
                most.accumulateAndGet(at_once.incrementAndGet(), Math::max);
                new CountDownLatch(1).await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
                at_once.decrementAndGet();
            }));
        }
        Rota client = rota(with -> {});
        client.enqueueAll(
                WORK.queue("narrow"), java.util.stream.IntStream.range(0, 40).mapToObj(String::valueOf));
        log.await(RotaEvent.Succeeded.class, event -> true, 40);

        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void a_paused_queue_gives_nothing_until_it_is_resumed() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {}));
        rota.queues().pause("default", "ana", "maintenance", null);
        long paused = rota.enqueue(WORK, "paused");
        long other = rota.job(WORK, "other").queue("other").enqueue();
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == other);

        assertThat(rota.jobs().find(paused).orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(rota.jobs().whyWaiting(paused).orElseThrow())
                .contains("paused")
                .contains("ana");

        rota.queues().resume("default");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == paused);
    }
}
