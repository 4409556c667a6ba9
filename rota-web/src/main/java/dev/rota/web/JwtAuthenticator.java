package dev.rota.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import jakarta.servlet.http.HttpServletRequest;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes JSON Web Tokens. Which algorithms are taken follows from the settings and never from the token: with a secret it
 * is HS256, with keys those of RSA and of elliptic curves; {@code none} it is never.
 */
final class JwtAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthenticator.class);
    private static final int LONGEST = 8_192;
    private static final int SKEW_SECONDS = 60;
    private static final Set<JWSAlgorithm> OF_KEYS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    JwtAuthenticator(JwtSettings settings) {
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(selector(settings));
        JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
        if (settings.issuer() != null) {
            exact.issuer(settings.issuer());
        }
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        Set.of(settings.audience()), exact.build(), Set.of("sub", "exp", "aud"), Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(settings.clock().instant());
                    }
                };
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static JWSKeySelector<SecurityContext> selector(JwtSettings settings) {
        String secret = settings.secret();
        if (secret != null) {
            SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
            // There is one secret, whatever id a token gives it.
            return (header, context) -> header.getAlgorithm().equals(JWSAlgorithm.HS256) ? List.of(key) : List.of();
        }
        return new JWSVerificationKeySelector<>(OF_KEYS, keys(settings.jwks()));
    }

    private static JWKSource<SecurityContext> keys(@Nullable URI address) {
        try {
            return JWKSourceBuilder.create(URI.create(String.valueOf(address)).toURL())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("JWT: " + address + " is no address of keys", e);
        }
    }

    @Override
    public Optional<Principal> authenticate(HttpServletRequest request) {
        return BearerTokens.token(request.getHeader("Authorization"))
                .filter(token -> token.length() <= LONGEST
                        && token.chars().filter(c -> c == '.').count() == 2)
                .flatMap(this::claims)
                .flatMap(JwtAuthenticator::principal);
    }

    /** What a token claims, if it is to be believed. */
    Optional<JWTClaimsSet> claims(String token) {
        try {
            return Optional.of(processor.process(token, null));
        } catch (BadJOSEException | JOSEException | ParseException e) {
            LOG.debug("A token is not believed: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Principal> principal(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        return subject == null || subject.isBlank()
                ? Optional.empty()
                : Optional.of(new Principal(Labels.shortened(subject, 100), scopes(claims)));
    }

    /** What is not known of scopes and roles gives nothing. */
    private static Set<Scope> scopes(JWTClaimsSet claims) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words(claims, "scope")) {
            Scope.of(word).ifPresent(scopes::add);
        }
        for (String word : words(claims, "roles")) {
            String name = word.toUpperCase(Locale.ROOT).replaceFirst("^ROTA_", "");
            Arrays.stream(Role.values())
                    .filter(role -> role.name().equals(name))
                    .forEach(role -> scopes.addAll(role.scopes()));
        }
        return scopes;
    }

    private static List<String> words(JWTClaimsSet claims, String name) {
        Object value = claims.getClaim(name);
        if (value instanceof String text) {
            return List.of(text.split(" "));
        }
        return value instanceof List<?> many
                ? many.stream().map(String::valueOf).toList()
                : List.of();
    }
}
