package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.store.JobStore.Retention;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void no_retention_is_below_zero_because_it_would_delete_what_ends_from_now_on() {
        Duration less = Duration.ofDays(-1);
        assertThatThrownBy(() -> new Retention(less, DAY, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Retention of history is PT-24H, expected zero or longer");
        assertThatThrownBy(() -> new Retention(DAY, less, DAY)).hasMessageStartingWith("Retention of failed jobs is");
        assertThatThrownBy(() -> new Retention(DAY, DAY, less)).hasMessageStartingWith("Retention of fires is");
    }

    @Test
    void no_retention_is_longer_than_time_can_be_kept() {
        assertThatThrownBy(() -> new Retention(Duration.ofDays(36_501), DAY, DAY))
                .hasMessage("Retention of history is PT876024H, expected at most 36500 days");
    }
}
