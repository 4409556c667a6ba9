package dev.rota.postgres;

import dev.rota.jdbc.Dialect;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, kept for heartbeats and for what is asked along with them: a pool that the application has emptied, or
 * that comes back slowly after an outage, must not make a live worker look dead. One that hangs is given up while another
 * can still save the lease, because the network does not always tell that it is broken. Thread-safe.
 */
final class PostgresKeptConnection implements Sessions, AutoCloseable {
    /** As long as no worker has told its lease: a third of the default one. */
    private static final int FIRST_PATIENCE_MS = 5_000;

    private static final int SHORTEST_PATIENCE_MS = 500;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final PostgresListener.Connector connector;
    private final Dialect dialect;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong shortestLeaseMs = new AtomicLong(UNKNOWN);
    private volatile @Nullable Connection connection;

    /** How long the connection waited for an answer before it was kept, in milliseconds. */
    private volatile int found;

    /** How long it waits now. */
    private volatile int set;

    private volatile boolean closed;

    PostgresKeptConnection(PostgresListener.Connector connector, Dialect dialect) {
        this.connector = connector;
        this.dialect = dialect;
    }

    /** Tells the lease of a worker whose heartbeats go over this connection: of several the shortest counts. */
    void serve(Duration lease) {
        shortestLeaseMs.accumulateAndGet(lease.toMillis(), Math::min);
    }

    /** A third of the lease: the heartbeat that hangs began a third after the last one, and its next must be in time. */
    private int patienceMs() {
        long lease = shortestLeaseMs.get();
        return lease == UNKNOWN
                ? FIRST_PATIENCE_MS
                : (int) Math.max(SHORTEST_PATIENCE_MS, Math.min(lease / 3, Patience.LONGEST_MS));
    }

    /**
     * How long a statement may wait for a lock, in milliseconds. Less than is waited for its answer: the server does not hear
     * that it was given up, and each that goes on waiting keeps one of its connections.
     */
    int lockTimeoutMs() {
        return patienceMs() * 3 / 4;
    }

    @Override
    public Session take(boolean readOnly) throws SQLException {
        lock.lock();
        try {
            return Session.passing(open(), dialect);
        } catch (SQLException | RuntimeException e) {
            lock.unlock();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new StoreException("The store has been closed", null, false);
        }
        Connection open = connection;
        if (open == null) {
            open = connector.connect();
            open.setAutoCommit(true);
            found = open.getNetworkTimeout();
            set = found;
            connection = open;
        }
        int wanted = patienceMs();
        if (set != wanted) {
            // Before it is tried: a connection that has broken is found out by what is asked over it next.
            set = wanted;
            open.setNetworkTimeout(Runnable::run, wanted);
        }
        return open;
    }

    @Override
    public void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException {
        try {
            if (broken) {
                connection = null;
                session.connection().abort(Runnable::run);
                session.connection().close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                Patience.restore(open, found);
            } catch (SQLException e) {
                throw dialect.translate(e);
            }
        }
    }
}
