package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    private static Histogram of(Duration... durations) {
        long[] counts = new long[Histogram.BUCKETS];
        for (Duration duration : durations) {
            counts[Histogram.bucket(duration)]++;
        }
        return Histogram.of(counts);
    }

    @Test
    void a_bound_falls_into_its_own_bucket_and_what_is_longer_into_the_next() {
        for (int bucket = 0; bucket < Histogram.BUCKETS - 1; bucket++) {
            Duration bound = Histogram.bound(bucket);
            assertThat(Histogram.bucket(bound)).isEqualTo(bucket);
            assertThat(Histogram.bucket(bound.plus(bound.dividedBy(10)))).isEqualTo(bucket + 1);
        }
    }

    @Test
    void the_shortest_and_the_longest_have_a_bucket() {
        assertThat(Histogram.bucket(Duration.ZERO)).isZero();
        assertThat(Histogram.bucket(Duration.ofSeconds(-1))).isZero();
        assertThat(Histogram.bucket(Duration.ofDays(10_000))).isEqualTo(Histogram.BUCKETS - 1);
        assertThat(Histogram.bound(Histogram.BUCKETS - 1)).isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void a_quantile_is_the_bound_of_its_bucket() {
        Histogram histogram =
                of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(8));

        assertThat(histogram.quantile(0.25)).isEqualTo(Duration.ofMillis(1));
        assertThat(histogram.quantile(0.5)).isEqualTo(Duration.ofMillis(2));
        assertThat(histogram.quantile(1)).isEqualTo(Duration.ofMillis(8));
        assertThat(Histogram.EMPTY.quantile(0.5)).isNull();
        assertThatThrownBy(() -> histogram.quantile(0))
                .hasMessage("Quantile is 0.0, expected more than 0 and at most 1");
    }

    @Test
    void histograms_add_up() {
        Histogram one = of(Duration.ofMillis(1), Duration.ofSeconds(1));
        Histogram two = of(Duration.ofSeconds(1));

        assertThat(one.plus(two)).isEqualTo(of(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(one.plus(two).count()).isEqualTo(3);
    }

    @Test
    void it_is_stored_as_text() {
        Histogram histogram = of(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(histogram.text()).isEqualTo("0:1 20:2");
        assertThat(Histogram.parse(histogram.text())).isEqualTo(histogram);
        assertThat(Histogram.parse("")).isEqualTo(Histogram.EMPTY);
        for (String bad : new String[] {"1", "54:1", "-1:1", " "}) {
            assertThatThrownBy(() -> Histogram.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
