package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
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
 * Issues, checks and revokes the library's bearer tokens. A revoked token is refused until it expires; the row that
 * says so is cleaned away only after that. Thread-safe.
 */
public final class LibraryTokens {

    private static final int SECRET_BYTES = 32;

    private final SecretKey key;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    /**
     * Signs with the given secret.
     *
     * @param secret at least 32 bytes in UTF-8
     * @throws IllegalArgumentException when it is shorter
     */
    public LibraryTokens(String secret, JdbcClient jdbc, InstantSource clock) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES) {
            throw new IllegalArgumentException("library.jwt.secret must have at least " + SECRET_BYTES
                    + " bytes, found " + bytes.length + ": set it to random text, for example of"
                    + " `openssl rand -base64 48`");
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A token for a user, valid from now on for the given time. */
    public String issue(String username, Duration validity) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .id(UUID.randomUUID().toString())
                .subject(username)
                .issuedAt(now)
                .expiresAt(now.plus(validity))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return NimbusJwtEncoder.withSecretKey(key)
                .build()
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    /**
     * Refuses a token from now on.
     *
     * @throws org.springframework.security.oauth2.jwt.JwtException when it is not a valid token
     */
    public void revoke(String token) {
        Jwt jwt = decoder().decode(token);
        Instant now = clock.instant();
        jdbc.sql("""
                        insert into library_token (jti, kind, expires_at, revoked_at)
                        values (:jti, 'denylist', :expires, :now) on conflict (jti) do update set revoked_at = :now
                        """)
                .param("jti", jwt.getId())
                .param("expires", Columns.of(Objects.requireNonNull(jwt.getExpiresAt())))
                .param("now", Columns.of(now))
                .update();
    }

    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(following(clock));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, complete(), notRevoked()));
        return decoder;
    }

    /** A token without an id cannot be revoked, one without an end lasts for ever: neither is taken. */
    private static OAuth2TokenValidator<Jwt> complete() {
        return jwt -> jwt.getId() != null && jwt.getExpiresAt() != null && jwt.getSubject() != null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_token", "The token must have jti, sub and exp", null));
    }

    private OAuth2TokenValidator<Jwt> notRevoked() {
        return jwt -> jdbc.sql("select count(*) from library_token where jti = :jti and revoked_at is not null")
                                .param("jti", jwt.getId())
                                .query(Long.class)
                                .single()
                        == 0
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_token", "The token has been revoked", null));
    }

    private static Clock following(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
