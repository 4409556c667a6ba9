package dev.rota.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which statements are run. One that belongs to the store keeps its prepared statements; one that wraps a
 * caller's connection closes each after use. For one thread at a time.
 */
public final class Session {
    private final Connection connection;
    private final Dialect dialect;
    private final boolean keeping;
    private final @Nullable Duration most;
    private final Map<Sql, Statement> kept = new HashMap<>();

    private Session(Connection connection, Dialect dialect, boolean keeping, @Nullable Duration most) {
        this.most = most;
        this.connection = connection;
        this.dialect = dialect;
        this.keeping = keeping;
    }

    /** A session that keeps its prepared statements as long as the connection lives. */
    public static Session keeping(Connection connection, Dialect dialect) {
        return new Session(connection, dialect, true, null);
    }

    /** A session that leaves nothing open on the connection. */
    public static Session passing(Connection connection, Dialect dialect) {
        return new Session(connection, dialect, false, null);
    }

    /** The same, whose statements are given up when they take longer: for a database that counts for each by itself. */
    public static Session passing(Connection connection, Dialect dialect, Duration most) {
        return new Session(connection, dialect, false, most);
    }

    /** The statement, with nothing bound. */
    public Statement statement(Sql sql) throws SQLException {
        Statement statement = kept.get(sql);
        if (statement != null) {
            return statement.again();
        }
        PreparedStatement prepared = connection.prepareStatement(sql.jdbc());
        if (most != null) {
            dialect.limit(prepared, most);
        }
        statement = new Statement(sql, this, prepared);
        if (keeping) {
            kept.put(sql, statement);
        }
        return statement;
    }

    /** Runs statements without parameters or result, in order. */
    public void run(String script) throws SQLException {
        try (java.sql.Statement plain = connection.createStatement()) {
            for (String statement : SqlText.statements(script)) {
                plain.execute(statement);
            }
        }
    }

    void done(Statement statement) throws SQLException {
        if (!keeping) {
            statement.close();
        }
    }

    public Connection connection() {
        return connection;
    }

    public Dialect dialect() {
        return dialect;
    }
}
