package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTest {

    private static final Instant FROM = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void shows_words_fires_and_warnings() {
        Preview preview = Preview.of("0 12 * * 6", "Europe/Riga", FROM, 2);
        assertThat(preview.description()).isEqualTo("At 12:00, only on Saturday");
        assertThat(preview.zone()).isEqualTo(ZoneId.of("Europe/Riga"));
        assertThat(preview.fires())
                .containsExactly(Instant.parse("2026-11-21T10:00:00Z"), Instant.parse("2026-11-28T10:00:00Z"));
        assertThat(preview.warnings()).extracting(Lint::code).containsExactly(Lint.NUMERIC_WEEKDAY);
    }

    @Test
    void shows_that_nothing_will_fire() {
        Preview preview = Preview.of("0 0 30 2 *", "UTC", FROM, 5);
        assertThat(preview.fires()).isEmpty();
        assertThat(preview.warnings()).extracting(Lint::code).containsExactly(Lint.NEVER_FIRES);
    }

    @Test
    void refuses_a_wrong_expression() {
        assertThatThrownBy(() -> Preview.of("0 0 * * 8", "UTC", FROM, 5)).isInstanceOf(CronSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Rigga, Europe/Riga",
        "europe/riga,  Europe/Riga",
        "Riga,         Europe/Riga",
        "New York,     America/New_York"
    })
    void proposes_the_zone_that_was_meant(String wrong, String meant) {
        assertThatThrownBy(() -> Preview.of("@daily", wrong, FROM, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Zone \"" + wrong + "\" is not known. Did you mean \"" + meant + "\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Atlantis/Capital", "UTC+99"})
    void names_an_example_where_no_zone_is_near(String wrong) {
        assertThatThrownBy(() -> ZoneNames.parse(wrong))
                .hasMessage("Zone \"" + wrong + "\" is not known. Write a name such as \"Europe/Riga\" or \"UTC\".");
    }

    @Test
    void a_long_zone_is_refused_in_short_words() {
        assertThatThrownBy(() -> ZoneNames.parse("x".repeat(100_000)))
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat(message).hasSizeLessThan(120));
    }
}
