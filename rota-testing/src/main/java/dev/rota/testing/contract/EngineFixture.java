package dev.rota.testing.contract;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.job.ArgsCodec;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.store.JobStore.Rescue;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Worker;
import dev.rota.testing.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contracts of the engine share: real engines, on their own threads, on an empty store in real time. */
@Timeout(120)
public abstract class EngineFixture {
    /** Retried at once, three attempts. */
    static final JobType<String> WORK =
            JobType.of("engine.work", String.class).maxAttempts(3).retry(RetryPolicy.fixed(Duration.ofMillis(1)));

    static final Duration LEASE = Duration.ofSeconds(3);

    final ContractStore fixture;
    final EventLog log = new EventLog();
    private final List<Rota> started = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    Store store;

    EngineFixture(ContractStore fixture) {
        this.fixture = fixture;
    }

    @BeforeEach
    void openStore() {
        store = fixture.open(InstantSource.system());
    }

    @AfterEach
    void stopAll() {
        started.forEach(rota -> rota.stop(Duration.ofSeconds(5)));
        store.close();
    }

    /** An engine that is not started. */
    Rota rota(Consumer<RotaBuilder> setUp) {
        return rota(store, setUp);
    }

    Rota rota(Store on, Consumer<RotaBuilder> setUp) {
        return rota(on, new TextCodec(), setUp);
    }

    Rota rota(Store on, ArgsCodec codec, Consumer<RotaBuilder> setUp) {
        RotaBuilder builder = Rota.builder(on, codec)
                .listener(log)
                .poll(Duration.ofMillis(50))
                .lease(LEASE);
        setUp.accept(builder);
        Rota rota = builder.build();
        started.add(rota);
        return rota;
    }

    /** An engine at work; stopped after the test. */
    Rota start(Consumer<RotaBuilder> setUp) {
        Rota rota = rota(setUp);
        rota.start();
        return rota;
    }

    /** Gives up a worker that lives, as if nothing had been heard of it, and takes its jobs. */
    List<Rescue> giveUp(long worker) {
        List<Rescue> rescued = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (store.workers().list().stream()
                .anyMatch(each -> each.id() == worker && each.state() != Worker.State.LOST)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Worker " + worker + " could not be given up");
            }
            // Its next heartbeat says again what its lease is.
            expire(worker);
            rescued.addAll(store.jobs().rescue(LEASE, 3, 10));
        }
        return rescued;
    }

    private void expire(long worker) {
        try (Connection connection = fixture.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update rota_worker set lease_ms = -60000 where id = " + worker);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a latch, and fails if it does not open. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Waited a minute for what did not happen");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", e);
        }
    }

    /** Waits for what nobody announces, such as a state of a thread, and fails if it does not come. */
    static void spinUntil(BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited a minute for what did not happen");
            }
            Thread.onSpinWait();
        }
    }
}
