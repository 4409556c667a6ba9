package dev.rota.systems.audiobooks.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Issues and checks the audiobooks' bearer tokens: short-lived, for this system alone. Thread-safe. */
public final class AudiobookTokens {
    /** Another system of the house may share the secret; it does not share the tokens. */
    private static final String AUDIENCE = "audiobooks";

    private static final int SECRET_BYTES = 32;

    private final SecretKey key;
    private final InstantSource clock;

    /**
     * Signs with the given secret.
     *
     * @param secret at least 32 bytes in UTF-8
     * @throws IllegalArgumentException when it is shorter
     */
    public AudiobookTokens(String secret, InstantSource clock) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES) {
            throw new IllegalArgumentException("audiobooks.jwt.secret must have at least " + SECRET_BYTES
                    + " bytes, found " + bytes.length + ": set it to random text, for example of"
                    + " `openssl rand -base64 48`");
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.clock = clock;
    }

    /** A token for a user, valid from now on for the given time. */
    public String issue(String username, Duration validity) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(username)
                .audience(List.of(AUDIENCE))
                .issuedAt(now)
                .expiresAt(now.plus(validity))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return NimbusJwtEncoder.withSecretKey(key)
                .build()
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(clock.withZone(ZoneOffset.UTC));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, complete()));
        return decoder;
    }

    /** A token without an end lasts for ever: it is not taken. */
    private static OAuth2TokenValidator<Jwt> complete() {
        return jwt -> jwt.getExpiresAt() != null
                        && jwt.getSubject() != null
                        && jwt.getAudience() != null
                        && jwt.getAudience().contains(AUDIENCE)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(
                        "invalid_token", "The token must have sub, exp and the audience " + AUDIENCE, null));
    }
}
