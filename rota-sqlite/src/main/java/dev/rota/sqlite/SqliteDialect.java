package dev.rota.sqlite;

import dev.rota.jdbc.Dialect;
import dev.rota.jdbc.Sql;
import dev.rota.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteException;

/** Times as microseconds, lists as JSON, errors by SQLite's result codes. */
final class SqliteDialect implements Dialect {
    private static final int PRIMARY_CODE = 0xff;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int INTERRUPTED = 9;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    /** Of SQLite's virtual machine: a millisecond or so. */
    private static final int STEPS_BETWEEN = 100_000;

    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    static long micros(Instant instant) {
        // Not by ChronoUnit.between, which counts nanoseconds on its way and so ends in the year 2262.
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public void bindInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, micros(value));
        }
    }

    @Override
    public @Nullable Instant readInstant(ResultSet rows, int column) throws SQLException {
        long micros = rows.getLong(column);
        return micros == 0 && rows.wasNull() ? null : instant(micros);
    }

    @Override
    public void bindList(PreparedStatement statement, int index, String elementType, List<?> values)
            throws SQLException {
        statement.setString(index, JsonList.write(values));
    }

    @Override
    public List<String> readTexts(ResultSet rows, int column) throws SQLException {
        String json = rows.getString(column);
        return json == null ? List.of() : JsonList.texts(json);
    }

    @Override
    public List<Long> readNumbers(ResultSet rows, int column) throws SQLException {
        String json = rows.getString(column);
        return json == null ? List.of() : JsonList.numbers(json);
    }

    /** The driver begins a next transaction after its own {@code commit}, so the end is to turn auto-commit on. */
    @Override
    public void commit(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
    }

    /** SQLite asks now and then whether to go on. */
    @Override
    public void limit(PreparedStatement statement, Duration most) throws SQLException {
        long begun = System.nanoTime();
        long longest = most.toNanos();
        ProgressHandler.setHandler(statement.getConnection(), STEPS_BETWEEN, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - begun > longest ? 1 : 0;
            }
        });
    }

    @Override
    public void unlimit(Connection connection) throws SQLException {
        ProgressHandler.clearHandler(connection);
    }

    @Override
    public SchemaStatements schemaStatements() {
        return new SchemaStatements("", SCHEMA_EXISTS, """
                create table rota_schema (
                    version integer primary key,
                    name text not null,
                    applied_at integer not null
                ) strict""");
    }

    private static final Sql SCHEMA_EXISTS =
            Sql.of("select 1 from sqlite_master where type = 'table' and name = 'rota_schema'");

    @Override
    public StoreException translate(SQLException e) {
        int code = e instanceof SQLiteException refused
                ? refused.getResultCode().code & PRIMARY_CODE
                : e.getErrorCode() & PRIMARY_CODE;
        return switch (code) {
            case BUSY, LOCKED ->
                refusal(file + " is locked by another process that writes for too long: end that program", e, true);
            case FULL -> refusal("The disk is full, nothing more can be written to " + file + ": make room", e, true);
            case READONLY ->
                refusal(
                        file + " cannot be written: give this user the right to write the file and its directory",
                        e,
                        false);
            case CANNOT_OPEN ->
                refusal(
                        file + " cannot be opened: see that its directory exists and that this user may write there",
                        e,
                        false);
            case CORRUPT ->
                refusal(file + " is damaged: stop all programs that use it, and put a backup in its place", e, false);
            case NOT_A_DATABASE ->
                refusal(file + " is not a SQLite database: name another file, or put a backup in its place", e, false);
            case IO_ERROR ->
                refusal("The disk failed when " + file + " was read or written: see the system's log", e, true);
            case INTERRUPTED ->
                StoreException.tooSlow("A statement on " + file + " took too long, and was given up", e);
            default -> refusal("SQLite refused a statement on " + file, e, false);
        };
    }

    private static StoreException refusal(String what, SQLException e, boolean worthRetrying) {
        return new StoreException(what + " (" + e.getMessage() + ")", e, worthRetrying);
    }
}
