package dev.rota.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.UniqueKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
    private static final Exception ERROR = new IllegalStateException("no");
    private final Random random = new Random(7);

    @Test
    void a_wait_that_no_store_can_keep_is_refused() {
        Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);

        assertThatThrownBy(() -> RetryPolicy.fixed(tooLong)).hasMessageContaining("expected at most 36500 days");
        assertThatThrownBy(() -> RetryPolicy.DEFAULTS.on(IllegalStateException.class, tooLong))
                .hasMessageContaining("expected at most 36500 days");
        assertThatThrownBy(() -> RetryPolicy.DEFAULTS.on(IllegalStateException.class, Duration.ofSeconds(-1)))
                .hasMessageContaining("expected zero or longer");
        assertThatThrownBy(() -> UniqueKey.of("once").period(tooLong))
                .hasMessageContaining("expected at most 36500 days");
    }

    @Test
    void waits_grow_up_to_the_cap() {
        RetryPolicy policy = RetryPolicy.exponential(Duration.ofSeconds(1), 2, Duration.ofSeconds(5))
                .jitter(0);

        List<Duration> waits = IntStream.rangeClosed(1, 5)
                .mapToObj(failures -> policy.delay(failures, ERROR, random).orElseThrow())
                .toList();

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void a_thousandth_wait_is_still_the_cap() {
        RetryPolicy policy = RetryPolicy.exponential(Duration.ofSeconds(1), 10, Duration.ofHours(1))
                .jitter(0);

        assertThat(policy.delay(1_000, ERROR, random)).contains(Duration.ofHours(1));
    }

    @Test
    void jitter_stays_within_its_part() {
        RetryPolicy policy = RetryPolicy.fixed(Duration.ofSeconds(10)).jitter(0.2);

        List<Long> waits = IntStream.range(0, 1_000)
                .mapToObj(i -> policy.delay(1, ERROR, random).orElseThrow().toMillis())
                .toList();

        assertThat(waits).allMatch(wait -> wait >= 8_000 && wait <= 12_000);
        assertThat(waits.stream().distinct().count()).isGreaterThan(100);
    }

    @Test
    void an_exception_of_its_own_rule_is_found_among_the_causes() {
        RetryPolicy policy =
                RetryPolicy.DEFAULTS.never(IllegalArgumentException.class).on(IOException.class, Duration.ofMinutes(1));

        assertThat(policy.delay(1, new RuntimeException(new IllegalArgumentException()), random))
                .isEqualTo(Optional.empty());
        assertThat(policy.delay(3, new IOException(), random)).contains(Duration.ofMinutes(1));
        assertThat(policy.delay(1, ERROR, random)).isPresent();
    }

    @Test
    void refuses_what_makes_no_sense() {
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ofSeconds(5), 0.5, Duration.ofHours(1)))
                .hasMessageContaining("factor is 0.5, expected 1 or more");
        assertThatThrownBy(() -> RetryPolicy.exponential(Duration.ofHours(5), 2, Duration.ofHours(1)))
                .hasMessageContaining("cap is PT1H, expected at least the first wait, PT5H");
    }
}
