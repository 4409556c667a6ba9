package dev.rota.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Links that work once, such as the one with which the first administrator logs in. */
public interface LinkStore {
    /** Makes a link known. */
    void create(NewLink link);

    /**
     * Uses a link up. Of two who show the same link at once, one gets it.
     *
     * @param purpose that it must have been made for
     * @return empty if it is not known, was made for something else, was used before or has expired
     */
    Optional<Link> take(SecretHash hash, String purpose);

    /**
     * A link to be made.
     *
     * @param hash of the secret in the link
     * @param purpose what it is for, {@code login}, 1 to 100 characters
     * @param user as whom it lets somebody in, 1 to 100 characters; need not be in {@link UserStore}
     * @param role what somebody who uses it may do
     * @param lifetime how long it works
     */
    record NewLink(SecretHash hash, String purpose, String user, Role role, Duration lifetime) {
        public NewLink {
            Texts.name("Purpose of the link", purpose, Texts.NAME);
            Texts.name("User name", user, Texts.NAME);
            Texts.positive("Lifetime of the link", lifetime);
        }
    }

    /** A link that was used just now. */
    record Link(String purpose, String user, Role role, Instant createdAt) {}
}
