package dev.rota.systems.common;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Java values to column values and back, alike on SQLite and PostgreSQL; the types are listed at the package. {@code of}
 * gives what to bind, the others read a result; those ending in {@code OrNull} take NULL, the rest throw
 * {@link SQLException} naming the column.
 */
public final class Columns {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");

    private Columns() {}

    /** Milliseconds since 1970-01-01T00:00Z; what is finer is cut off. */
    public static long of(Instant instant) {
        return instant.toEpochMilli();
    }

    /** As {@link #of(Instant)}, null for null. */
    public static @Nullable Long ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    /** {@code yyyy-MM-dd}. */
    public static String of(LocalDate date) {
        return date.toString();
    }

    /** As {@link #of(LocalDate)}, null for null. */
    public static @Nullable String ofNullable(@Nullable LocalDate date) {
        return date == null ? null : of(date);
    }

    /** {@code HH:mm}; seconds are cut off. */
    public static String of(LocalTime time) {
        return time.format(MINUTES);
    }

    /** 1 for true, 0 for false. */
    public static int of(boolean flag) {
        return flag ? 1 : 0;
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return present(instantOrNull(row, column), column);
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Long millis = longOrNull(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    public static LocalDate date(ResultSet row, String column) throws SQLException {
        return present(dateOrNull(row, column), column);
    }

    public static @Nullable LocalDate dateOrNull(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new SQLException("Column " + column + ": expected a date yyyy-MM-dd, found \"" + text + "\"", e);
        }
    }

    public static LocalTime time(ResultSet row, String column) throws SQLException {
        String text = text(row, column);
        try {
            return LocalTime.parse(text, MINUTES);
        } catch (DateTimeException e) {
            throw new SQLException("Column " + column + ": expected a time HH:mm, found \"" + text + "\"", e);
        }
    }

    public static boolean flag(ResultSet row, String column) throws SQLException {
        return present(longOrNull(row, column), column) != 0;
    }

    public static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    public static String text(ResultSet row, String column) throws SQLException {
        return present(row.getString(column), column);
    }

    private static <T> T present(@Nullable T value, String column) throws SQLException {
        if (value == null) {
            throw new SQLException("Column " + column + ": expected a value, found NULL");
        }
        return value;
    }
}
