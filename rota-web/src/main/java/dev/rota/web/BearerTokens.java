package dev.rota.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens are kept as hashes and found by hash: how long a look-up takes says nothing about a token. */
final class BearerTokens implements Authenticator {
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 20;

    private final Map<String, Principal> byHash = new HashMap<>();

    BearerTokens(Map<String, Principal> tokens) {
        tokens.forEach((token, principal) -> {
            if (token.length() < SHORTEST) {
                throw new IllegalArgumentException("The token of " + principal.name() + " has " + token.length()
                        + " characters, expected at least " + SHORTEST + ": take random ones");
            }
            byHash.put(Secrets.hash(token), principal);
        });
    }

    @Override
    public Optional<Principal> authenticate(HttpServletRequest request) {
        return token(request.getHeader("Authorization")).map(token -> byHash.get(Secrets.hash(token)));
    }

    /** The token that a request shows; an empty one, which nobody knows, if it only says that there is one. */
    static Optional<String> token(@Nullable String header) {
        String all = header == null ? "" : header.strip() + " ";
        return all.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(all.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
