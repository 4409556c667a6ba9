package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TriggerTextTest {
    static Stream<Trigger> triggers() {
        return Stream.of(
                Trigger.cron("0 3 * * SUN", ZoneId.of("America/New_York")),
                Trigger.every(Duration.ofHours(6)),
                Trigger.every(Duration.ofMinutes(90)).anchoredAt(Instant.parse("2026-03-20T12:00:00Z")),
                Trigger.once(Instant.parse("2026-03-20T12:00:00.123456Z")));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void is_read_back_as_it_was_written(Trigger trigger) {
        ZoneId zone = trigger.zone();

        assertThat(Trigger.parse(trigger.kind(), trigger.text(), zone == null ? null : zone.getId()))
                .isEqualTo(trigger);
    }

    @Test
    void what_is_malformed_is_refused_with_a_remedy() {
        assertThatThrownBy(() -> Trigger.parse("interval", "six hours", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("looks like PT6H");
        assertThatThrownBy(() -> Trigger.parse("cron", "0 3 * * *", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.parse("moon", "full", null)).hasMessageContaining("cron, interval or once");
    }
}
