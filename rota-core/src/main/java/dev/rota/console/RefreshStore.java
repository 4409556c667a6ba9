package dev.rota.console;

import java.time.Duration;

/**
 * Refresh tokens: each is used once, to get the next of its family. One that is shown twice was stolen, or its successor
 * was, so that the whole family ends. Bound to the user's version as sessions are.
 */
public interface RefreshStore {
    /** Opens a family with its first token. */
    void open(SessionStore.NewSession token);

    /**
     * Uses a token, and puts the next one of its family in its place, for the same user and role. Of two who show the same
     * token at once, one gets {@link Rotation.Rotated} and the other {@link Rotation.Reused}.
     *
     * @param next the hash of the next token
     * @param lifetime of the next token
     */
    Rotation rotate(SecretHash shown, SecretHash next, Duration lifetime);

    /** Ends the token's family. False if there is none. */
    boolean revoke(SecretHash hash);

    /** What became of a token that was shown. */
    sealed interface Rotation {
        /**
         * It was good, and is used up.
         *
         * @param session whose it is, with the next token's hash and expiry
         */
        record Rotated(SessionStore.Session session) implements Rotation {}

        /**
         * It had been used before: its family has been ended, and who holds a later one must log in again.
         *
         * @param user whose it was
         */
        record Reused(String user) implements Rotation {}

        /** It is not known, or has expired, or was ended, or its user may not log in any more. */
        record Refused() implements Rotation {}
    }
}
