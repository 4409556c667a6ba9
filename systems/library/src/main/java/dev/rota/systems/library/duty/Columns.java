package dev.rota.systems.library.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How values stand in columns, the same on both databases: instants as UTC milliseconds, dates as dates. */
final class Columns {

    private Columns() {}

    static long stamp(Instant instant) {
        return instant.toEpochMilli();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = id(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable LocalDate date(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    /** A 64-bit number that may be null. */
    static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
