package dev.rota.postgres;

import dev.rota.jdbc.Dialect;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.store.Store.ReadersWork;
import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The share of the connections that people who look have: they take turns, so that however many they are, and however slow
 * the database is, workers find theirs free. Which thread looks is known by the thread. Thread-safe.
 */
final class PostgresReaders implements Sessions {
    /** At the same time. */
    static final int MOST = 2;

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(2);
    /** A page waits for its turn at each of its statements. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Patience patience;
    private final Semaphore turns = new Semaphore(MOST, true);
    private final ThreadLocal<Boolean> reading = ThreadLocal.withInitial(() -> false);

    /** @param dataSource has at least {@link #MOST} connections that nobody else keeps for good */
    PostgresReaders(DataSource dataSource, Dialect dialect, Patience patience) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.patience = patience;
    }

    /** Whether this thread works for people who look. */
    boolean areHere() {
        return reading.get();
    }

    <X extends Exception> void run(ReadersWork<X> work) throws X {
        if (reading.get()) {
            work.run();
            return;
        }
        reading.set(true);
        try {
            work.run();
        } finally {
            reading.remove();
        }
    }

    @Override
    public Session take(boolean readOnly) throws SQLException {
        await();
        try {
            Connection connection = dataSource.getConnection();
            try {
                if (!connection.getAutoCommit()) {
                    connection.setAutoCommit(true);
                }
                Session session = Session.passing(connection, dialect, LONGEST_STATEMENT);
                patience.limit(session);
                return session;
            } catch (SQLException | RuntimeException e) {
                PostgresDatabase.close(connection, e);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            turns.release();
            throw e;
        }
    }

    private void await() {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        "Too much is looked at: no connection became free for it within " + LONGEST_WAIT.toSeconds()
                                + " s; look again later",
                        null,
                        true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while waiting for a connection", e, true);
        }
    }

    @Override
    public void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException {
        try (Connection connection = session.connection()) {
            patience.end(session, broken);
            if (broken) {
                connection.abort(Runnable::run);
            }
        } finally {
            turns.release();
        }
    }
}
