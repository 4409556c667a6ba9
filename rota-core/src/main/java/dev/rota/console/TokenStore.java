package dev.rota.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens that programs call the API with. */
public interface TokenStore {
    /** Makes a token known. */
    Token create(NewToken token);

    /**
     * The token that somebody shows, if it is known, not revoked and not expired; its use is noted, once a minute at the
     * most.
     */
    Optional<Token> use(SecretHash hash);

    /** A token, whether it works or not. */
    Optional<Token> find(long id);

    /** All that retention has not deleted, the newest first. */
    List<Token> list();

    /** From now on the token does not work. False if there is none of that id, or it was revoked before. */
    boolean revoke(long id);

    /**
     * A token to be made.
     *
     * @param name for people, 1 to 100 characters; need not be unique
     * @param hash of the token; no two tokens have the same
     * @param scopes what it may do, 50 at the most, each of 1 to 100 characters; empty means all that the role may
     * @param role what it may do at the most
     * @param createdBy who made it, 1 to 100 characters
     * @param lifetime how long it works; null means until it is revoked
     */
    record NewToken(
            String name,
            SecretHash hash,
            Set<String> scopes,
            Role role,
            String createdBy,
            @Nullable Duration lifetime) {
        private static final int MOST_SCOPES = 50;

        public NewToken {
            Texts.name("Token name", name, Texts.NAME);
            Texts.name("Maker of the token", createdBy, Texts.NAME);
            scopes = Set.copyOf(scopes);
            scopes.forEach(scope -> Texts.name("Scope", scope, Texts.NAME));
            if (scopes.size() > MOST_SCOPES) {
                throw new IllegalArgumentException(
                        "Token has " + scopes.size() + " scopes, expected " + MOST_SCOPES + " at the most");
            }
            if (lifetime != null) {
                Texts.positive("Lifetime of the token", lifetime);
            }
        }
    }

    /**
     * A token.
     *
     * @param expiresAt null if it does not expire
     * @param lastUsedAt to about a minute; null if never
     * @param revokedAt null if it was not
     */
    record Token(
            long id,
            String name,
            Set<String> scopes,
            Role role,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt) {
        public Token {
            scopes = Set.copyOf(scopes);
        }

        public boolean works(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }
    }
}
