package dev.rota.web;

import dev.rota.console.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells who sends a request. Called for each one, in many threads at once; must not read the body.
 *
 * <p>What it recognizes by anything but an {@code Authorization: Bearer} header is taken for something that a browser sends
 * by itself, and guarded against forged requests like the session cookie.
 */
@FunctionalInterface
public interface Authenticator {
    /** Knows nobody. */
    Authenticator NOBODY = request -> Optional.empty();

    /** Who sends the request; empty if it says nothing about that, or nothing true. */
    Optional<Principal> authenticate(HttpServletRequest request);

    /** Knows whom the container, or Spring Security, knows, and the roles {@code ROTA_VIEWER} and so on that it gives. */
    static Authenticator ofContainer() {
        return request -> {
            java.security.Principal known = request.getUserPrincipal();
            return known == null || known.getName() == null || known.getName().isBlank()
                    ? Optional.empty()
                    : Stream.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER)
                            .filter(role -> request.isUserInRole("ROTA_" + role.name()))
                            .findFirst()
                            .map(role -> new Principal(Labels.shortened(known.getName(), 100), role));
        };
    }

    /** Asks this one, and {@code other} if it does not know who it is. */
    default Authenticator or(Authenticator other) {
        return request -> authenticate(request).or(() -> other.authenticate(request));
    }

    /**
     * Knows tokens that come as {@code Authorization: Bearer}.
     *
     * @param tokens who has which token; a token has at least 20 characters
     * @throws IllegalArgumentException if a token is shorter
     */
    static Authenticator bearer(Map<String, Principal> tokens) {
        return new BearerTokens(tokens);
    }

    /**
     * Believes JSON Web Tokens that come as {@code Authorization: Bearer}. Needs {@code com.nimbusds:nimbus-jose-jwt} on the
     * class path.
     */
    static Authenticator jwt(JwtSettings settings) {
        return new JwtAuthenticator(settings);
    }
}
