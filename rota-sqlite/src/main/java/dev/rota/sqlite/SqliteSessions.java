package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/** One connection that writes, behind the gate, and some that only read. */
final class SqliteSessions implements Sessions, AutoCloseable {
    private static final int KEPT_READERS = 8;
    private static final int CACHE_KIB = 16_384;
    private static final int CHECKPOINT_PAGES = 4_000;

    private final Path file;
    private final SqliteSettings settings;
    private final SqliteDialect dialect;
    private final WriteGate gate;
    private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(KEPT_READERS);
    /** Only touched by who has entered the gate. */
    private @Nullable Session writer;

    private volatile boolean closed;

    SqliteSessions(Path file, SqliteSettings settings, SqliteDialect dialect) {
        this.file = file;
        this.settings = settings;
        this.dialect = dialect;
        this.gate = WriteGate.of(file);
    }

    /** Says in words what SQLite would only say as "unable to open database file". */
    static void requireUsable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new StoreException(
                    "There is no directory " + directory + " for the database file " + file + ": create it",
                    null,
                    false);
        }
        if (Files.isDirectory(file)) {
            throw new StoreException(file + " is a directory, expected a database file: name a file", null, false);
        }
        if (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(directory)) {
            throw new StoreException(
                    file + " cannot be written: give this user the right to write the file and its directory",
                    null,
                    false);
        }
    }

    @Override
    public Session take(boolean readOnly) throws SQLException {
        requireOpen();
        if (readOnly) {
            Session idle = readers.poll();
            return idle != null ? idle : open(true);
        }
        gate.enter(settings.busyTimeout());
        try {
            return writer();
        } catch (SQLException | RuntimeException e) {
            gate.leave();
            throw e;
        }
    }

    private Session writer() throws SQLException {
        requireOpen();
        Session session = writer;
        if (session == null) {
            session = open(false);
            writer = session;
        }
        return session;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException("The store on " + file + " has been closed", null, false);
        }
    }

    @Override
    public void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException {
        if (readOnly) {
            if (broken || closed || !readers.offer(session)) {
                session.connection().close();
            }
            return;
        }
        try {
            if (broken) {
                writer = null;
                session.connection().close();
            }
        } finally {
            gate.leave();
        }
    }

    /**
     * What the writing connection sees of others' commits: a number that changes with each, but not with its own.
     *
     * @return null if somebody writes at this moment
     */
    @Nullable
    Long versionOfOthers() throws SQLException {
        if (closed || !gate.enterIfFree()) {
            return null;
        }
        try {
            return writer().statement(SqliteStatements.DATA_VERSION).one(row -> row.number("data_version"));
        } finally {
            gate.leave();
        }
    }

    private Session open(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) Math.min(settings.busyTimeout().toMillis(), Integer.MAX_VALUE));
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-CACHE_KIB);
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(
                    SQLiteConfig.SynchronousMode.valueOf(settings.synchronous().name()));
            config.setWalAutocheckpoint(CHECKPOINT_PAGES);
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
        Properties properties = config.toProperties();
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = JDBC.createConnection(JDBC.PREFIX + file, properties);
        return Session.keeping(connection, dialect);
    }

    /** Closes what nobody uses; who still uses a connection closes it when done. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        gate.enter(settings.busyTimeout());
        closed = true;
        try {
            if (writer != null) {
                writer.connection().close();
                writer = null;
            }
            for (Session idle = readers.poll(); idle != null; idle = readers.poll()) {
                idle.connection().close();
            }
        } catch (SQLException e) {
            throw dialect.translate(e);
        } finally {
            gate.leave();
        }
    }
}
