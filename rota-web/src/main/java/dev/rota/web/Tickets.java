package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Random tokens that stand for somebody until they expire: sessions, and links to log in once. Kept in memory, by hash; the
 * oldest goes when there are too many. Thread-safe.
 */
final class Tickets {
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Duration life;
    private final Map<String, Ticket> byHash = new LinkedHashMap<>();

    private record Ticket(Principal principal, Instant until) {}

    Tickets(InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    Duration life() {
        return life;
    }

    synchronized String issue(Principal principal) {
        Instant now = clock.instant();
        byHash.values().removeIf(ticket -> !now.isBefore(ticket.until()));
        if (byHash.size() >= MOST) {
            byHash.remove(byHash.keySet().iterator().next());
        }
        String token = Secrets.randomToken();
        byHash.put(Secrets.hash(token), new Ticket(principal, now.plus(life)));
        return token;
    }

    synchronized Optional<Principal> find(String token) {
        return valid(byHash.get(Secrets.hash(token)));
    }

    /** The same, and the token is used up. */
    synchronized Optional<Principal> take(String token) {
        return valid(byHash.remove(Secrets.hash(token)));
    }

    private Optional<Principal> valid(@org.jspecify.annotations.Nullable Ticket ticket) {
        return ticket == null || !clock.instant().isBefore(ticket.until())
                ? Optional.empty()
                : Optional.of(ticket.principal());
    }
}
