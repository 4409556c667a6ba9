package dev.rota.postgres;

import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds lists with one element for each row.
 *
 * @param <T> what a row is made of
 */
record Columns<T>(Statement statement, List<T> rows) {
    void set(String name, String type, Function<? super T, ? extends @Nullable Object> value) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (T row : rows) {
            values.add(value.apply(row));
        }
        statement.setList(name, type, values);
    }

    /** An empty list stands for nulls only, and is shorter. */
    void setIfAny(String name, String type, Function<? super T, ? extends @Nullable Object> value) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        boolean any = false;
        for (T row : rows) {
            Object element = value.apply(row);
            any |= element != null;
            values.add(element);
        }
        statement.setList(name, type, any ? values : List.of());
    }
}
