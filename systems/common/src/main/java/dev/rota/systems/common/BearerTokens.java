package dev.rota.systems.common;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
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

/**
 * A system's bearer tokens: JWT, HS256. A token names a user and an end, and nothing else: what the user may do is read
 * from the system's tables at each request. A token of one system is no token of another, even with the same secret.
 * Immutable and thread-safe.
 */
public final class BearerTokens {
    private static final int SECRET_BYTES = 32;

    private final String system;
    private final SecretKey key;
    private final InstantSource clock;

    /**
     * Signs with the given secret.
     *
     * @param system the system's name; the tokens' audience
     * @param secret at least 32 bytes in UTF-8
     * @throws IllegalArgumentException when it is shorter
     */
    public BearerTokens(String system, String secret, InstantSource clock) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES) {
            throw new IllegalArgumentException(system + ".jwt.secret must have at least " + SECRET_BYTES
                    + " bytes, found " + bytes.length + ": set it to random text, for example of"
                    + " `openssl rand -base64 48`");
        }
        this.system = system;
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.clock = clock;
    }

    /** A token for a user, valid from now on for the given time. */
    public String issue(String username, Duration validity) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .id(UUID.randomUUID().toString())
                .subject(username)
                .audience(List.of(system))
                .issuedAt(now)
                .expiresAt(now.plus(validity))
                .build();
        return NimbusJwtEncoder.withSecretKey(key)
                .build()
                .encode(JwtEncoderParameters.from(
                        JwsHeader.with(MacAlgorithm.HS256).build(), claims))
                .getTokenValue();
    }

    /** Checks signature, times, audience and that the token names a user. */
    public JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        Clock following = clock.withZone(ZoneOffset.UTC);
        times.setClock(following);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, complete()));
        return decoder;
    }

    /** A token without an end would last for ever. */
    private OAuth2TokenValidator<Jwt> complete() {
        return jwt -> jwt.getExpiresAt() != null
                        && jwt.getSubject() != null
                        && jwt.getAudience() != null
                        && jwt.getAudience().contains(system)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(
                        "invalid_token", "The token must have sub, exp and the audience " + system, null));
    }
}
