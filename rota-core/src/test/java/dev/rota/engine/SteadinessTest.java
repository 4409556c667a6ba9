package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.engine.Steadiness.Beat;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadinessTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Steadiness steadiness = new Steadiness(Duration.ofSeconds(15), after(0, 0));

    /** Seconds on the monotonic clock and on the store's. */
    private static Beat after(long monotonic, long store) {
        return new Beat(Duration.ofSeconds(monotonic).toNanos() - 7, START.plusSeconds(store));
    }

    private static Beat after(long seconds) {
        return after(seconds, seconds);
    }

    @Test
    void a_worker_whose_heart_beats_is_steady_from_its_start() {
        assertThat(steadiness.isSteady(after(1))).isTrue();
        steadiness.beat(after(5));
        steadiness.beat(after(10));
        assertThat(steadiness.isSteady(after(14))).isTrue();
    }

    @Test
    void after_a_heartbeat_that_failed_it_waits_a_lease_from_the_next() {
        steadiness.failed();
        assertThat(steadiness.isSteady(after(1))).isFalse();
        steadiness.beat(after(6));
        assertThat(steadiness.isSteady(after(7))).isFalse();
        steadiness.beat(after(14));
        assertThat(steadiness.isSteady(after(20))).isFalse();
        assertThat(steadiness.isSteady(after(21))).isTrue();
    }

    @Test
    void a_heartbeat_that_hangs_and_then_succeeds_is_no_better_than_one_that_fails() {
        assertThat(steadiness.isSteady(after(30))).as("while it hangs").isFalse();
        steadiness.beat(after(30));
        assertThat(steadiness.isSteady(after(31))).isFalse();
        steadiness.beat(after(40));
        assertThat(steadiness.isSteady(after(45))).isTrue();
    }

    @Test
    void a_machine_that_was_suspended_shows_on_the_stores_clock_alone() {
        steadiness.beat(after(5));
        assertThat(steadiness.isSteady(after(6, 8 * 3600)))
                .as("before its heart beats")
                .isFalse();
        steadiness.beat(after(7, 8 * 3600 + 1));
        assertThat(steadiness.isSteady(after(8, 8 * 3600 + 2))).isFalse();
        steadiness.beat(after(17, 8 * 3600 + 11));
        assertThat(steadiness.isSteady(after(22, 8 * 3600 + 16))).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_makes_nobody_look_dead() {
        steadiness.beat(after(5, 5));
        assertThat(steadiness.isSteady(after(6, -3600))).isTrue();
    }
}
