package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.JobOrder;
import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Attempt.Outcome;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LeaseLostException;
import dev.rota.schedule.Schedule;
import dev.rota.store.JobArchive;
import dev.rota.store.JobStore;
import dev.rota.store.QueueStore;
import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WakeUps;
import dev.rota.store.WorkerStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the engine does when something goes wrong around it. */
public abstract class EngineFaultContract extends EngineFixture {
    protected EngineFaultContract(ContractStore fixture) {
        super(fixture);
    }

    @Test
    void a_snooze_without_end_is_refused_as_an_error_of_the_handler() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            throw job.snooze(Duration.ofSeconds(Long.MAX_VALUE), "for ever");
        }));
        long id = rota.enqueue(WORK, "x");

        RotaEvent.Failed failed = log.await(RotaEvent.Failed.class, event -> event.jobId() == id);
        assertThat(failed.error().message()).contains("expected at most 36500 days");
    }

    @Test
    void a_job_that_is_durable_is_enqueued_though_the_store_cannot_be_asked_for_its_time_after_it() {
        AtomicInteger asked = new AtomicInteger();
        Store timeless = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, verb, args) -> {
                    if (verb.getName().equals("now")
                            && Thread.currentThread().getName().equals("enqueuer")) {
                        asked.incrementAndGet();
                        throw new StoreException("The connection broke", null, true);
                    }
                    return verb.invoke(store, args);
                });
        Rota rota = rota(timeless, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        List<JobOrder> orders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            orders.add(rota.job(WORK, "" + i).at(store.now().plusSeconds(3_600)));
        }
        Thread.currentThread().setName("enqueuer");

        assertThat(rota.enqueueAll(orders)).hasSize(10);
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_stop_hands_running_jobs_back_uncounted() {
        CountDownLatch begun = new CountDownLatch(1);
        Rota first = start(with -> with.handler(WORK, (args, job) -> {
            begun.countDown();
            new CountDownLatch(1).await();
        }));
        long id = first.enqueue(WORK, "x");
        await(begun);
        first.stop(Duration.ZERO);

        assertThat(first.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(first.jobs().find(id).orElseThrow().attempt()).isZero();

        Rota second = start(with -> with.handler(WORK, (args, job) -> {}));
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(second.jobs().attempts(id))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(Outcome.RELEASED, Outcome.SUCCEEDED);
    }

    @Test
    void a_worker_that_was_given_up_changes_nothing_and_is_told() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rescued = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Throwable> told = new AtomicReference<>();
        Rota rota = start(with -> with.slots(1).handler(WORK, (args, job) -> {
            if (runs.incrementAndGet() == 1) {
                begun.countDown();
                try {
                    await(rescued);
                    job.checkpoint("too late");
                } catch (LeaseLostException e) {
                    told.set(e);
                    throw e;
                }
            }
        }));
        long id = rota.enqueue(WORK, "x");
        await(begun);

        assertThat(giveUp(rota.workerId().orElseThrow())).hasSize(1);
        rescued.countDown();
        log.await(RotaEvent.LeaseLost.class, event -> event.jobId() == id);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(told.get()).isInstanceOf(LeaseLostException.class);
        assertThat(rota.jobs().attempts(id))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(Outcome.CRASHED, Outcome.SUCCEEDED);
        assertThat(rota.jobs().find(id).orElseThrow().crashes()).isEqualTo(1);
    }

    @Test
    void effects_in_the_same_database_are_exactly_once() throws Exception {
        try (Connection connection = fixture.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table effect (job bigint)");
        }
        try {
            AtomicInteger runs = new AtomicInteger();
            Rota rota = start(with -> with.handler(WORK, (args, job) -> {
                boolean last = runs.incrementAndGet() == 2;
                job.transactionally(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("insert into effect values (" + job.id() + ")");
                    }
                    if (!last) {
                        throw new IllegalStateException("rolled back");
                    }
                });
                throw new IllegalStateException("after the commit: changes nothing");
            }));
            long id = rota.enqueue(WORK, "x");
            log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

            assertThat(effects()).containsExactly(id);
            assertThat(rota.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        } finally {
            try (Connection connection = fixture.connection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop table effect");
            }
        }
    }

    private List<Long> effects() throws SQLException {
        List<Long> found = new ArrayList<>();
        try (Connection connection = fixture.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select job from effect")) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    @Test
    void a_schedule_fires_while_retention_takes_its_time() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Store slow = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("prune")) {
                asked.countDown();
                await(goOn);
            }
            return proceed.call();
        });
        Rota rota = rota(slow, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        await(asked);
        try {
            rota.schedules().put(Schedule.every("often", Duration.ofSeconds(1)).runs(WORK, "x"));
            log.await(RotaEvent.Fired.class, event -> true);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void a_job_that_cannot_be_read_fails_and_harms_no_other() throws Exception {
        Rota rota = rota(with -> with.handler(WORK, (args, job) -> {}));
        long first = rota.enqueue(WORK, "first");
        long damaged =
                rota.job(WORK, "damaged").exclusion(ExclusionKey.of("one")).enqueue();
        long behind = rota.job(WORK, "behind").exclusion(ExclusionKey.of("one")).enqueue();
        damage(damaged);
        rota.start();

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == first);
        RotaEvent.Failed failed = log.await(RotaEvent.Failed.class, event -> event.jobId() == damaged);
        assertThat(failed.error().type()).isEqualTo("UnreadableJob");
        assertThat(failed.error().message()).contains("Job type \"not a name\"");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == behind);
        assertThat(log.of(RotaEvent.StoreFailed.class)).isEmpty();
        assertThat(rota.jobs().find(damaged).orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(rota.jobs().find(damaged).orElseThrow().reason()).contains("Job type \"not a name\"");
    }

    @Test
    void a_round_of_work_passes_over_a_job_that_cannot_be_read() throws Exception {
        Rota rota = rota(with -> with.handler(WORK, (args, job) -> {}));
        long damaged = rota.enqueue(WORK, "damaged");
        long behind = rota.enqueue(WORK, "behind");
        damage(damaged);

        assertThat(rota.runDue()).isEqualTo(1);
        assertThat(rota.jobs().find(damaged).orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(rota.jobs().find(behind).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_round_of_work_goes_on_with_what_waits_for_the_key_of_a_job_that_cannot_be_read() throws Exception {
        Rota rota = rota(with -> with.handler(WORK, (args, job) -> {}));
        long damaged =
                rota.job(WORK, "damaged").exclusion(ExclusionKey.of("one")).enqueue();
        long behind = rota.job(WORK, "behind").exclusion(ExclusionKey.of("one")).enqueue();
        store.jobs().releaseBlocked(10);
        damage(damaged);

        assertThat(rota.runDue()).isEqualTo(1);
        assertThat(rota.jobs().find(behind).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    private void damage(long id) throws SQLException {
        try (Connection connection = fixture.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("update rota_job set type = 'not a name' where id = " + id);
        }
    }

    @Test
    void a_job_without_handler_waits_until_a_worker_has_one() {
        JobType<String> unknown = JobType.of("engine.unknown", String.class);
        Rota first = start(with -> with.handler(WORK, (args, job) -> {}));
        long id = first.enqueue(unknown, "x");
        log.await(RotaEvent.Parked.class, event -> event.jobId() == id);

        assertThat(first.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.BLOCKED);
        assertThat(first.jobs().whyWaiting(id).orElseThrow()).contains("handler");

        start(with -> with.handler(unknown, (args, job) -> {}));
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
    }

    @Test
    void what_another_worker_has_a_handler_for_is_left_to_it() {
        JobType<String> newer = JobType.of("engine.newer", String.class);
        Rota first = start(with -> with.handler(WORK, (args, job) -> {}));
        start(with -> with.handler(newer, (args, job) -> {}));

        for (int i = 0; i < 50; i++) {
            first.enqueue(newer, "" + i);
        }
        log.await(RotaEvent.Succeeded.class, event -> event.type().equals("engine.newer"), 50);
    }

    @Test
    void an_error_that_cannot_be_described_ends_its_job_all_the_same() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException("no message either");
                }
            };
        }));
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Failed.class, event -> event.jobId() == id);
    }

    @Test
    void the_engine_outlives_an_outage_of_its_store() {
        AtomicBoolean down = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Store fragile = fragile(down);
        Rota rota = rota(
                fragile,
                with -> with.handler(WORK, (args, job) -> {
                    begun.countDown();
                    await(goOn);
                }));
        rota.start();
        long during = rota.enqueue(WORK, "ends during the outage");
        await(begun);

        down.set(true);
        goOn.countDown();
        log.await(RotaEvent.StoreFailed.class, event -> event.duty().equals("exchange"));
        down.set(false);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == during);
        long after = rota.enqueue(WORK, "after");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == after);

        assertThat(rota.jobs().attempts(during))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(Outcome.SUCCEEDED);
    }

    /** The store, except that every verb fails while it is down. */
    private Store fragile(AtomicBoolean down) {
        return proxy(Store.class, store, down);
    }

    private <T> T proxy(Class<T> seam, T target, AtomicBoolean down) {
        Object made = Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[] {seam}, (self, method, args) -> {
            if (seam != Store.class && seam != WakeUps.class && down.get()) {
                throw new StoreException("The database is down", null, true);
            }
            try {
                return wrap(method.getReturnType(), method.invoke(target, args), down);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
        return seam.cast(made);
    }

    private Object wrap(Class<?> type, Object value, AtomicBoolean down) {
        List<Class<?>> seams =
                List.of(JobStore.class, JobArchive.class, ScheduleStore.class, QueueStore.class, WorkerStore.class);
        return seams.contains(type) ? wrapSeam(type, value, down) : value;
    }

    private <T> Object wrapSeam(Class<T> type, Object value, AtomicBoolean down) {
        return proxy(type, type.cast(value), down);
    }
}
