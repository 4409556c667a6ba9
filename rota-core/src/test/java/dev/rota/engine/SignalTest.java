package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignalTest {
    private final Signal signal = new Signal();

    @Test
    void it_says_whether_it_will_wake() {
        for (int i = 0; i < 1_024; i++) {
            assertThat(signal.wakeIn(Duration.ofMinutes(50))).isTrue();
        }

        assertThat(signal.wakeIn(Duration.ofSeconds(1)))
                .as("one more than it keeps")
                .isFalse();
        assertThat(new Signal().wakeIn(Duration.ofHours(2))).as("too far away").isFalse();
    }
}
