package dev.rota.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rota.console.UserStore.User;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Short-lived tokens that this server makes of a password or a refresh token, signed with a key that all processes on one
 * database share. They name a version of the user: who is disabled, or has another password, is out at once.
 */
final class AccessTokens {
    static final Duration LIFE = Duration.ofMinutes(15);
    private static final String ISSUER = "urn:rota:server";
    private static final String VERSION = "ver";

    private final String key;
    private final InstantSource clock;
    private final JwtAuthenticator verifier;

    /** What a token says. */
    record Claim(String user, long version) {}

    AccessTokens(String key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        this.verifier =
                new JwtAuthenticator(JwtSettings.ofSecret(key).issuer(ISSUER).clock(clock));
    }

    String issue(User user) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("rota")
                .subject(user.name())
                .claim(VERSION, user.version())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(key.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException("A key of " + key.length() + " characters does not sign", e);
        }
        return token.serialize();
    }

    Optional<Claim> read(String token) {
        return verifier.claims(token).flatMap(claims -> {
            try {
                Long version = claims.getLongClaim(VERSION);
                return version == null ? Optional.empty() : Optional.of(new Claim(claims.getSubject(), version));
            } catch (ParseException e) {
                return Optional.empty();
            }
        });
    }
}
