package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class QuietTimeTest {
    private static final ZoneId RIGA = ZoneId.of("Europe/Riga");

    private static QuietTime riga(String text) {
        return QuietTime.parse(text, RIGA);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void begins_at_its_first_moment_and_ends_before_its_last() {
        QuietTime night = riga("22:00-07:00");
        // Riga is two hours ahead in winter.
        assertThat(night.endOf(at("2026-11-20T19:59:59.999999Z"))).isEmpty();
        assertThat(night.endOf(at("2026-11-20T20:00:00Z"))).contains(at("2026-11-21T05:00:00Z"));
        assertThat(night.endOf(at("2026-11-21T04:59:59.999999Z"))).contains(at("2026-11-21T05:00:00Z"));
        assertThat(night.endOf(at("2026-11-21T05:00:00Z"))).isEmpty();
    }

    @Test
    void lies_within_a_day_too() {
        QuietTime noon = riga("12:00 – 13:30");
        assertThat(noon.endOf(at("2026-11-20T11:00:00Z"))).contains(at("2026-11-20T11:30:00Z"));
        assertThat(noon.endOf(at("2026-11-20T23:00:00Z"))).isEmpty();
    }

    @Test
    void follows_the_wall_clock_when_it_is_put_forward() {
        // 29 March 2026, 03:00 becomes 04:00 in Riga, at 01:00 UTC.
        QuietTime night = riga("22:00-07:00");
        assertThat(night.endOf(at("2026-03-28T21:00:00Z"))).contains(at("2026-03-29T04:00:00Z"));
        assertThat(night.endOf(at("2026-03-29T04:00:00Z"))).isEmpty();
    }

    @Test
    void ends_when_the_clock_is_put_forward_over_its_end() {
        QuietTime night = riga("22:00-03:30");
        assertThat(night.endOf(at("2026-03-29T00:59:59Z"))).contains(at("2026-03-29T01:00:00Z"));
        assertThat(night.endOf(at("2026-03-29T01:00:00Z"))).isEmpty();
    }

    @Test
    void is_not_there_on_a_day_whose_clock_is_put_forward_over_it() {
        QuietTime gone = riga("03:10-03:50");
        assertThat(gone.endOf(at("2026-03-29T01:00:00Z"))).isEmpty();
        assertThat(gone.endOf(at("2026-03-28T01:20:00Z"))).contains(at("2026-03-28T01:50:00Z"));
    }

    @Test
    void ends_once_when_the_clock_is_put_back() {
        // 25 October 2026, 04:00 becomes 03:00 in Riga, at 01:00 UTC: 03:30 is at 00:30 and at 01:30.
        QuietTime night = riga("22:00-03:30");
        assertThat(night.endOf(at("2026-10-25T00:29:59Z"))).contains(at("2026-10-25T00:30:00Z"));
        assertThat(night.endOf(at("2026-10-25T00:30:00Z"))).isEmpty();
        assertThat(night.endOf(at("2026-10-25T01:15:00Z"))).isEmpty();
    }

    @Test
    void is_an_hour_longer_when_the_clock_is_put_back_within_it() {
        assertThat(riga("22:00-07:00").endOf(at("2026-10-24T19:00:00Z"))).contains(at("2026-10-25T05:00:00Z"));
    }

    @Test
    void says_what_was_expected_of_it() {
        assertThatThrownBy(() -> riga("night"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Quiet time is \"night\", expected two times such as 22:00-07:00");
        assertThatThrownBy(() -> riga("22:00-25:00")).hasMessageContaining("22:00-25:00");
        assertThatThrownBy(() -> new QuietTime(LocalTime.NOON, LocalTime.NOON, RIGA))
                .hasMessageContaining("two different times");
    }
}
