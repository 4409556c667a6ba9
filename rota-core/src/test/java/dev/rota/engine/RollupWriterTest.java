package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.event.RotaEvent;
import dev.rota.store.RollupStore;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RollupWriterTest {
    private static final Instant NOW = Instant.parse("2026-03-20T09:00:00Z");
    private static final RotaEvent ENQUEUED = new RotaEvent.Enqueued(1, "rollups.work", "default", null);

    private final List<Long> written = new ArrayList<>();

    /** What a store does when figures are written. */
    private interface Writing {
        void begin() throws Exception;
    }

    private RollupWriter rollupWriter(Writing writing) {
        Object rollups = proxy(RollupStore.class, (self, verb, args) -> {
            writing.begin();
            List<?> entries = (List<?>) args[2];
            written.add(((Entry) entries.get(0)).figures().enqueued());
            return null;
        });
        Object store = proxy(Store.class, (self, verb, args) -> verb.getName().equals("now") ? NOW : rollups);
        RollupWriter rollupWriter = new RollupWriter((Store) store);
        rollupWriter.writeAs(1);
        return rollupWriter;
    }

    private static Object proxy(Class<?> seam, InvocationHandler handler) {
        return Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[] {seam}, handler);
    }

    @Test
    void who_counts_waits_for_no_figures_to_be_written() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        RollupWriter rollupWriter = rollupWriter(() -> {
            begun.countDown();
            mayEnd.await();
        });
        rollupWriter.on(ENQUEUED);
        Thread writer = new Thread(rollupWriter::runOnce);
        writer.start();
        begun.await();

        rollupWriter.on(ENQUEUED);
        rollupWriter.writeAs(1);
        mayEnd.countDown();
        writer.join();
        rollupWriter.runOnce();

        assertThat(written).as("of the minute, each time").containsExactly(1L, 2L);
    }

    @Test
    void figures_that_could_not_be_written_are_written_the_next_time() {
        List<String> refusals = new ArrayList<>(List.of("The database is down"));
        RollupWriter rollupWriter = rollupWriter(() -> {
            if (!refusals.isEmpty()) {
                throw new StoreException(refusals.remove(0), null, true);
            }
        });
        rollupWriter.on(ENQUEUED);
        assertThatThrownBy(rollupWriter::runOnce).hasMessage("The database is down");
        rollupWriter.on(ENQUEUED);
        rollupWriter.runOnce();
        rollupWriter.runOnce();

        assertThat(written).containsExactly(2L);
    }
}
