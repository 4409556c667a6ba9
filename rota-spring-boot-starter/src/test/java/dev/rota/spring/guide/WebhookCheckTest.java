package dev.rota.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WebhookCheckTest {
    private static final String SIGNATURE =
            "t=1795334400,v1=0e996cd340a5ad3908d09b3a504e71a418fad89a0c324890f4779e3d4cb3e4fc";
    private static final String SECRET = "a-secret-that-is-long-enough";
    private static final Instant SENT = Instant.ofEpochSecond(1_795_334_400);

    private static boolean isGenuine(String signature, String body, String secret, Instant now)
            throws GeneralSecurityException {
        return WebhookCheck.isGenuine(signature, body.getBytes(StandardCharsets.UTF_8), secret, now);
    }

    @Test
    void believes_what_the_sender_signs_and_nothing_else() throws GeneralSecurityException {
        String body = "{\"id\":\"1\"}";
        assertThat(isGenuine(SIGNATURE, body, SECRET, SENT.plusSeconds(300))).isTrue();
        assertThat(isGenuine(SIGNATURE, body, SECRET, SENT.plusSeconds(301))).isFalse();
        assertThat(isGenuine(SIGNATURE, body, SECRET, SENT.minusSeconds(301))).isFalse();
        assertThat(isGenuine(SIGNATURE, body + " ", SECRET, SENT)).isFalse();
        assertThat(isGenuine(SIGNATURE, body, SECRET + "!", SENT)).isFalse();
        assertThat(isGenuine("t=1795334401" + SIGNATURE.substring(12), body, SECRET, SENT))
                .isFalse();
        assertThat(isGenuine("v1=" + "0".repeat(64), body, SECRET, SENT)).isFalse();
    }
}
