package dev.rota.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in with a browser. A session that is bound to a user's {@link UserStore.User#version() version} ends when
 * that user's password or role changes, or the user is disabled or deleted, even if it was opened in that very moment.
 */
public interface SessionStore {
    /** Opens a session. */
    void open(NewSession session);

    /** The session whose secret somebody shows, if it is open and has not expired. */
    Optional<Session> find(SecretHash hash);

    /** The open sessions of a user, the newest first, at most 1,000. */
    List<Session> list(String user);

    /** Logs out. False if there was no such session. */
    boolean close(SecretHash hash);

    /** Ends all sessions and refresh tokens of a user, and says how many. */
    int closeAll(String user);

    /**
     * A session, or a refresh token, to be opened.
     *
     * @param hash of the cookie's value, or of the refresh token
     * @param user whose it is, 1 to 100 characters; need not be in {@link UserStore}
     * @param role what it may do
     * @param userVersion the version of the user who logged in; null if the user is not in {@link UserStore}
     * @param lifetime how long it works
     * @param address from where it was opened, 100 characters at the most, or null
     */
    record NewSession(
            SecretHash hash,
            String user,
            Role role,
            @Nullable Long userVersion,
            Duration lifetime,
            @Nullable String address) {
        public NewSession {
            Texts.name("User name", user, Texts.NAME);
            Texts.positive("Lifetime of the session", lifetime);
            Texts.optional("Address", address, Texts.NAME);
        }
    }

    /**
     * A session.
     *
     * @param hash of the cookie's value
     * @param address from where it was opened, or null
     */
    record Session(
            SecretHash hash,
            String user,
            Role role,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String address) {}
}
