package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.StoreException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnqueuerTest {
    private final CountDownLatch firstBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> told = Collections.synchronizedList(new ArrayList<>());

    private static NewJob job(String args) {
        return NewJob.of(JobType.of("enqueuer.work"), args);
    }

    /** Writes a first batch slowly, so that what comes meanwhile shares the next; that one ends with {@code error}. */
    private Enqueuer enqueuer(Throwable error) {
        Object store = Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (self, method, args) -> {
                    if (method.getName().equals("concurrentEnqueues")) {
                        return 1;
                    }
                    List<?> jobs = (List<?>) args[0];
                    jobs.forEach(job -> written.add(((NewJob) job).args()));
                    if (firstBegun.getCount() > 0) {
                        firstBegun.countDown();
                        firstMayEnd.await();
                    } else {
                        throw error;
                    }
                    return jobs.stream()
                            .map(job -> new Enqueued(1, true, true, false))
                            .toList();
                });
        return new Enqueuer((JobStore) store);
    }

    private Thread enqueue(Enqueuer enqueuer, String args) {
        Thread thread = new Thread(() -> {
            try {
                enqueuer.enqueue(List.of(job(args)));
            } catch (Throwable e) {
                told.add(e);
            }
        });
        thread.start();
        return thread;
    }

    private void shareABatch(Enqueuer enqueuer) throws InterruptedException {
        Thread first = enqueue(enqueuer, "first");
        firstBegun.await();
        Thread second = enqueue(enqueuer, "second");
        Thread third = enqueue(enqueuer, "third");
        while (second.getState() != Thread.State.WAITING || third.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        firstMayEnd.countDown();
        first.join();
        second.join();
        third.join();
    }

    @Test
    void a_batch_whose_commit_is_unknown_is_not_written_again() throws InterruptedException {
        shareABatch(enqueuer(new StoreException("The connection broke in the commit", null, true)));

        assertThat(written).containsExactlyInAnyOrder("first", "second", "third");
        assertThat(told).hasSize(2).allMatch(StoreException.class::isInstance);
    }

    @Test
    void an_error_while_a_batch_is_written_reaches_all_who_share_it() throws InterruptedException {
        shareABatch(enqueuer(new NoClassDefFoundError("a driver's class")));

        assertThat(told).hasSize(2);
    }

    @Test
    void a_batch_that_is_refused_is_written_one_by_one() throws InterruptedException {
        shareABatch(enqueuer(new StoreException("One of them is malformed", null, false)));

        assertThat(Collections.frequency(written, "second")).isEqualTo(2);
        assertThat(told).hasSize(2);
        assertThatThrownBy(() -> {
                    throw told.get(0);
                })
                .hasMessage("One of them is malformed");
    }

    @Test
    void an_interrupted_thread_writes_for_the_others_all_the_same() throws InterruptedException {
        Object store = Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (self, method, args) -> {
                    if (method.getName().equals("concurrentEnqueues")) {
                        return 1;
                    }
                    if (firstBegun.getCount() > 0) {
                        firstBegun.countDown();
                        firstMayEnd.await();
                    } else if (Thread.interrupted()) {
                        throw new StoreException("Interrupted while waiting for a connection", null, true);
                    }
                    return Collections.nCopies(((List<?>) args[0]).size(), new Enqueued(1, true, true, false));
                });
        Enqueuer enqueuer = new Enqueuer((JobStore) store);
        Thread first = enqueue(enqueuer, "first");
        firstBegun.await();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread second = new Thread(() -> {
            Thread.currentThread().interrupt();
            enqueuer.enqueue(List.of(job("second")));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        second.start();
        while (second.getState() != Thread.State.WAITING && second.isAlive()) {
            Thread.onSpinWait();
        }
        Thread third = enqueue(enqueuer, "third");
        while (third.getState() != Thread.State.WAITING && third.isAlive()) {
            Thread.onSpinWait();
        }
        firstMayEnd.countDown();
        first.join();
        second.join();
        third.join();

        assertThat(told).isEmpty();
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void a_large_batch_waits_for_its_turn_too() throws InterruptedException {
        Enqueuer enqueuer = enqueuer(new StoreException("Refused", null, false));
        Thread first = enqueue(enqueuer, "first");
        firstBegun.await();
        List<NewJob> many = Collections.nCopies(5_000, job("one of many"));
        Thread second = new Thread(
                () -> assertThatThrownBy(() -> enqueuer.enqueue(many)).hasMessage("Refused"));
        second.start();
        while (second.getState() != Thread.State.WAITING && second.isAlive()) {
            Thread.onSpinWait();
        }
        List<String> meanwhile = List.copyOf(written);
        firstMayEnd.countDown();
        first.join();
        second.join();

        assertThat(meanwhile).containsExactly("first");
        assertThat(written).hasSize(5_001);
    }

    /** One call at a time of those that have unique keys, and each waits until the first may end. */
    private Enqueuer waitingForKeys() {
        Object store = Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (self, method, args) -> {
                    if (method.getName().equals("concurrentEnqueues")) {
                        return 3;
                    }
                    List<?> jobs = (List<?>) args[0];
                    batches.add(jobs.stream().map(job -> ((NewJob) job).args()).toList());
                    if (((NewJob) jobs.get(0)).unique() != null) {
                        firstBegun.countDown();
                        firstMayEnd.await();
                    }
                    return jobs.stream()
                            .map(job -> new Enqueued(1, true, true, false))
                            .toList();
                });
        return new Enqueuer((JobStore) store);
    }

    private static List<NewJob> keyed(String args, OnConflict onConflict) {
        return List.of(job(args).unique(UniqueKey.of("key").onConflict(onConflict)));
    }

    /** One that waits in a line; it ends when the first may. */
    private static Thread linedUp(Enqueuer enqueuer, List<NewJob> jobs) {
        Thread thread = new Thread(() -> enqueuer.enqueue(jobs));
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void jobs_without_unique_keys_do_not_wait_for_those_that_wait_for_one() throws Exception {
        Enqueuer enqueuer = waitingForKeys();
        List<Thread> waiting = new ArrayList<>();
        for (OnConflict onConflict : List.of(OnConflict.KEEP, OnConflict.REJECT, OnConflict.REPLACE_ARGS)) {
            waiting.add(linedUp(enqueuer, keyed("keyed", onConflict)));
        }

        CompletableFuture.runAsync(() -> enqueuer.enqueue(List.of(job("plain"))))
                .get(30, TimeUnit.SECONDS);

        assertThat(batches).containsExactly(List.of("keyed"), List.of("plain"));
        firstMayEnd.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
    }

    @Test
    void one_that_may_be_rejected_is_written_alone_but_when_it_is_its_turn() throws Exception {
        Enqueuer enqueuer = waitingForKeys();
        List<Thread> waiting = new ArrayList<>();
        waiting.add(linedUp(enqueuer, keyed("first", OnConflict.KEEP)));
        waiting.add(linedUp(enqueuer, keyed("second", OnConflict.KEEP)));
        waiting.add(linedUp(enqueuer, keyed("third", OnConflict.KEEP)));
        waiting.add(linedUp(enqueuer, keyed("rejected", OnConflict.REJECT)));
        waiting.add(linedUp(enqueuer, keyed("fifth", OnConflict.KEEP)));
        assertThat(batches).containsExactly(List.of("first"));

        firstMayEnd.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(batches)
                .containsExactly(List.of("first"), List.of("second", "third"), List.of("rejected"), List.of("fifth"));
    }
}
