package dev.rota.sqlite;

import dev.rota.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/**
 * The application's connections to a SQLite file that Rota uses too. What they write passes the file's {@link WriteGate}:
 * a transaction enters it with its first statement, which begins the transaction with {@code BEGIN IMMEDIATE}, and leaves
 * it when it ends; a statement outside a transaction passes it for itself. A read-only transaction
 * ({@link Connection#setReadOnly}) passes by, waits for nobody, and cannot write. Thread-safe.
 *
 * <p>On such a connection in a transaction, jobs may be enqueued. A thread that has written in one transaction and wants to
 * write in another, before the first has ended, would wait for itself: it is told so by a {@link StoreException}.
 */
public final class SqliteDataSource implements DataSource {
    private final DataSource inner;
    private final WriteGate gate;
    private final Duration patience;

    private SqliteDataSource(DataSource inner, WriteGate gate, Duration patience) {
        this.inner = inner;
        this.gate = gate;
        this.patience = patience;
    }

    /** Connections to {@code file}, each opened when it is asked for. */
    public static SqliteDataSource open(Path file, SqliteSettings settings) {
        SqliteSessions.requireUsable(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                SQLiteConfig.SynchronousMode.valueOf(settings.synchronous().name()));
        config.setBusyTimeout((int) Math.min(settings.busyTimeout().toMillis(), Integer.MAX_VALUE));
        DataSource plain = new Opening(WriteGate.real(file), config.toProperties());
        return new SqliteDataSource(plain, WriteGate.of(file), settings.busyTimeout());
    }

    /**
     * The connections of another data source, a pool perhaps.
     *
     * @throws StoreException if it connects to no SQLite file
     */
    public static SqliteDataSource wrap(DataSource inner, SqliteSettings settings) {
        return new SqliteDataSource(inner, WriteGate.of(SqliteStore.fileOf(inner)), settings.busyTimeout());
    }

    /** The gate that its connections pass. */
    public WriteGate gate() {
        return gate;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return GatedConnection.wrap(inner.getConnection(), gate, patience);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return GatedConnection.wrap(inner.getConnection(user, password), gate, patience);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return inner.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        inner.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        inner.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return inner.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return inner.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : type.isInstance(inner) ? type.cast(inner) : inner.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(inner) || inner.isWrapperFor(type);
    }

    /** Opens a connection each time. */
    private record Opening(Path file, Properties properties) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return JDBC.createConnection(JDBC.PREFIX + file, properties);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("SQLite has no java.util.logging logger");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("This data source wraps nothing that is a " + type.getName());
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
