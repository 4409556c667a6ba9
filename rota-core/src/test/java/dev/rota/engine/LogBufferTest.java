package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogBufferTest {
    private final LogBuffer buffer = new LogBuffer(InstantSource.system(), 1, UnaryOperator.identity());

    @Test
    void an_interrupted_handler_waits_for_lines_that_are_being_written_too() throws InterruptedException {
        buffer.info("being written");
        buffer.take();
        AtomicBoolean interruptedAfter = new AtomicBoolean();
        Thread handler = new Thread(() -> {
            Thread.currentThread().interrupt();
            buffer.hold(Duration.ofHours(1));
            interruptedAfter.set(Thread.currentThread().isInterrupted());
        });
        handler.start();
        while (handler.isAlive() && handler.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(handler.isAlive()).isTrue();

        buffer.written();
        handler.join();
        assertThat(interruptedAfter).isTrue();
    }
}
