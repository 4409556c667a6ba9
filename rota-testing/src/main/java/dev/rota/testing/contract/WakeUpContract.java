package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Store;
import dev.rota.store.WakeUps;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A signal reaches the workers of other processes. */
public abstract class WakeUpContract extends StoreContract {
    private static final int BOUND_SECONDS = 30;

    protected WakeUpContract(ContractStore fixture) {
        super(fixture);
    }

    /** A signal may be lost while the listener still sets out, so it is sent until it is heard; that is what polling does. */
    private static boolean sendUntilHeard(Store from, Set<String> queues, CountDownLatch heard)
            throws InterruptedException {
        for (int tenths = 0; tenths < BOUND_SECONDS * 10; tenths++) {
            from.jobs().enqueue(List.of(job()));
            from.wakeUps().send(queues);
            if (heard.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concerns(Set<String> signal, String queue) {
        return signal.isEmpty() || signal.contains(queue);
    }

    @Test
    void a_signal_reaches_a_listener_of_another_store() throws InterruptedException {
        Store listening = anotherStore();
        CountDownLatch heard = new CountDownLatch(1);
        try (WakeUps.Listening ignored = listening.wakeUps().listen(queues -> {
            if (concerns(queues, QUEUE)) {
                heard.countDown();
            }
        })) {
            assertThat(sendUntilHeard(store, Set.of(QUEUE), heard)).as("heard").isTrue();
        }
    }

    @Test
    void a_signal_reaches_a_listener_of_the_same_store() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        try (WakeUps.Listening ignored = store.wakeUps().listen(queues -> {
            if (concerns(queues, QUEUE)) {
                heard.countDown();
            }
        })) {
            assertThat(sendUntilHeard(store, Set.of(QUEUE), heard)).as("heard").isTrue();
        }
    }

    @Test
    void a_signal_reaches_every_listener() throws InterruptedException {
        Store first = anotherStore();
        Store second = anotherStore();
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch two = new CountDownLatch(1);
        try (WakeUps.Listening ignored = first.wakeUps().listen(queues -> one.countDown());
                WakeUps.Listening ignoredToo = second.wakeUps().listen(queues -> two.countDown())) {
            assertThat(sendUntilHeard(store, Set.of("mail", QUEUE), one)).isTrue();
            assertThat(sendUntilHeard(store, Set.of("mail", QUEUE), two)).isTrue();
        }
    }

    @Test
    void a_listener_that_throws_does_not_end_the_listening() throws InterruptedException {
        Store listening = anotherStore();
        CountDownLatch second = new CountDownLatch(2);
        try (WakeUps.Listening ignored = listening.wakeUps().listen(queues -> {
            second.countDown();
            throw new IllegalStateException("the listener failed");
        })) {
            assertThat(sendUntilHeard(store, Set.of(QUEUE), second)).isTrue();
        }
    }

    @Test
    void a_closed_listener_hears_nothing_more() throws InterruptedException {
        AtomicInteger heard = new AtomicInteger();
        Store listening = anotherStore();
        WakeUps.Listening closed = listening.wakeUps().listen(queues -> heard.incrementAndGet());
        closed.close();
        int before = heard.get();
        CountDownLatch other = new CountDownLatch(1);
        try (WakeUps.Listening ignored = anotherStore().wakeUps().listen(queues -> other.countDown())) {
            assertThat(sendUntilHeard(store, Set.of(QUEUE), other)).isTrue();
        }
        assertThat(heard.get()).isEqualTo(before);
    }

    @Test
    void nobody_needs_to_listen() {
        store.wakeUps().send(Set.of(QUEUE));
        store.wakeUps().send(Set.of());
    }
}
