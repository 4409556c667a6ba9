package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.engine.UsageGauge.Sample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class UsageGaugeTest {
    private static Sample at(long second, long ended) {
        return new Sample(Duration.ofSeconds(second).toNanos(), 0, ended);
    }

    @Test
    void the_processor_time_counts_for_all_processors_together() {
        Sample before = new Sample(1_000, 500, 0);
        assertThat(UsageGauge.cpuPercent(before, new Sample(2_000, 1_000, 0), 1))
                .isEqualTo(50);
        assertThat(UsageGauge.cpuPercent(before, new Sample(2_000, 1_000, 0), 4))
                .isEqualTo(13);
        assertThat(UsageGauge.cpuPercent(before, new Sample(2_000, 9_000, 0), 1))
                .isEqualTo(100);
        assertThat(UsageGauge.cpuPercent(before, new Sample(2_000, -1, 0), 1)).isNull();
        assertThat(UsageGauge.cpuPercent(before, new Sample(1_000, 600, 0), 1)).isNull();
    }

    @Test
    void less_than_a_minute_is_told_as_it_is() {
        Deque<Sample> samples = new ArrayDeque<>();
        samples.add(at(0, 0));
        samples.add(at(5, 40));
        assertThat(UsageGauge.endedInAMinute(samples)).isEqualTo(40);
        assertThat(samples).hasSize(2);
    }

    @Test
    void what_ended_before_the_last_minute_does_not_count() {
        Deque<Sample> samples = new ArrayDeque<>();
        for (int second = 0; second <= 600; second += 5) {
            samples.add(at(second, second <= 300 ? 1_000 : 1_000 + (second - 300) * 2L));
            UsageGauge.endedInAMinute(samples);
        }
        assertThat(UsageGauge.endedInAMinute(samples)).isEqualTo(120);
        assertThat(samples).hasSize(13);
    }

    @Test
    void rare_heartbeats_are_brought_down_to_a_minute() {
        Deque<Sample> samples = new ArrayDeque<>();
        samples.add(at(0, 0));
        samples.add(at(120, 60));
        assertThat(UsageGauge.endedInAMinute(samples)).isEqualTo(30);
    }
}
