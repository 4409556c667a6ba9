package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PauseWindowTest {
    private static final ZoneId RIGA = ZoneId.of("Europe/Riga");

    private static boolean in(String window, String at, ZoneId zone) {
        return PauseWindow.parseAll(window).get(0).contains(Instant.parse(at), zone);
    }

    @Test
    void a_window_has_its_beginning_and_not_its_end() {
        String office = "MON-FRI 08:00-18:00";
        assertThat(in(office, "2026-11-20T07:59:59Z", ZoneOffset.UTC)).isFalse();
        assertThat(in(office, "2026-11-20T08:00:00Z", ZoneOffset.UTC)).isTrue();
        assertThat(in(office, "2026-11-20T17:59:59.999Z", ZoneOffset.UTC)).isTrue();
        assertThat(in(office, "2026-11-20T18:00:00Z", ZoneOffset.UTC)).isFalse();
        assertThat(in(office, "2026-11-21T12:00:00Z", ZoneOffset.UTC))
                .as("Saturday")
                .isFalse();
        assertThat(in(office, "2026-11-20T06:00:00Z", RIGA)).as("08:00 in Riga").isTrue();
    }

    @Test
    void a_window_past_midnight_belongs_to_the_day_on_which_it_begins() {
        String night = "FRI 22:00-06:00";
        assertThat(in(night, "2026-11-20T21:59:00Z", ZoneOffset.UTC)).isFalse();
        assertThat(in(night, "2026-11-20T22:00:00Z", ZoneOffset.UTC)).isTrue();
        assertThat(in(night, "2026-11-21T05:59:00Z", ZoneOffset.UTC)).isTrue();
        assertThat(in(night, "2026-11-21T06:00:00Z", ZoneOffset.UTC)).isFalse();
        assertThat(in(night, "2026-11-20T05:00:00Z", ZoneOffset.UTC))
                .as("the end of Thursday's night")
                .isFalse();
        assertThat(in("SUN 22:00-06:00", "2026-11-23T03:00:00Z", ZoneOffset.UTC))
                .isTrue();
    }

    @Test
    void a_whole_day_ends_at_24() {
        assertThat(in("SAT 00:00-24:00", "2026-11-21T00:00:00Z", ZoneOffset.UTC))
                .isTrue();
        assertThat(in("SAT 00:00-24:00", "2026-11-21T23:59:59Z", ZoneOffset.UTC))
                .isTrue();
        assertThat(in("SAT 00:00-24:00", "2026-11-22T00:00:00Z", ZoneOffset.UTC))
                .isFalse();
        assertThat(in("20:00-24:00", "2026-11-22T20:00:00Z", ZoneOffset.UTC)).isTrue();
    }

    @Test
    void an_hour_that_the_clocks_skip_is_in_no_window() {
        // Riga, Sunday 28 March 2027: after 02:59:59 comes 04:00.
        assertThat(in("SUN 02:30-03:30", "2027-03-28T00:59:59Z", RIGA)).isTrue();
        assertThat(in("SUN 02:30-03:30", "2027-03-28T01:00:00Z", RIGA))
                .as("04:00, where a cron of 03:15 fires on that day")
                .isFalse();
        assertThat(in("SUN 03:30-05:00", "2027-03-28T01:00:00Z", RIGA))
                .as("begun in the gap")
                .isTrue();
    }

    @Test
    void an_hour_that_the_clocks_show_twice_is_in_the_window_both_times() {
        // Riga, Sunday 25 October 2026: after 03:59:59 comes 03:00 once more.
        assertThat(in("SUN 03:30-05:00", "2026-10-25T00:30:00Z", RIGA)).isTrue();
        assertThat(in("SUN 03:30-05:00", "2026-10-25T01:00:00Z", RIGA))
                .as("03:00 for the second time")
                .isFalse();
        assertThat(in("SUN 03:30-05:00", "2026-10-25T01:30:00Z", RIGA)).isTrue();
        assertThat(in("SUN 03:00-04:00", "2026-10-25T00:00:00Z", RIGA)).isTrue();
        assertThat(in("SUN 03:00-04:00", "2026-10-25T01:59:59Z", RIGA)).isTrue();
        assertThat(in("SUN 03:00-04:00", "2026-10-25T02:00:00Z", RIGA)).isFalse();
    }

    @Test
    void windows_are_read_as_they_are_written() {
        for (String text : List.of(
                "MON-FRI 08:00-18:00",
                "08:00-18:00",
                "SAT,SUN 00:00-24:00",
                "MON,WED,FRI 12:00-13:00, TUE 22:00-06:00, SUN 09:15-09:16")) {
            assertThat(PauseWindow.text(PauseWindow.parseAll(text))).isEqualTo(text);
        }
        assertThat(PauseWindow.text(PauseWindow.parseAll("fri-mon 8:00-9:00".replace("8:00-9", "08:00-09"))))
                .isEqualTo("MON,FRI,SAT,SUN 08:00-09:00");
        assertThat(PauseWindow.parseAll(" ")).isEmpty();
    }

    @Test
    void what_is_no_window_is_refused() {
        for (String text : List.of(
                "MON",
                "MON 8:00-9:00",
                "MON 08:00",
                "XYZ 08:00-09:00",
                "MON-TUE-WED 08:00-09:00",
                "08:00-25:00",
                "24:00-08:00",
                "6 08:00-09:00")) {
            assertThatThrownBy(() -> PauseWindow.parseAll(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("looks like MON-FRI 08:00-18:00");
        }
        assertThatThrownBy(() -> PauseWindow.parseAll("08:00-09:00 ".repeat(21)))
                .hasMessageContaining("at most 20");
    }
}
