package dev.rota.postgres;

import dev.rota.jdbc.Dialect;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection, kept for heartbeats and for what is asked along with them: a pool that the application has emptied, or
 * that comes back slowly after an outage, must not make a live worker look dead. One that hangs is given up after a while, because the network does not always tell that it is broken. Thread-safe.
 */
final class PostgresKeptConnection implements Sessions, AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final PostgresListener.Connector connector;
    private final Dialect dialect;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    PostgresKeptConnection(PostgresListener.Connector connector, Dialect dialect) {
        this.connector = connector;
        this.dialect = dialect;
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
            open.setNetworkTimeout(Runnable::run, PATIENCE_MS);
            connection = open;
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
            try {
                open.close();
            } catch (SQLException e) {
                throw dialect.translate(e);
            }
        }
    }
}
