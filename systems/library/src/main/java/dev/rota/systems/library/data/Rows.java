package dev.rota.systems.library.data;

import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of one table as they are read: all of them first, then written in one batch. */
final class Rows {

    private final String sql;
    private final List<@Nullable Object[]> values = new ArrayList<>();
    private final Set<Long> ids = new LinkedHashSet<>();

    /** The statement takes the values of a row in their order. */
    Rows(String sql) {
        this.sql = sql;
    }

    /** Reads every row of a table whose {@code id} must be unique; it becomes the first value. */
    static Rows withIds(CsvTable table, String sql, Function<CsvRow, @Nullable Object[]> others) {
        return withIds(table, "id", sql, others);
    }

    /** As above, for files that call the id something else. */
    static Rows withIds(CsvTable table, String idColumn, String sql, Function<CsvRow, @Nullable Object[]> others) {
        Rows rows = new Rows(sql);
        for (CsvRow row : table) {
            long id = row.number(idColumn);
            if (!rows.ids.add(id)) {
                throw row.error(idColumn, "an id that no earlier line has");
            }
            @Nullable Object[] rest = others.apply(row);
            @Nullable Object[] all = new @Nullable Object[rest.length + 1];
            all[0] = id;
            System.arraycopy(rest, 0, all, 1, rest.length);
            rows.values.add(all);
        }
        return rows;
    }

    void add(@Nullable Object... row) {
        values.add(row);
    }

    /** The cell's number, which must be the id of one of these rows. */
    long reference(CsvRow row, String column, String file) {
        long id = row.number(column);
        if (!ids.contains(id)) {
            throw row.error(column, "an id that stands in " + file);
        }
        return id;
    }

    /** The cell's text, which must be one of a few. */
    static String choice(CsvRow row, String column, Set<String> choices) {
        String text = row.text(column);
        if (!choices.contains(text)) {
            throw row.error(column, "one of " + String.join(", ", new TreeSet<>(choices)));
        }
        return text;
    }

    int size() {
        return values.size();
    }

    /** In the file's order. */
    List<Long> ids() {
        return List.copyOf(ids);
    }

    /** In the caller's transaction. */
    int write(JdbcTemplate jdbc) {
        if (!values.isEmpty()) {
            jdbc.batchUpdate(sql, values);
        }
        return values.size();
    }
}
