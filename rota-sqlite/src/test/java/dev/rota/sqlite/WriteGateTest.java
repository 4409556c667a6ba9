package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteGateTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(1);

    @TempDir
    Path directory;

    @Test
    void a_file_has_one_gate_however_its_path_is_written() {
        Path file = directory.resolve("jobs.db");
        assertThat(WriteGate.of(directory.resolve("x").resolve("..").resolve("jobs.db")))
                .isSameAs(WriteGate.of(file));
        assertThat(WriteGate.of(directory.resolve("other.db"))).isNotSameAs(WriteGate.of(file));
    }

    @Test
    void a_thread_that_would_wait_for_itself_is_told_so() {
        WriteGate gate = WriteGate.of(directory.resolve("jobs.db"));
        gate.enter(LONG);
        assertThatThrownBy(() -> gate.enter(LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jobs.db")
                .hasMessageContaining("would wait for itself")
                .hasMessageContaining("use the connection of that transaction");
        gate.leave();
    }

    @Test
    void who_waits_too_long_is_told_for_whom() throws Exception {
        WriteGate gate = WriteGate.of(directory.resolve("jobs.db"));
        gate.enter(LONG);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> gate.enter(SHORT));
        assertThatThrownBy(other::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.isWorthRetrying()).isTrue())
                .hasMessageContaining(Thread.currentThread().getName());
        gate.leave();
    }

    @Test
    void another_thread_may_leave_for_the_one_that_entered() throws Exception {
        WriteGate gate = WriteGate.of(directory.resolve("jobs.db"));
        gate.enter(LONG);
        CompletableFuture.runAsync(gate::leave).get();
        gate.enter(SHORT);
        assertThat(gate.isMine()).isTrue();
        gate.leave();
        assertThatThrownBy(gate::leave).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_interrupted_thread_stops_waiting_and_stays_interrupted() {
        WriteGate gate = WriteGate.of(directory.resolve("jobs.db"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.enter(LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gate.isMine()).isFalse();
    }
}
