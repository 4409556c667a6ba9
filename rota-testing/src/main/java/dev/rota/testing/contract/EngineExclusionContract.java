package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.store.Exchange;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who frees an exclusion key says so, and what waits for it goes without a look at all the keys that are waited for. */
public abstract class EngineExclusionContract extends EngineFixture {
    /** Longer than any test. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final int JOBS = 20;

    protected EngineExclusionContract(ContractStore fixture) {
        super(fixture);
    }

    /** A store that finds no key when all are looked at. */
    private Store blind() {
        return HookedStore.of(store, (verb, args, proceed) -> verb.equals("waitingKeys") ? List.of() : proceed.call());
    }

    private void enqueue(Rota rota) {
        for (int i = 0; i < JOBS; i++) {
            rota.job(WORK, "" + i).exclusion(ExclusionKey.of("one")).enqueue();
        }
    }

    @Test
    void what_waits_for_a_key_goes_when_its_holder_has_ended() {
        Rota rota = rota(blind(), with -> with.poll(NEVER).handler(WORK, (args, job) -> {}));
        rota.start();
        enqueue(rota);

        log.await(RotaEvent.Succeeded.class, event -> true, JOBS);
    }

    @Test
    void it_goes_too_when_its_holder_has_failed_or_comes_again_later() {
        Rota rota = rota(
                blind(),
                with -> with.handler(WORK, (args, job) -> {
                    if (args.equals("0")) {
                        throw job.fail("not to be done");
                    }
                    if (args.equals("1") && job.attempt() == 1) {
                        throw new IllegalStateException("once");
                    }
                }));
        rota.start();
        enqueue(rota);

        log.await(RotaEvent.Succeeded.class, event -> true, JOBS - 1);
    }

    @Test
    void it_goes_too_when_its_holder_has_ended_by_a_transaction_of_its_handler() {
        Rota rota = rota(
                blind(), with -> with.poll(NEVER).handler(WORK, (args, job) -> job.transactionally(connection -> {})));
        rota.start();
        enqueue(rota);

        log.await(RotaEvent.Succeeded.class, event -> true, JOBS);
    }

    @Test
    void it_goes_too_when_nobody_heard_that_its_holder_has_ended() {
        AtomicBoolean heard = new AtomicBoolean();
        Store lossy = HookedStore.of(blind(), (verb, args, proceed) -> {
            Object answer = proceed.call();
            boolean ended =
                    verb.equals("exchange") && !((Exchange) args[0]).finishes().isEmpty();
            if (ended && heard.compareAndSet(false, true)) {
                throw new StoreException("The connection broke in the commit", null, true);
            }
            return answer;
        });
        Rota rota = rota(lossy, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        rota.job(WORK, "first").exclusion(ExclusionKey.of("one")).enqueue();
        rota.job(WORK, "second").exclusion(ExclusionKey.of("one")).enqueue();

        log.await(RotaEvent.LeaseLost.class, event -> true);
        log.await(RotaEvent.Succeeded.class, event -> true);
    }

    @Test
    void it_goes_too_when_its_holder_ends_while_the_worker_stops() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        Rota rota = rota(
                blind(),
                with -> with.handler(WORK, (args, job) -> {
                    begun.countDown();
                    if (args.equals("holder")) {
                        await(mayEnd);
                    } else {
                        spinUntil(() -> store.archive().counts(10).getOrDefault(JobState.QUEUED, 0L) == 1);
                    }
                }));
        rota.start();
        rota.enqueue(WORK, "beside");
        rota.job(WORK, "holder").exclusion(ExclusionKey.of("one")).enqueue();
        await(begun);
        rota.job(WORK, "waiting").exclusion(ExclusionKey.of("one")).enqueue();
        Thread stopping = new Thread(() -> rota.stop(Duration.ofMinutes(1)));
        stopping.start();
        spinUntil(() -> rota.workerId().isEmpty());
        mayEnd.countDown();

        stopping.join();
        assertThat(log.of(RotaEvent.Succeeded.class)).hasSize(2);
    }

    @Test
    void a_key_is_looked_at_again_if_the_store_failed_meanwhile() {
        AtomicInteger looks = new AtomicInteger();
        Store failing = HookedStore.of(blind(), (verb, args, proceed) -> {
            if (verb.equals("releaseBlocked") && looks.incrementAndGet() % 3 == 1) {
                throw new StoreException("The database is down", null, true);
            }
            return proceed.call();
        });
        Rota rota = rota(failing, with -> with.poll(NEVER).handler(WORK, (args, job) -> {}));
        rota.start();
        rota.job(WORK, "first").exclusion(ExclusionKey.of("one")).enqueue();
        rota.job(WORK, "second").exclusion(ExclusionKey.of("one")).enqueue();

        log.await(RotaEvent.Succeeded.class, event -> true, 2);
        assertThat(log.of(RotaEvent.StoreFailed.class)).isNotEmpty();
    }

    @Test
    void the_job_of_a_fire_goes_that_wants_a_key() {
        Rota rota = rota(blind(), with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        rota.schedules()
                .put(Schedule.every("often", Duration.ofSeconds(1))
                        .runs(WORK, "x")
                        .overlap(OverlapPolicy.QUEUE_ONE));

        log.await(RotaEvent.Succeeded.class, event -> true, 2);
    }

    @Test
    void what_nobody_names_is_found_by_a_look_at_all_keys() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {}));
        store.jobs()
                .enqueue(List.of(NewJob.of(WORK, new TextCodec().encode("x")).exclusion(ExclusionKey.of("one"))));
        store.wakeUps().send(Set.of());

        log.await(RotaEvent.Succeeded.class, event -> true);
        assertThat(rota.workerId()).isPresent();
    }

    @Test
    void a_round_of_work_looks_at_all_keys_only_at_its_beginning() {
        AtomicInteger looks = new AtomicInteger();
        Store counting = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("releaseBlocked") && args.length == 1) {
                looks.incrementAndGet();
            }
            return proceed.call();
        });
        Rota rota = rota(counting, with -> with.handler(WORK, (args, job) -> {}));
        enqueue(rota);

        assertThat(rota.runDue()).isEqualTo(JOBS);
        assertThat(looks)
                .as("one for the round that worked, one for that which found nothing")
                .hasValue(2);
    }
}
