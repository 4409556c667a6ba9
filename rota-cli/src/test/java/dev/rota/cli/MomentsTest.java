package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0ms",
        "PT0.34S, 340ms",
        "PT1S, 1s",
        "PT2.16S, 2.1s",
        "PT59.9S, 59s",
        "PT1M, 1m",
        "PT2M1S, 2m 1s",
        "PT1H59S, 1h",
        "PT26H30M, 1d 2h",
        "P400D, 400d"
    })
    void a_length_has_its_two_greatest_units(Duration duration, String text) {
        assertThat(Moments.length(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT5M, in 5m", "PT-5M, 5m ago", "PT0.4S, now", "PT-0.4S, now"})
    void a_relative_time_counts_from_now(Duration away, String text) {
        assertThat(new Moments(Shell.NOW, RotaCommand.TimeStyle.RELATIVE).text(Shell.NOW.plus(away)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-11-22T10:00:00Z",
        "Z, 2026-11-22T10:00:00Z",
        "Europe/Riga, 2026-11-22T12:00:00+02:00",
        "America/St_Johns, 2026-11-22T06:30:00-03:30"
    })
    void an_absolute_time_is_one_of_its_zone(String zone, String text) {
        assertThat(new Moments(Shell.NOW, RotaCommand.TimeStyle.ISO, ZoneId.of(zone)).text(Shell.NOW.plusMillis(7)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "1H, PT1H", "'1 h 30m', PT1H30M", "PT5M, PT5M"})
    void a_duration_is_read_as_people_write_it(String text, Duration duration) {
        assertThat(TimeText.length("--until", text)).isEqualTo(duration);
        assertThat(TimeText.instant("--until", text, ZoneId.of("UTC"), Shell.NOW))
                .isEqualTo(Shell.NOW.plus(duration));
        assertThat(TimeText.past("--since", text, Shell.NOW)).isEqualTo(Shell.NOW.minus(duration));
    }
}
