package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LogLine;
import dev.rota.store.Exchange;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** That no job is left running by a worker that lives, whatever fails at whatever moment. */
public abstract class EngineOutageContract extends EngineFixture {
    protected EngineOutageContract(ContractStore fixture) {
        super(fixture);
    }

    private static boolean writes(String verb, Object[] args) {
        return verb.equals("exchange") && !((Exchange) args[0]).finishes().isEmpty();
    }

    @Test
    void an_error_while_arguments_are_decoded_counts_as_a_failed_attempt() {
        AtomicInteger decoded = new AtomicInteger();
        TextCodec breaking = new TextCodec() {
            @Override
            public <A> A decode(String json, Class<A> type) {
                if (decoded.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("a class of the arguments");
                }
                return super.decode(json, type);
            }
        };
        Rota rota = rota(store, breaking, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Retrying.class, event -> event.jobId() == id);
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
    }

    @Test
    void an_error_of_a_listener_harms_no_job() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {}).listener(event -> {
            throw new AssertionError("a listener that always fails");
        }));
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
    }

    @Test
    void an_outcome_outlives_a_store_that_refuses_everything_for_a_while() {
        AtomicBoolean refuses = new AtomicBoolean(true);
        AtomicBoolean begun = new AtomicBoolean();
        Store refusing = HookedStore.of(store, (verb, args, proceed) -> {
            if (refuses.get() && (writes(verb, args) || verb.equals("heartbeat") && begun.get())) {
                throw new StoreException("The password is refused", null, false);
            }
            return proceed.call();
        });
        Rota rota = rota(refusing, with -> with.handler(WORK, (args, job) -> begun.set(true)));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.StoreFailed.class, event -> event.duty().equals("exchange"), 2);
        refuses.set(false);

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(log.of(RotaEvent.Failed.class)).isEmpty();
    }

    /** Attempts to give up others are held up until both have come back: only when the first is made matters. */
    @Test
    void after_heartbeats_that_hung_the_first_worker_to_come_back_gives_up_no_other() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch hangsLonger = new CountDownLatch(1);
        CountDownLatch bothAreBack = new CountDownLatch(1);
        AtomicLong cameBack = new AtomicLong();
        AtomicLong tried = new AtomicLong();
        Store first = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("heartbeat")) {
                await(hangs);
                cameBack.compareAndSet(0, System.nanoTime());
            } else if (verb.equals("rescue") && cameBack.get() != 0) {
                tried.compareAndSet(0, System.nanoTime());
                await(bothAreBack);
            }
            return proceed.call();
        });
        Store second = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("rescue")) {
                await(bothAreBack);
            } else if (verb.equals("heartbeat")) {
                await(hangsLonger);
                Object answer = proceed.call();
                bothAreBack.countDown();
                return answer;
            }
            return proceed.call();
        });
        rota(first, with -> {}).start();
        rota(second, with -> {}).start();
        spinUntil(() -> store.workers().list().stream()
                .allMatch(worker -> worker.heartbeatAt().plus(LEASE).isBefore(store.now())));
        hangs.countDown();
        spinUntil(() -> tried.get() != 0);
        hangsLonger.countDown();
        assertThat(Duration.ofNanos(tried.get() - cameBack.get()))
                .as("after what time it tried to give up others")
                .isGreaterThanOrEqualTo(LEASE);
        spinUntil(() -> store.workers().list().stream()
                .noneMatch(worker -> worker.heartbeatAt().plus(LEASE).isBefore(store.now())));
        assertThat(store.workers().list())
                .extracting(worker -> worker.state())
                .containsExactly(Worker.State.ACTIVE, Worker.State.ACTIVE);
    }

    @Test
    void a_worker_that_is_started_in_an_outage_works_when_it_is_over() {
        AtomicBoolean down = new AtomicBoolean(true);
        Store failing = HookedStore.of(store, (verb, args, proceed) -> {
            if (down.get()) {
                throw new StoreException("The database is down", null, true);
            }
            return proceed.call();
        });
        long id = rota(with -> {}).enqueue(WORK, "x");
        Rota rota = rota(failing, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        assertThat(rota.workerId()).isEmpty();
        log.await(RotaEvent.StoreFailed.class, event -> event.duty().equals("heartbeat"));
        down.set(false);

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(log.of(RotaEvent.WorkerStarted.class)).hasSize(1);
        assertThat(rota.workerId()).isPresent();
    }

    @Test
    void lines_whose_writing_failed_are_written_before_the_end_of_their_attempt() {
        CountDownLatch failed = new CountDownLatch(1);
        Store failing = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("appendLog") && failed.getCount() > 0) {
                failed.countDown();
                throw new StoreException("The database is down", null, true);
            }
            return proceed.call();
        });
        Rota rota = rota(
                failing,
                with -> with.handler(WORK, (args, job) -> {
                    job.log().info("first");
                    await(failed);
                    job.log().info("second");
                }));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(rota.jobs().log(id, 0, 10)).extracting(LogLine::text).containsExactly("first", "second");
    }

    @Test
    void a_job_whose_cancellation_came_too_late_for_one_attempt_begins_no_other() {
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean asked = new AtomicBoolean();
        Store slow = HookedStore.of(store, (verb, args, proceed) -> {
            if (writes(verb, args) && !asked.getAndSet(true)) {
                store.jobs().cancel(((Exchange) args[0]).finishes().get(0).job().id(), "ann", "not wanted");
            }
            return proceed.call();
        });
        Rota rota = rota(
                slow,
                with -> with.handler(WORK, (args, job) -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("fails");
                }));
        rota.start();
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Cancelled.class, event -> event.jobId() == id);
        assertThat(runs).hasValue(1);
        assertThat(rota.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_round_of_work_in_the_callers_thread_keeps_its_heart_beating() {
        CountDownLatch beaten = new CountDownLatch(2);
        Store watched = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("heartbeat")) {
                beaten.countDown();
            }
            return proceed.call();
        });
        Rota rota = rota(watched, with -> with.handler(WORK, (args, job) -> await(beaten)));
        rota.enqueue(WORK, "x");

        assertThat(rota.runDue()).isEqualTo(1);
    }

    @Test
    void jobs_whose_claim_was_committed_but_never_heard_of_go_back_and_run() {
        AtomicBoolean lost = new AtomicBoolean();
        Store forgetful = HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (answer instanceof Exchange.Answer given && !given.claimed().isEmpty() && !lost.getAndSet(true)) {
                throw new StoreException("The connection broke after the commit", null, true);
            }
            return answer;
        });
        Rota rota = rota(forgetful, with -> with.handler(WORK, (args, job) -> {}));
        long id = rota.enqueue(WORK, "x");
        rota.start();

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(rota.jobs().find(id).orElseThrow().attempt()).isEqualTo(1);
        assertThat(lost).isTrue();
    }

    @Test
    void a_job_claimed_while_another_is_parked_runs_though_the_store_fails_in_between() {
        JobType<String> unknown = JobType.of("engine.unknown", String.class);
        AtomicBoolean first = new AtomicBoolean(true);
        Rota client = rota(with -> {});
        Store failing = HookedStore.of(store, (verb, args, proceed) -> {
            if (verb.equals("typesElsewhere")) {
                throw new StoreException("The database is down", null, true);
            }
            if (writes(verb, args) && first.getAndSet(false)) {
                // So that the next exchange both writes that the job is parked, and claims this one.
                client.enqueue(WORK, "claimed with it");
                throw new StoreException("The database is down", null, true);
            }
            return proceed.call();
        });
        Rota rota = rota(failing, with -> with.handler(WORK, (args, job) -> {}));
        rota.start();
        rota.enqueue(unknown, "x");

        log.await(RotaEvent.Parked.class, event -> true);
        log.await(RotaEvent.Succeeded.class, event -> event.type().equals(WORK.name()));
    }

    @Test
    void a_job_claimed_while_the_worker_stops_is_handed_back_unbegun() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        AtomicReference<Thread> stopping = new AtomicReference<>();
        AtomicInteger begun = new AtomicInteger();
        Store slow = HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (answer instanceof Exchange.Answer some && !some.claimed().isEmpty() && claimed.getCount() > 0) {
                claimed.countDown();
                untilItWaits(stopping);
            }
            return answer;
        });
        Rota rota = rota(slow, with -> with.handler(WORK, (args, job) -> begun.incrementAndGet()));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        await(claimed);
        Thread stopper = new Thread(() -> rota.stop(Duration.ofSeconds(20)));
        stopper.start();
        stopping.set(stopper);
        stopper.join();

        assertThat(begun).hasValue(0);
        Job job = rota.jobs().find(id).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.attempt()).isZero();
        assertThat(rota.jobs().attempts(id)).isEmpty();
    }

    /** Until the thread has come as far as it can without the one that calls this. */
    private static void untilItWaits(AtomicReference<Thread> which) {
        while (Optional.ofNullable(which.get())
                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void an_interrupted_stop_signs_off_all_the_same() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {}));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        Thread.currentThread().interrupt();
        rota.stop(Duration.ofSeconds(5));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.workers().list()).extracting(worker -> worker.state()).containsExactly(Worker.State.STOPPED);
    }

    @Test
    void a_flood_of_log_lines_is_cut_off_and_kept_apart_from_the_job() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            for (int i = 0; i < 6_000; i++) {
                job.log().info("line " + i);
            }
        }));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        List<LogLine> lines = rota.jobs().log(id, 0, 10_000);
        assertThat(lines).hasSize(5_001);
        assertThat(lines.get(5_000).text()).contains("1000 lines dropped");
    }

    @Test
    void what_a_handler_asks_for_after_it_has_committed_changes_nothing() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> {
            job.transactionally(connection -> {});
            throw job.snooze(Duration.ofHours(1), "too late");
        }));
        long id = rota.enqueue(WORK, "x");

        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);
        assertThat(log.of(RotaEvent.LeaseLost.class)).isEmpty();
    }

    @Test
    void a_completion_whose_write_failed_is_written_again_and_the_job_does_not_run_again() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        Store cut = HookedStore.of(store, (verb, args, proceed) -> {
            if (!writes(verb, args)) {
                return proceed.call();
            }
            int time = written.incrementAndGet();
            if (time == 1) {
                throw new StoreException("The connection broke before the commit", null, true);
            }
            Object answer = proceed.call();
            if (time == 2) {
                throw new StoreException("The connection broke after the commit", null, true);
            }
            return answer;
        });
        Rota rota = rota(cut, with -> with.handler(WORK, (args, job) -> runs.incrementAndGet()));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.LeaseLost.class, event -> event.jobId() == id);

        assertThat(runs).hasValue(1);
        assertThat(rota.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(log.of(RotaEvent.Failed.class)).isEmpty();
    }
}
