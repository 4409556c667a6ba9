package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void a_clock_is_off_by_what_no_delay_explains() {
        assertThat(Heartbeat.offset(NOON, NOON.plusSeconds(3), NOON.plusSeconds(9)))
                .isZero();
        assertThat(Heartbeat.offset(NOON, NOON.minusSeconds(5), NOON.plusSeconds(9)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(Heartbeat.offset(NOON, NOON.plusSeconds(12), NOON.plusSeconds(9)))
                .isEqualTo(Duration.ofSeconds(-3));
    }
}
