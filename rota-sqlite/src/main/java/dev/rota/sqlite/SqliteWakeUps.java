package dev.rota.sqlite;

import dev.rota.store.StoreException;
import dev.rota.store.WakeUps;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that another connection has committed, by the number that SQLite keeps of it: each commit is a signal by itself,
 * and nothing is sent to other stores. The number is read on the writing connection, so that this store's own commits,
 * which are many, do not count; what is sent is told to those who listen to the same store. One thread looks every 25 ms
 * while somebody listens.
 */
final class SqliteWakeUps implements WakeUps, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWakeUps.class);
    private static final long PERIOD_MS = 25;

    private final SqliteSessions sessions;
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService looking;
    private final AtomicReference<@Nullable Set<String>> sent = new AtomicReference<>();
    private volatile @Nullable Long seen;

    SqliteWakeUps(SqliteSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void send(Set<String> queues) {
        if (!listeners.isEmpty()) {
            sent.updateAndGet(before -> before == null ? queues : both(before, queues));
        }
    }

    private static Set<String> both(Set<String> before, Set<String> added) {
        if (before.isEmpty() || added.isEmpty()) {
            return Set.of();
        }
        if (before.containsAll(added)) {
            return before;
        }
        Set<String> all = new HashSet<>(before);
        all.addAll(added);
        return all;
    }

    @Override
    public synchronized Listening listen(Consumer<Set<String>> listener) {
        // An object of its own: who listens twice stops twice.
        @SuppressWarnings("UnnecessaryMethodReference")
        Consumer<Set<String>> mine = listener::accept;
        listeners.add(mine);
        if (looking == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "rota-sqlite-wake-up");
                thread.setDaemon(true);
                return thread;
            });
            var unused = started.scheduleWithFixedDelay(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
            looking = started;
        }
        return () -> stopListening(mine);
    }

    private synchronized void stopListening(Consumer<Set<String>> listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            close();
        }
    }

    /** Looks once. */
    void look() {
        Set<String> here = sent.getAndSet(null);
        if (othersHaveCommitted()) {
            tell(Set.of());
        } else if (here != null) {
            tell(here);
        }
    }

    private boolean othersHaveCommitted() {
        try {
            Long version = sessions.versionOfOthers();
            if (version == null || version.equals(seen)) {
                return false;
            }
            boolean first = seen == null;
            seen = version;
            return !first;
        } catch (SQLException | StoreException e) {
            LOG.debug("Could not see whether the database has changed; polling will", e);
            return false;
        }
    }

    private void tell(Set<String> queues) {
        for (Consumer<Set<String>> listener : listeners) {
            try {
                listener.accept(queues);
            } catch (RuntimeException e) {
                LOG.warn("A listener for changes of the database failed", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.shutdown();
            looking = null;
        }
    }
}
