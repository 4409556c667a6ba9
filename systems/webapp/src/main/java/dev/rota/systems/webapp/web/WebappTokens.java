package dev.rota.systems.webapp.web;

import dev.rota.systems.common.Columns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
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
 * Issues and checks the application's bearer tokens (JWT, HS256). Each is a session: it is taken as long as the session's
 * row is there. Thread-safe.
 */
public final class WebappTokens {
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
    public WebappTokens(String secret, JdbcClient jdbc, InstantSource clock) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SECRET_BYTES) {
            throw new IllegalArgumentException("webapp.jwt.secret must have at least " + SECRET_BYTES
                    + " bytes, found " + bytes.length + ": set it to random text, for example of"
                    + " `openssl rand -base64 48`");
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Opens a session of a user, from now on for the given time. */
    public String issue(long userId, String username, Duration validity) {
        Instant now = clock.instant();
        Instant end = now.plus(validity);
        String session = UUID.randomUUID().toString();
        jdbc.sql("insert into web_session (id, user_id, expires_at) values (:id, :user, :end)")
                .param("id", session)
                .param("user", userId)
                .param("end", Columns.of(end))
                .update();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .id(session)
                .subject(username)
                .issuedAt(now)
                .expiresAt(end)
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return NimbusJwtEncoder.withSecretKey(key)
                .build()
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    /** Ends a session: its token is refused from now on. */
    public void end(String session) {
        jdbc.sql("delete from web_session where id = :id").param("id", session).update();
    }

    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(clock.withZone(ZoneOffset.UTC));
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, complete(), open()));
        return decoder;
    }

    /** A token without an id has no session, one without an end lasts for ever: neither is taken. */
    private static OAuth2TokenValidator<Jwt> complete() {
        return jwt -> jwt.getId() != null && jwt.getExpiresAt() != null && jwt.getSubject() != null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_token", "The token must have jti, sub and exp", null));
    }

    private OAuth2TokenValidator<Jwt> open() {
        return jwt -> jdbc.sql("select count(*) from web_session where id = :id")
                                .param("id", jwt.getId())
                                .query(Long.class)
                                .single()
                        == 1
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "The session has ended", null));
    }
}
