package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.NewJob;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Load;
import dev.rota.store.QueueStore.TypeLoad;
import dev.rota.store.Transition;
import dev.rota.store.Waiting;
import dev.rota.store.Waiting.Cause;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a job waits for, and how many wait in each queue. */
public abstract class WaitingContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    protected WaitingContract(ContractStore fixture) {
        super(fixture);
    }

    private Waiting waiting(long id) {
        return store.archive()
                .waiting(id)
                .orElseThrow(() -> new AssertionError("Job " + id + " does not wait, expected it to"));
    }

    private Cause cause(long id) {
        return waiting(id).cause();
    }

    @Test
    void what_does_not_wait_waits_for_nothing() {
        Job job = running(worker());
        assertThat(store.archive().waiting(job.id())).isEmpty();
        end(job, SUCCEED);
        assertThat(store.archive().waiting(job.id())).isEmpty();
        assertThat(store.archive().waiting(987_654)).isEmpty();
    }

    @Test
    void a_job_waits_for_its_time() {
        long later = enqueue(delayed(HOUR));
        Job retrying = running(worker());
        end(retrying, retry(HOUR));

        assertThat(cause(later)).isEqualTo(Cause.NOT_DUE);
        assertThat(waiting(later).until()).isEqualTo(START.plus(HOUR));
        assertThat(cause(retrying.id())).isEqualTo(Cause.RETRY_NOT_DUE);
    }

    @Test
    void a_job_waits_for_the_holders_of_its_exclusion_key() {
        NewJob keyed = job().exclusion(ExclusionKey.of("account"));
        Job holder = running(worker(), keyed);
        long second = enqueue(keyed);

        assertThat(cause(second)).isEqualTo(Cause.EXCLUSION);
        assertThat(waiting(second).holders()).containsExactly(holder.id());
    }

    @Test
    void a_job_whose_time_has_come_waits_for_its_exclusion_key_too() {
        NewJob keyed = job().exclusion(ExclusionKey.of("account"));
        Job holder = running(worker(), keyed);
        long second = enqueue(keyed.when(NewJob.When.in(HOUR)));
        clock.advance(HOUR);

        assertThat(cause(second)).isEqualTo(Cause.EXCLUSION);
        assertThat(waiting(second).holders()).containsExactly(holder.id());
    }

    @Test
    void a_parked_job_waits_for_a_handler() {
        Job job = running(worker());
        end(job, new Transition.Park("no handler"));

        assertThat(cause(job.id())).isEqualTo(Cause.NO_HANDLER);
    }

    @Test
    void a_job_waits_for_its_queue_to_be_resumed() {
        worker();
        store.queues().pause(QUEUE, "ann", "disk is full", START.plus(HOUR));
        long id = enqueue(job());

        assertThat(cause(id)).isEqualTo(Cause.PAUSED);
        assertThat(waiting(id).until()).isEqualTo(START.plus(HOUR));
    }

    @Test
    void a_job_waits_for_a_worker_if_none_serves_its_queue_and_type() {
        long unserved = enqueue(NewJob.of(dev.rota.job.JobType.of("contract.unknown"), "{}"));
        assertThat(cause(unserved)).isEqualTo(Cause.NO_WORKER);
        worker();
        assertThat(cause(unserved)).isEqualTo(Cause.NO_WORKER);
        assertThat(waiting(unserved).words()).contains("No live worker").contains("contract.unknown");
        assertThat(cause(enqueue(job().priority(-1)))).isEqualTo(Cause.NEXT);
    }

    @Test
    void a_worker_that_is_silent_or_drained_serves_nobody() {
        long worker = worker();
        long id = enqueue(job());
        assertThat(cause(id)).isEqualTo(Cause.NEXT);

        store.workers().drain(worker, true);
        assertThat(cause(id)).isEqualTo(Cause.NO_WORKER);
        store.workers().drain(worker, false);
        clock.advance(HOUR);
        assertThat(cause(id)).isEqualTo(Cause.NO_WORKER);
    }

    @Test
    void a_job_waits_for_the_concurrency_of_its_queue() {
        store.queues().limit(QUEUE, new Limits(2, null, null));
        enqueueAll(List.of(job(), job()));
        claimLimited(worker(), 10);

        assertThat(cause(enqueue(job()))).isEqualTo(Cause.CONCURRENCY);
    }

    @Test
    void a_job_waits_for_the_rate_of_its_queue() {
        store.queues().limit(QUEUE, new Limits(null, 2, HOUR));
        enqueueAll(List.of(job(), job()));
        claimLimited(worker(), 10);
        long id = enqueue(job());

        assertThat(cause(id)).isEqualTo(Cause.RATE);
        assertThat(waiting(id).until()).isEqualTo(START.plus(HOUR.dividedBy(2)));
    }

    @Test
    void a_job_waits_for_those_before_it() {
        worker();
        enqueueAll(IntStream.range(0, 6).mapToObj(i -> job().priority(-1)).toList());
        long id = enqueue(job());

        assertThat(cause(id)).isEqualTo(Cause.BEHIND_OTHERS);
        assertThat(waiting(id).ahead()).isEqualTo(6);
        assertThat(waiting(id).estimate()).isNull();
    }

    @Test
    void a_queue_says_what_is_in_it() {
        long worker = worker();
        Job held = running(worker);
        running(worker, job().queue("mail").exclusion(ExclusionKey.of("account")));
        enqueue(job().queue("mail").exclusion(ExclusionKey.of("account")));
        enqueue(job());
        clock.advance(HOUR);
        enqueueAll(List.of(job(), job().priority(-1), delayed(HOUR)));

        assertThat(store.queues().loads(10))
                .containsExactly(new Load(QUEUE, 3, 1, 0, HOUR), new Load("mail", 0, 1, 1, null));
        assertThat(store.queues().waitingTypes(QUEUE, 10))
                .extracting(TypeLoad::waiting)
                .containsExactly(3L);
        assertThat(store.queues().waitingTypes(QUEUE, 2))
                .extracting(TypeLoad::waiting)
                .containsExactly(2L);
        assertThat(store.queues().waitingTypes("no-such", 10)).isEmpty();
        assertThat(store.queues().loads(2)).contains(new Load(QUEUE, 2, 1, 0, HOUR));
        end(held, SUCCEED);
        assertThat(store.queues().loads(10)).contains(new Load(QUEUE, 3, 0, 0, HOUR));
    }
}
