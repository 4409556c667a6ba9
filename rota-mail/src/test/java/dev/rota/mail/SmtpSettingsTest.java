package dev.rota.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void a_port_out_of_range_is_refused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpSettings.DEFAULTS.withServer("mail.example", port))
                .withMessage("SMTP port: expected 1 to 65535, found " + port);
    }

    @Test
    void a_blank_host_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpSettings.DEFAULTS.withServer(" ", 25))
                .withMessageStartingWith("SMTP host: expected a name");
    }

    @Test
    void a_timeout_out_of_range_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpSettings.DEFAULTS.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("SMTP connect timeout: expected 1 ms to 10 min, found PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmtpSettings.DEFAULTS.withTimeouts(Duration.ofSeconds(1), Duration.ofHours(1)))
                .withMessage("SMTP reply timeout: expected 1 ms to 10 min, found PT1H");
    }

    @Test
    void a_password_is_not_sent_unencrypted_over_a_network() {
        SmtpSettings.Login login = new SmtpSettings.Login("rota", "geheim");

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SmtpSettings.DEFAULTS.withServer("mail.example", 25).withLogin(login, SmtpSettings.Tls.NONE))
                .withMessageContaining("set TLS to STARTTLS or IMPLICIT");
        assertThat(SmtpSettings.DEFAULTS.withLogin(login, SmtpSettings.Tls.NONE).login())
                .isEqualTo(login);
    }

    @Test
    void the_password_is_never_printed() {
        SmtpSettings settings =
                SmtpSettings.DEFAULTS.withLogin(new SmtpSettings.Login("rota", "geheim"), SmtpSettings.Tls.STARTTLS);

        assertThat(settings.toString()).contains("rota").doesNotContain("geheim");
    }

    @Test
    void half_a_login_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SmtpSettings.Login("rota", ""))
                .withMessageContaining("found an empty password");
    }
}
