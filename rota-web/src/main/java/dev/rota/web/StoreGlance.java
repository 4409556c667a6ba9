package dev.rota.web;

import dev.rota.Rota;
import dev.rota.store.Finding;
import dev.rota.store.Finding.Severity;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is the matter with the database, asked once in a minute however many look. Thread-safe. */
final class StoreGlance {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(StoreGlance.class);

    private final Rota rota;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Seen seen;

    private record Seen(Instant at, List<Finding> findings) {}

    StoreGlance(Rota rota) {
        this.rota = rota;
    }

    /** What somebody should do something about. Whoever comes while another asks gets what was known before. */
    List<Finding> findings(Instant now) {
        Seen known = seen;
        boolean fresh = known != null && now.isBefore(known.at().plus(FRESH)) && !now.isBefore(known.at());
        if (!fresh && asking.tryLock()) {
            try {
                known = new Seen(now, ask());
                seen = known;
            } finally {
                asking.unlock();
            }
        }
        return known == null ? List.of() : known.findings();
    }

    private List<Finding> ask() {
        try {
            return rota.store().glance(rota.configuration().retention()).stream()
                    .filter(finding -> finding.severity() != Severity.INFO)
                    .toList();
        } catch (StoreException e) {
            LOG.warn("The state of the database could not be told, and is asked for again: {}", e.getMessage());
            return List.of();
        }
    }
}
