package dev.rota.jdbc;

import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between the databases below the level of a statement. Implementations are thread-safe. */
public interface Dialect {
    /** Binds an instant; null binds null. */
    void bindInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException;

    /** Reads an instant; null stands for null. */
    @Nullable
    Instant readInstant(ResultSet rows, int column) throws SQLException;

    /**
     * Binds a list of values, none of them null unless the database's lists may hold nulls.
     *
     * @param elementType the database's name of the type of the elements; not every database asks for it
     */
    void bindList(PreparedStatement statement, int index, String elementType, List<?> values) throws SQLException;

    /** Reads a list of texts; null stands for an empty list. */
    List<String> readTexts(ResultSet rows, int column) throws SQLException;

    /** Reads a list of whole numbers; null stands for an empty list. */
    List<Long> readNumbers(ResultSet rows, int column) throws SQLException;

    /** Begins a transaction on a connection that is in none. */
    default void begin(Connection connection, boolean readOnly) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Commits; afterwards the connection is in no transaction. */
    default void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Rolls back; afterwards the connection is in no transaction. */
    default void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /**
     * Makes this transaction wait until others that took a lock of the same name have ended. Nothing is to be done where a
     * transaction that writes is alone from its begin.
     */
    default void lock(Connection connection, String name) throws SQLException {}

    /**
     * Lets the database give a statement up that takes longer than this, which {@link #translate} tells as too slow. Until
     * {@link #unlimit}.
     *
     * @param most a second or longer: not every database counts less
     */
    void limit(PreparedStatement statement, Duration most) throws SQLException;

    /** Lets the statements of a connection take as long as they do again. */
    default void unlimit(Connection connection) throws SQLException {}

    /** The exception to be thrown for {@code e}: what failed, what to do, and whether the same call may succeed later. */
    StoreException translate(SQLException e);

    /** The statements that {@link Migrations} needs. */
    SchemaStatements schemaStatements();

    /**
     * What the list of migrations is kept with.
     *
     * @param lock makes other processes wait until the transaction ends; empty if the transaction's begin does
     * @param exists gives a row if there is a table {@code rota_schema}
     * @param create creates {@code rota_schema (version, name, applied_at)}
     */
    record SchemaStatements(String lock, Sql exists, String create) {}
}
