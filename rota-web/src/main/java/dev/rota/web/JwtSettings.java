package dev.rota.web;

import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON Web Tokens are believed. Each must say when it expires, whose it is ({@code sub}) and that it is for this
 * audience; what it allows stands in {@code scope} ({@code jobs:read jobs:write}) or {@code roles} ({@code operator}). Clocks
 * may differ by a minute.
 *
 * @param secret that tokens are signed with by HS256, at least 32 characters; null if they are signed by keys
 * @param jwks where the public keys stand for tokens signed by RS, PS or ES; null if they are signed by a secret. One of the
 *     two is given, never both: a public key is no secret
 * @param issuer who must have made them; may be null with a secret alone
 * @param audience for whom they must be made
 * @param clock by which they expire
 */
public record JwtSettings(
        @Nullable String secret,
        @Nullable URI jwks,
        @Nullable String issuer,
        String audience,
        InstantSource clock) {
    private static final int SHORTEST_SECRET = 32;

    public JwtSettings {
        if ((secret == null) == (jwks == null)) {
            throw new IllegalArgumentException("JWT: expected either a secret or the address of keys, found "
                    + (secret == null ? "neither" : "both"));
        }
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "JWT: the secret has " + secret.length() + " characters, expected " + SHORTEST_SECRET + " or more");
        }
        if (jwks != null && !("https".equals(jwks.getScheme()) || isLocal(jwks))) {
            throw new IllegalArgumentException(
                    "JWT: keys that travel without TLS can be replaced on their way, expected "
                            + "an address that begins with https://");
        }
        if (jwks != null && issuer == null) {
            throw new IllegalArgumentException("JWT: with the address of keys the issuer is expected too");
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("JWT: the audience is empty, expected such as rota");
        }
    }

    private static boolean isLocal(URI uri) {
        return "http".equals(uri.getScheme()) && Loopback.isHost(uri.getHost());
    }

    /** Signed by HS256 with a shared secret, for the audience {@code rota}. */
    public static JwtSettings ofSecret(String secret) {
        return new JwtSettings(secret, null, null, "rota", InstantSource.system());
    }

    /** Signed by one of the keys at an address, for the audience {@code rota}. */
    public static JwtSettings ofKeys(URI jwks, String issuer) {
        return new JwtSettings(null, jwks, issuer, "rota", InstantSource.system());
    }

    public JwtSettings issuer(@Nullable String newIssuer) {
        return new JwtSettings(secret, jwks, newIssuer, audience, clock);
    }

    public JwtSettings audience(String newAudience) {
        return new JwtSettings(secret, jwks, issuer, newAudience, clock);
    }

    public JwtSettings clock(InstantSource newClock) {
        return new JwtSettings(secret, jwks, issuer, audience, newClock);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "JwtSettings[" + (jwks == null ? "secret" : jwks) + ", issuer=" + issuer + ", audience=" + audience
                + "]";
    }
}
