package dev.rota.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "5m, PT5M",
        "12h, PT12H",
        "30d, P30D",
        "2w, P14D",
        "1500ms, PT1.5S",
        "1h30m, PT1H30M",
        "1w1d1h1m1s1ms, PT193H1M1.001S",
        "1m5ms, PT1M0.005S",
        "1H, PT1H",
        "2D 3Ms, PT48H0.003S",
        "'1 h', PT1H",
        "'  1 h  30 m ', PT1H30M",
        "0s, PT0S",
        "007m, PT7M",
        "999999999999d, PT23999999999976H",
        "PT1H30M, PT1H30M",
        "pt5m, PT5M",
        "P2D, PT48H",
        "PT0.5S, PT0.5S",
        "-PT5M, PT-5M"
    })
    void what_people_write_is_read(String text, Duration length) {
        assertThat(DurationText.read(text)).contains(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "h",
                "soon",
                "1h30",
                "30m1h",
                "1h1h",
                "1.5h",
                "-1h",
                "+1h",
                "1 y",
                "1_h",
                "1h,30m",
                "1 hour",
                "1m s",
                "١h",
                "9999999999999d",
                "PT",
                "PT1",
                "P1Y",
                "PT99999999999999999999H"
            })
    void what_is_no_length_is_none(String text) {
        assertThat(DurationText.read(text)).isEmpty();
    }
}
