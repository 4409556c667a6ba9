package dev.rota.postgres;

import dev.rota.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the store waits for an answer. The connections of an application may be set to wait without end, as they would
 * where the network has forgotten one of them and does not tell. What is set is told to the socket alone, without a round
 * trip, and taken back when the connection is given back: not all pools do that themselves. Thread-safe.
 */
final class Patience {
    /** A statement of the store that is not answered by then never will be: the network has lost it. */
    static final int LONGEST_MS = 60_000;

    private final Map<Session, Integer> before = new ConcurrentHashMap<>();

    /** Sets a limit for the store's own statements where there is none; an application's own limit stays. */
    void limit(Session session) throws SQLException {
        if (session.connection().getNetworkTimeout() == 0) {
            set(session, 0, LONGEST_MS);
        }
    }

    /** Takes the limit away for somebody else's statements, which may take as long as they like. */
    void lift(Session session) throws SQLException {
        int limit = session.connection().getNetworkTimeout();
        if (limit > 0) {
            set(session, limit, 0);
        }
    }

    private void set(Session session, int found, int wanted) throws SQLException {
        session.connection().setNetworkTimeout(Runnable::run, wanted);
        before.putIfAbsent(session, found);
    }

    /**
     * Sets what was found, when the session is given back.
     *
     * @param broken true if its connection is not used again
     */
    void end(Session session, boolean broken) throws SQLException {
        Integer found = before.remove(session);
        if (found != null && !broken) {
            restore(session.connection(), found);
        }
    }

    /** One that is broken is not given back to be used again, but what was asked over it has been answered all the same. */
    static void restore(Connection connection, int found) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, found);
        } catch (SQLException e) {
            connection.abort(Runnable::run);
        }
    }
}
