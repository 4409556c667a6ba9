package dev.rota.web;

import dev.rota.console.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Logins by one-time links alone, kept in memory: for an application that has users of its own, or none. */
final class TicketLogins implements Logins {
    private final Tickets sessions;
    private final Tickets links;

    TicketLogins(InstantSource clock) {
        this.sessions = new Tickets(clock, LIFE);
        this.links = new Tickets(clock, Duration.ofMinutes(30));
    }

    @Override
    public String issueLink() {
        return links.issue(new Principal("admin", Role.ADMIN));
    }

    /**
     * Exchanges the token of a link for a session's.
     *
     * @throws Problem if it is not good
     */
    String open(String link) {
        return sessions.issue(links.take(link).orElseThrow(Logins::linkUsed));
    }

    /** Opens a session for somebody who is known by other means. */
    String open(Principal principal) {
        return sessions.issue(principal);
    }

    @Override
    public Optional<Principal> session(String token) {
        return sessions.find(token);
    }

    @Override
    public Optional<Principal> bearer(String token) {
        return Optional.empty();
    }

    @Override
    public void end(String session) {
        var unused = sessions.take(session);
    }

    @Override
    public boolean alwaysAsk() {
        return false;
    }
}
