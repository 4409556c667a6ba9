package dev.rota.jdbc;

import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions: committed when the work returns, rolled back when it throws, and the session given back in
 * either case. Thread-safe.
 */
public final class Transactions {
    private final Sessions sessions;
    private final Dialect dialect;

    public Transactions(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    /**
     * What is done in a transaction.
     *
     * @param <T> what it gives
     * @param <X> what it may throw beside {@code SQLException}
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run(Session session) throws SQLException, X;
    }

    /**
     * Runs work that writes, in a transaction of its own.
     *
     * @throws StoreException if the database refuses, or the work throws an {@code SQLException}
     */
    public <T extends @Nullable Object, X extends Exception> T write(Work<T, X> work) throws X {
        return run(false, work);
    }

    /** Runs work that only reads, all of it from one moment. */
    public <T extends @Nullable Object, X extends Exception> T read(Work<T, X> work) throws X {
        return run(true, work);
    }

    /**
     * Runs a single statement, which is a transaction of its own: for a database that needs no begin and no commit for
     * one, and so answers sooner.
     */
    public <T extends @Nullable Object, X extends Exception> T once(Work<T, X> work) throws X {
        Session session = take(false);
        boolean broken = true;
        try {
            T result = work.run(session);
            broken = false;
            return result;
        } catch (SQLException e) {
            StoreException refused = dialect.translate(e);
            broken = refused.isWorthRetrying();
            throw refused;
        } finally {
            giveBack(session, false, broken);
        }
    }

    /** Runs work in the transaction of a caller, on the caller's connection; commits, rolls back and closes nothing. */
    public <T extends @Nullable Object, X extends Exception> T joined(Connection connection, Work<T, X> work) throws X {
        try {
            return work.run(Session.passing(connection, dialect));
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    private <T extends @Nullable Object, X extends Exception> T run(boolean readOnly, Work<T, X> work) throws X {
        Session session = take(readOnly);
        boolean broken = true;
        try {
            dialect.begin(session.connection(), readOnly);
            T result = work.run(session);
            dialect.commit(session.connection());
            broken = false;
            return result;
        } catch (SQLException e) {
            StoreException refused = dialect.translate(e);
            broken = !rolledBack(session, refused);
            throw refused;
        } catch (Throwable e) {
            broken = !rolledBack(session, e);
            throw e;
        } finally {
            giveBack(session, readOnly, broken);
        }
    }

    private Session take(boolean readOnly) {
        try {
            return sessions.take(readOnly);
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }

    private boolean rolledBack(Session session, Throwable because) {
        try {
            dialect.rollback(session.connection());
            return true;
        } catch (SQLException e) {
            because.addSuppressed(e);
            return false;
        }
    }

    private void giveBack(Session session, boolean readOnly, boolean broken) {
        try {
            sessions.giveBack(session, readOnly, broken);
        } catch (SQLException e) {
            throw dialect.translate(e);
        }
    }
}
