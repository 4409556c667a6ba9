package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sessions;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What all parts of the store share: connections, transactions, the time. Thread-safe. */
final class PostgresDatabase implements Sessions {
    private final DataSource dataSource;
    private final @Nullable InstantSource fixed;
    private final boolean tunedSessions;
    private final PostgresDialect sessionDialect;
    private final Patience patience = new Patience();
    private final PostgresReaders readers;
    private final Transactions own;
    private final Transactions users;

    /** The same for all, those who look too. */
    PostgresDatabase(DataSource dataSource, boolean tunedSessions, @Nullable InstantSource fixed) {
        this(dataSource, dataSource, tunedSessions, fixed);
    }

    /**
     * Makes a database.
     *
     * @param tunedSessions true if the connections have been told how to plan ({@link PostgresDialect#TUNE_SESSION})
     * @param forReaders what people who look are given connections by, tuned or not as the others; may be the same
     * @param fixed the clock of a test; null means the database's
     */
    PostgresDatabase(
            DataSource dataSource, DataSource forReaders, boolean tunedSessions, @Nullable InstantSource fixed) {
        this.dataSource = dataSource;
        this.fixed = fixed;
        this.tunedSessions = tunedSessions;
        this.sessionDialect = new PostgresDialect(tunedSessions ? null : PostgresDialect.TUNE_TRANSACTION);
        this.readers = new PostgresReaders(forReaders, sessionDialect, patience);
        this.own = new Transactions(this, sessionDialect);
        this.users =
                new Transactions(this, new PostgresDialect(tunedSessions ? PostgresDialect.UNTUNE_TRANSACTION : null));
    }

    @Override
    public Session take(boolean readOnly) throws SQLException {
        if (readers.areHere()) {
            return readers.take(readOnly);
        }
        Connection connection = dataSource.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                // As some applications set their pool; it is set back when the connection is closed.
                connection.setAutoCommit(true);
            }
            Session session = Session.passing(connection, sessionDialect);
            patience.limit(session);
            return session;
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** What is not used must be given back: a pool takes a broken connection for lent otherwise. */
    static void close(Connection connection, Exception because) {
        try {
            connection.close();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void giveBack(Session session, boolean readOnly, boolean broken) throws SQLException {
        if (readers.areHere()) {
            readers.giveBack(session, readOnly, broken);
            return;
        }
        try (Connection connection = session.connection()) {
            patience.end(session, broken);
            if (broken) {
                connection.abort(Runnable::run);
            }
        }
    }

    PostgresReaders readers() {
        return readers;
    }

    /** Runs the store's own work in a transaction. */
    <T extends @Nullable Object, X extends Exception> T write(Transactions.Work<T, X> work) throws X {
        return own.write(work);
    }

    /** Runs a single statement of the store in a transaction. */
    <T extends @Nullable Object, X extends Exception> T once(Transactions.Work<T, X> work) throws X {
        return tunedSessions ? own.once(work) : own.write(work);
    }

    /** Runs a single statement that needs no particular plan, without begin and commit. */
    <T extends @Nullable Object, X extends Exception> T plain(Transactions.Work<T, X> work) throws X {
        return own.once(work);
    }

    /** Runs the store's own work in a transaction that is as somebody else's. */
    <T extends @Nullable Object, X extends Exception> T untuned(Transactions.Work<T, X> work) throws X {
        return users.write(work);
    }

    /** Runs somebody else's work in a transaction, however long its statements take. */
    <T extends @Nullable Object, X extends Exception> T forUser(Transactions.Work<T, X> work) throws X {
        return users.write(session -> {
            patience.lift(session);
            return work.run(session);
        });
    }

    /** Runs single statements on a connection of their own, which is opened when it is needed first. */
    PostgresKeptConnection keeping(PostgresListener.Connector connector) {
        return new PostgresKeptConnection(connector, sessionDialect);
    }

    Transactions on(PostgresKeptConnection kept) {
        return new Transactions(kept, sessionDialect);
    }

    /** Runs the store's work in somebody else's transaction. */
    <T extends @Nullable Object, X extends Exception> T joined(Connection connection, Transactions.Work<T, X> work)
            throws X {
        return own.joined(connection, work);
    }

    Transactions transactions() {
        return own;
    }

    /** A statement with {@code :now} bound. */
    Statement timed(Session session, Sql sql) throws SQLException {
        return session.statement(sql).set("now", fixed == null ? (Instant) null : fixed.instant());
    }

    Instant now() {
        return plain(session -> timed(session, PostgresStatements.NOW).one(row -> row.instant("now")));
    }

    Instant now(Session session) throws SQLException {
        return timed(session, PostgresStatements.NOW).one(row -> row.instant("now"));
    }

    /** A connection that is not for statements of jobs: for listening. */
    Connection connection() throws SQLException {
        return dataSource.getConnection();
    }

    static @Nullable Long micros(@Nullable Duration duration) {
        return duration == null ? null : (Long) (duration.getSeconds() * 1_000_000L + duration.getNano() / 1000);
    }

    static @Nullable Long micros(@Nullable Instant instant) {
        // Not by ChronoUnit.between, which counts nanoseconds on its way and so ends in the year 2262.
        return instant == null ? null : (Long) (instant.getEpochSecond() * 1_000_000L + instant.getNano() / 1000);
    }

    /** What is shorter than one millisecond, but not zero, counts as one. */
    static @Nullable Long millis(@Nullable Duration duration) {
        if (duration == null) {
            return null;
        }
        long millis = duration.toMillis();
        return millis == 0 && !duration.isZero() ? 1 : millis;
    }
}
