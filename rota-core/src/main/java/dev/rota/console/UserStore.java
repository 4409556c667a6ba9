package dev.rota.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in with a password. Names are compared without regard to case, and shown as they were given.
 *
 * <p>No verb takes the last administrator away: at least one user who is not disabled keeps the role, once there is one.
 */
public interface UserStore {
    /**
     * Makes a user, who is not disabled.
     *
     * @param name 1 to 100 characters
     * @param passwordHash 1 to 500 characters, as whoever checks passwords wants it
     * @return empty if the name is taken: nothing was changed
     */
    Optional<User> create(String name, String passwordHash, Role role);

    Optional<User> find(String name);

    /** All, by name. */
    List<User> list();

    /** Ends the user's sessions and refresh tokens. False if there is no such user. */
    boolean changePassword(String name, String passwordHash);

    /** Ends the user's sessions and refresh tokens, unless it is the role that the user has. */
    Outcome changeRole(String name, Role role);

    /** Ends the user's sessions and refresh tokens. To disable who is disabled changes nothing, and is {@code DONE}. */
    Outcome disable(String name);

    /** Lets a disabled user log in again. False if there is no such user. */
    boolean enable(String name);

    /** Deletes a user, with all sessions, refresh tokens and own views. API tokens stay: see {@link TokenStore#revoke}. */
    Outcome delete(String name);

    /** Notes that the user has logged in just now. False if there is no such user. */
    boolean loggedIn(String name);

    /** What became of a change. */
    enum Outcome {
        DONE,
        NOT_FOUND,
        /** Nothing was changed, because nobody who may log in would be administrator any more. */
        LAST_ADMIN
    }

    /**
     * A user.
     *
     * @param version grows with every change of password, role or being disabled; sessions are bound to it
     * @param lastLoginAt null if never
     */
    record User(
            String name,
            String passwordHash,
            Role role,
            boolean disabled,
            long version,
            Instant createdAt,
            @Nullable Instant lastLoginAt) {
        public static final int LONGEST_HASH = 500;

        public User {
            Texts.name("User name", name, Texts.NAME);
            Texts.name("Password hash", passwordHash, LONGEST_HASH);
        }

        /** Without the password's hash. */
        @Override
        public String toString() {
            return "User[" + name + ", " + role + (disabled ? ", disabled]" : "]");
        }
    }
}
