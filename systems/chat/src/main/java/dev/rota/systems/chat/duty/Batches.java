package dev.rota.systems.chat.duty;

import dev.rota.systems.common.DutyProgress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Walks through the rows that a condition selects, in the order of an index, and deletes them batch by batch. Rows that
 * are kept are passed once and not met again, however many they are. Thread-safe.
 */
final class Batches {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final int size;

    Batches(JdbcClient jdbc, TransactionTemplate transactions, int size) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.size = size;
    }

    /**
     * A table's rows that are to go.
     *
     * @param table the table
     * @param at the column of an instant; an index begins with it and the id
     * @param condition in SQL, in terms of the table and of {@code :before}; the same literals as a partial index has
     * @param dependents what goes with a row, where the database does not enforce its foreign keys (SQLite, unless asked
     *     to): deletes in terms of {@code :ids}, in order
     */
    record Selection(String table, String at, String condition, List<String> dependents) {
        String count() {
            return "select count(*) from " + table + " where " + at + " < :before and " + condition;
        }

        String next() {
            return "select id, " + at + " as at from " + table + " where " + at + " < :before and (" + at
                    + ", id) > (:at, :id) and " + condition + " order by " + at + ", id limit :batch";
        }

        /** The condition once more: a conversation may have been pinned since it was selected. */
        String delete() {
            return "delete from " + table + " where id in (:ids) and " + at + " < :before and " + condition
                    + " returning id";
        }
    }

    /** How many there are. */
    long count(Selection selection, long before) {
        return jdbc.sql(selection.count())
                .param("before", before)
                .query(Long.class)
                .single();
    }

    /** Deletes those older than {@code before}, and says how many it has deleted. */
    long delete(Selection selection, long before, DutyProgress progress, BatchCount count) {
        long deleted = 0;
        List<Row> batch = next(selection, before, new Row(Long.MIN_VALUE, Long.MIN_VALUE));
        while (!batch.isEmpty()) {
            progress.checkpoint();
            List<Long> ids = batch.stream().map(Row::id).toList();
            int rows = deleteBatch(selection, Map.of("ids", ids, "before", before), count);
            deleted += rows;
            progress.ok(rows);
            batch = batch.size() < size ? List.of() : next(selection, before, batch.get(batch.size() - 1));
        }
        return deleted;
    }

    /** One transaction: the rows and their count go together. */
    int deleteBatch(Selection selection, Map<String, ?> params, BatchCount count) {
        return Objects.requireNonNull(transactions.execute(status -> {
            List<Long> gone = jdbc.sql(selection.delete())
                    .params(params)
                    .query(Long.class)
                    .list();
            if (!gone.isEmpty()) {
                selection
                        .dependents()
                        .forEach(sql -> jdbc.sql(sql).param("ids", gone).update());
            }
            count.deleted(gone.size());
            return gone.size();
        }));
    }

    private List<Row> next(Selection selection, long before, Row after) {
        return jdbc.sql(selection.next())
                .param("before", before)
                .param("at", after.at())
                .param("id", after.id())
                .param("batch", size)
                .query((row, n) -> new Row(row.getLong("at"), row.getLong("id")))
                .list();
    }

    private record Row(long at, long id) {}
}
