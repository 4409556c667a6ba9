package dev.rota.web;

import java.time.Duration;
import java.util.Optional;

/** Who is logged in. */
sealed interface Logins permits TicketLogins, Accounts {
    /** How long a login lasts. */
    Duration LIFE = Duration.ofHours(12);

    /** A token of a link that lets an administrator in once. */
    String issueLink();

    /** Whose session a cookie's value is. */
    Optional<Principal> session(String token);

    /** Whose token it is that came as {@code Authorization: Bearer}. */
    Optional<Principal> bearer(String token);

    /** Ends a session. */
    void end(String session);

    /** True if whoever is on this machine must log in, whatever the settings say. */
    boolean alwaysAsk();

    /** The link is not, or no longer, good. */
    static Problem linkUsed() {
        return Problem.of(403, "link-used", "The link is no longer valid", "A link logs in once, within 30 minutes")
                .hint("Let the program print a new one.");
    }
}
