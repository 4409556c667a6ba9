package dev.rota.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row that a result stands on. Columns are named in lower case. Only for the thread that reads, and only while it does. */
public final class Row {
    private final ResultSet rows;
    private final Map<String, Integer> columns;
    private final Dialect dialect;

    Row(ResultSet rows, Map<String, Integer> columns, Dialect dialect) {
        this.rows = rows;
        this.columns = columns;
        this.dialect = dialect;
    }

    /** Turns a row into a value. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** Whether the result has a column of that name. */
    public boolean has(String column) {
        return columns.containsKey(column);
    }

    private int index(String column) throws SQLException {
        Integer index = columns.get(column);
        if (index == null) {
            throw new SQLException("Result has no column " + column + ", expected one of " + columns.keySet());
        }
        return index;
    }

    public String text(String column) throws SQLException {
        String value = rows.getString(index(column));
        if (value == null) {
            throw new SQLException("Column " + column + " is null, expected text");
        }
        return value;
    }

    public @Nullable String textOrNull(String column) throws SQLException {
        return rows.getString(index(column));
    }

    /** 0 for null. */
    public long number(String column) throws SQLException {
        return rows.getLong(index(column));
    }

    public @Nullable Long numberOrNull(String column) throws SQLException {
        long value = rows.getLong(index(column));
        return value == 0 && rows.wasNull() ? null : value;
    }

    /** 0 for null. */
    public int integer(String column) throws SQLException {
        return rows.getInt(index(column));
    }

    public @Nullable Integer integerOrNull(String column) throws SQLException {
        int value = rows.getInt(index(column));
        return value == 0 && rows.wasNull() ? null : value;
    }

    public @Nullable Double decimalOrNull(String column) throws SQLException {
        double value = rows.getDouble(index(column));
        return rows.wasNull() ? null : value;
    }

    /** False for null. */
    public boolean flag(String column) throws SQLException {
        return rows.getBoolean(index(column));
    }

    public @Nullable Boolean flagOrNull(String column) throws SQLException {
        boolean value = rows.getBoolean(index(column));
        return rows.wasNull() ? null : value;
    }

    public Instant instant(String column) throws SQLException {
        Instant value = dialect.readInstant(rows, index(column));
        if (value == null) {
            throw new SQLException("Column " + column + " is null, expected a time");
        }
        return value;
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        return dialect.readInstant(rows, index(column));
    }

    /** A duration that is stored in milliseconds. */
    public @Nullable Duration millisOrNull(String column) throws SQLException {
        Long millis = numberOrNull(column);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    public List<String> texts(String column) throws SQLException {
        return dialect.readTexts(rows, index(column));
    }

    public List<Long> numbers(String column) throws SQLException {
        return dialect.readNumbers(rows, index(column));
    }

    /** The value of an enum, stored as its name in lower case. */
    public <E extends Enum<E>> E word(String column, Class<E> type) throws SQLException {
        return Words.parse(type, text(column));
    }
}
