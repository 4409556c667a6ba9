package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxSettingsTest {
    private static final String FROM = "Library <library@uni.example>";

    @Test
    void the_usual_settings_hold_a_claim_for_four_minutes_and_a_body_for_ninety_days() {
        OutboxSettings settings = OutboxSettings.of("library", FROM, "uni.example");

        assertThat(settings.claimLimit()).isEqualTo(Duration.ofMinutes(4));
        assertThat(settings.keepBodies()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void a_wrong_sender_system_or_site_is_refused_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboxSettings.of("library", "the library", "uni.example"))
                .withMessageStartingWith("from: expected an address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboxSettings.of("The Library", FROM, "uni.example"))
                .withMessageStartingWith("Outbox system: expected lower-case letters and digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutboxSettings.of("library", FROM, "uni example"))
                .withMessageStartingWith("Outbox site: expected a domain name");
    }

    @Test
    void times_out_of_range_are_refused() {
        OutboxSettings settings = OutboxSettings.of("library", FROM, "uni.example");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withClaimLimit(Duration.ofMillis(999)))
                .withMessage("Outbox claim limit: expected 1 s to 1 h, found PT0.999S");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new OutboxSettings("library", FROM, "x.example", Duration.ofMinutes(1), Duration.ZERO))
                .withMessage("Outbox body retention: expected 1 day or more, found PT0S");
    }
}
