package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobContext;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.store.Exchange;
import dev.rota.store.QueueStore;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a job that ends by a transaction of its handler, and of those that wait for it. */
public abstract class EngineTransactionContract extends EngineFixture {
    /** Longer than any test: nothing is found by looking for it again. */
    private static final Duration NEVER = Duration.ofHours(1);

    protected EngineTransactionContract(ContractStore fixture) {
        super(fixture);
    }

    private static List<String> texts(Rota rota, long id) {
        return rota.jobs().log(id, 0, 100).stream().map(LogLine::text).toList();
    }

    private static void logAndCommit(JobContext job) throws Exception {
        job.log().info("before");
        job.progress().ok(2);
        job.transactionally(connection -> {
            job.log().info("within");
            job.progress().ok(3);
        });
        job.log().info("after");
    }

    @Test
    void what_was_logged_and_counted_by_the_end_of_the_transaction_is_kept() {
        Rota rota = start(with -> with.handler(WORK, (args, job) -> logAndCommit(job)));
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(texts(rota, id)).containsExactly("before", "within");
        assertThat(rota.jobs().find(id).orElseThrow().progress()).isEqualTo(new Progress(5, 0, null, null));
    }

    @Test
    void a_round_of_work_keeps_it_too() {
        Rota rota = rota(with -> with.handler(WORK, (args, job) -> logAndCommit(job)));
        long id = rota.enqueue(WORK, "x");
        rota.runDue();

        assertThat(texts(rota, id)).containsExactly("before", "within");
        assertThat(rota.jobs().find(id).orElseThrow().progress()).isEqualTo(new Progress(5, 0, null, null));
    }

    @Test
    void what_was_logged_is_kept_also_if_the_transaction_is_rolled_back() {
        AtomicBoolean failed = new AtomicBoolean();
        Store failing = HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (verb.equals("finish") && !failed.getAndSet(true)) {
                throw new StoreException("The connection broke", null, true);
            }
            return answer;
        });
        Rota rota = rota(
                failing,
                with -> with.handler(WORK, (args, job) -> {
                    job.log().info("before " + job.attempt());
                    job.transactionally(connection -> {
                        job.log().info("within " + job.attempt());
                        if (job.attempt() == 1) {
                            throw new IllegalStateException("rolled back");
                        }
                    });
                }));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(texts(rota, id))
                .containsExactly("before 1", "within 1", "before 2", "within 2", "before 3", "within 3");
    }

    @Test
    void a_transaction_begins_when_the_lines_that_are_being_written_are() {
        CountDownLatch taken = new CountDownLatch(1);
        AtomicReference<Thread> begins = new AtomicReference<>();
        AtomicBoolean writing = new AtomicBoolean();
        AtomicBoolean begunMeanwhile = new AtomicBoolean();
        Store slow = HookedStore.of(store, (verb, args, proceed) -> {
            if (!verb.equals("appendLog") || args.length != 1) {
                return proceed.call();
            }
            writing.set(true);
            taken.countDown();
            spinUntil(() ->
                    waits(begins.get()) || !log.of(RotaEvent.Succeeded.class).isEmpty());
            Object answer = proceed.call();
            writing.set(false);
            return answer;
        });
        Rota rota = rota(
                slow,
                with -> with.handler(WORK, (args, job) -> {
                    job.log().info("being written");
                    await(taken);
                    begins.set(Thread.currentThread());
                    job.transactionally(connection -> {
                        begunMeanwhile.set(writing.get());
                        job.log().info("within");
                    });
                }));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(texts(rota, id)).containsExactly("being written", "within");
        assertThat(begunMeanwhile)
                .as("begun with a connection that the lines may wait for")
                .isFalse();
    }

    private static boolean waits(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void what_is_logged_in_a_long_transaction_is_seen_before_its_end() {
        assumeFalse(store.writesOneAtATime(), "nothing can be written beside the transaction");
        CountDownLatch written = new CountDownLatch(1);
        Store watched = HookedStore.of(store, (verb, args, proceed) -> {
            Object answer = proceed.call();
            if (verb.equals("appendLog")) {
                written.countDown();
            }
            return answer;
        });
        AtomicReference<List<String>> seen = new AtomicReference<>();
        Rota rota = rota(
                watched,
                with -> with.handler(
                        WORK,
                        (args, job) -> job.transactionally(connection -> {
                            job.log().info("within");
                            await(written);
                            seen.set(store.archive().log(job.id(), 0, 10).stream()
                                    .map(LogLine::text)
                                    .toList());
                            job.log().info("at its end");
                        })));
        rota.start();
        long id = rota.enqueue(WORK, "x");
        log.await(RotaEvent.Succeeded.class, event -> event.jobId() == id);

        assertThat(seen.get()).containsExactly("within");
        assertThat(texts(rota, id)).containsExactly("within", "at its end");
    }

    /** Its attempt has ended by then: what it has done since is not kept, but what it had logged is. */
    @Test
    void a_handler_that_was_given_up_after_its_timeout_commits_nothing_and_keeps_its_lines() {
        // Long enough for the handler to begin, or it would not be called.
        JobType<String> timed = WORK.timeout(Duration.ofSeconds(2)).maxAttempts(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        Store watched = HookedStore.of(store, (verb, args, proceed) -> {
            if (Thread.currentThread().getName().startsWith("rota-dispatcher") && isOfAnEnd(verb, args)) {
                givenUp.countDown();
            }
            return proceed.call();
        });
        Rota rota = rota(
                watched,
                with -> with.poll(NEVER).lease(NEVER).handler(timed, (args, job) -> {
                    job.log().info("before");
                    awaitInterruptionAndGoOn();
                    job.transactionally(connection -> {
                        job.log().info("within");
                        await(givenUp);
                    });
                }));
        long id = rota.enqueue(timed, "x");
        rota.start();
        log.await(RotaEvent.class, event -> event instanceof RotaEvent.Failed || event instanceof RotaEvent.LeaseLost);

        assertThat(rota.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(texts(rota, id)).containsExactly("before", "within");
    }

    private static boolean isOfAnEnd(String verb, Object[] args) {
        return verb.equals("appendLog")
                || verb.equals("exchange") && !((Exchange) args[0]).finishes().isEmpty();
    }

    private static void awaitInterruptionAndGoOn() {
        spinUntil(Thread::interrupted);
    }

    @Test
    void the_next_job_of_a_queue_with_limits_begins_without_being_looked_for() {
        store.queues().limit("narrow", new QueueStore.Limits(1, null, null));
        Rota rota = rota(with -> with.slots(2)
                .poll(NEVER)
                .lease(NEVER)
                .handler(WORK.queue("narrow"), (args, job) -> job.transactionally(connection -> {})));
        rota.enqueueAll(WORK.queue("narrow"), IntStream.range(0, 10).mapToObj(String::valueOf));
        rota.start();

        log.await(RotaEvent.Succeeded.class, event -> true, 10);
    }

    @Test
    void the_next_job_of_an_exclusion_key_begins_without_being_looked_for() {
        Rota rota = rota(with ->
                with.poll(NEVER).lease(NEVER).handler(WORK, (args, job) -> job.transactionally(connection -> {})));
        // What lets go the next now and then, unasked, would take minutes for so many.
        for (int i = 0; i < 50; i++) {
            rota.job(WORK, "" + i).exclusion(ExclusionKey.of("one")).enqueue();
        }
        rota.start();

        log.await(RotaEvent.Succeeded.class, event -> true, 50);
    }
}
