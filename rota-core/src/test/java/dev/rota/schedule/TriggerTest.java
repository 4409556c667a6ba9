package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {

    private static final Instant ANCHOR = Instant.parse("2026-11-21T09:00:00Z");
    private static final IntervalTrigger TEN_MINUTES =
            Trigger.every(Duration.ofMinutes(10)).anchoredAt(ANCHOR);

    @Test
    void an_interval_is_due_at_the_anchor_and_its_multiples() {
        assertThat(TEN_MINUTES.next(ANCHOR.minusSeconds(5000))).contains(ANCHOR);
        assertThat(TEN_MINUTES.next(ANCHOR.minusNanos(1))).contains(ANCHOR);
        assertThat(TEN_MINUTES.next(ANCHOR)).contains(ANCHOR.plusSeconds(600));
        assertThat(TEN_MINUTES.next(ANCHOR.plusSeconds(599))).contains(ANCHOR.plusSeconds(600));
        assertThat(TEN_MINUTES.next(ANCHOR.plusSeconds(600).plusNanos(1))).contains(ANCHOR.plusSeconds(1200));
    }

    @Test
    void an_interval_has_a_previous_instant_down_to_the_anchor() {
        assertThat(TEN_MINUTES.previous(ANCHOR)).isEmpty();
        assertThat(TEN_MINUTES.previous(ANCHOR.plusNanos(1))).contains(ANCHOR);
        assertThat(TEN_MINUTES.previous(ANCHOR.plusSeconds(600))).contains(ANCHOR);
        assertThat(TEN_MINUTES.previous(ANCHOR.plusSeconds(601))).contains(ANCHOR.plusSeconds(600));
    }

    @Test
    void an_interval_without_an_anchor_counts_from_what_is_asked() {
        assertThat(Trigger.every(Duration.ofMinutes(10)).next(ANCHOR)).contains(ANCHOR.plusSeconds(600));
    }

    @Test
    void an_interval_counts_what_lies_between() {
        assertThat(TEN_MINUTES.countBetween(ANCHOR, ANCHOR.plusSeconds(600))).isZero();
        assertThat(TEN_MINUTES.countBetween(ANCHOR, ANCHOR.plusSeconds(601))).isOne();
        assertThat(TEN_MINUTES.countBetween(ANCHOR.minusSeconds(1), ANCHOR.plusSeconds(1201)))
                .isEqualTo(3);
    }

    @Test
    void an_interval_keeps_elapsed_time_across_a_change_of_clocks() {
        IntervalTrigger day = Trigger.every(Duration.ofDays(1)).anchoredAt(Instant.parse("2026-03-07T07:00:00Z"));
        assertThat(day.next(Instant.parse("2026-03-07T07:00:00Z"))).contains(Instant.parse("2026-03-08T07:00:00Z"));
    }

    @Test
    void the_ends_of_time_are_no_trouble() {
        assertThat(TEN_MINUTES.next(Instant.MAX)).isEmpty();
        assertThat(TEN_MINUTES.next(Instant.MIN)).contains(ANCHOR);
        assertThat(TEN_MINUTES.previous(Instant.MIN)).isEmpty();
        assertThat(TEN_MINUTES.previous(Instant.MAX)).isPresent();
        assertThat(Trigger.every(Duration.ofDays(1)).next(Instant.MAX)).isEmpty();
        assertThat(Trigger.every(Duration.ofDays(1)).previous(Instant.MIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999S", "PT0S", "PT-5S", "P36501D", "PT1.0000001S"})
    void an_interval_out_of_range_is_refused(Duration every) {
        assertThatThrownBy(() -> Trigger.every(every))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The interval is " + every + ". Use whole milliseconds from 1 second to 36,500 days.");
    }

    @Test
    void once_is_due_once() {
        OnceTrigger once = Trigger.once(ANCHOR);
        assertThat(once.next(ANCHOR.minusNanos(1))).contains(ANCHOR);
        assertThat(once.next(ANCHOR)).isEmpty();
        assertThat(once.previous(ANCHOR)).isEmpty();
        assertThat(once.previous(ANCHOR.plusNanos(1))).contains(ANCHOR);
    }

    @Test
    void cron_follows_its_zone() {
        Trigger trigger = Trigger.cron("0 9 * * *", ZoneId.of("Europe/Riga"));
        assertThat(trigger.next(ANCHOR)).contains(Instant.parse("2026-11-22T07:00:00Z"));
        assertThat(trigger.previous(ANCHOR)).contains(Instant.parse("2026-11-21T07:00:00Z"));
        assertThat(trigger).isEqualTo(Trigger.cron("0 9 * * *", ZoneId.of("Europe/Riga")));
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H,     Every hour",
        "PT90M,    Every 1 hour and 30 minutes",
        "PT10M,    Every 10 minutes",
        "PT1.5S,   Every 1 second and 500 milliseconds",
        "P1D,      Every day",
        "PT49H,    Every 2 days and 1 hour"
    })
    void an_interval_describes_itself(Duration every, String words) {
        assertThat(Trigger.every(every).describe()).isEqualTo(words);
    }

    @Test
    void the_others_describe_themselves() {
        assertThat(Trigger.once(ANCHOR).describe()).isEqualTo("Once, on Sat 21 Nov 2026 09:00 UTC");
        assertThat(Trigger.once(ANCHOR.plusSeconds(5)).describe()).isEqualTo("Once, on Sat 21 Nov 2026 09:00:05 UTC");
        assertThat(Trigger.cron("0 3 * * SUN", ZoneOffset.UTC).describe()).isEqualTo("At 03:00, only on Sunday (Z)");
    }
}
