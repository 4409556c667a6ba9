package dev.rota.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement on one session: bind every parameter by name, then run it once, or add it to a batch and run that. A
 * running closes it, unless the session keeps its statements. For one thread.
 */
public final class Statement {
    private final Sql sql;
    private final Session session;
    private final PreparedStatement prepared;
    private final BitSet bound = new BitSet();
    private boolean batched;
    private @Nullable Map<String, Integer> columns;
    private @Nullable Duration most;

    Statement(Sql sql, Session session, PreparedStatement prepared) {
        this.sql = sql;
        this.session = session;
        this.prepared = prepared;
    }

    /** Forgets what was bound, and what was added to a batch that was never run: for a statement that is used again. */
    Statement again() throws SQLException {
        bound.clear();
        most = null;
        if (batched) {
            batched = false;
            prepared.clearBatch();
        }
        return this;
    }

    @FunctionalInterface
    private interface Binder {
        void bind(int index) throws SQLException;
    }

    private Statement each(String name, Binder binder) throws SQLException {
        for (int index : sql.positions(name)) {
            binder.bind(index);
            bound.set(index);
        }
        return this;
    }

    public Statement set(String name, @Nullable String value) throws SQLException {
        return each(name, i -> prepared.setString(i, value));
    }

    public Statement set(String name, long value) throws SQLException {
        return each(name, i -> prepared.setLong(i, value));
    }

    public Statement set(String name, int value) throws SQLException {
        return each(name, i -> prepared.setInt(i, value));
    }

    public Statement set(String name, double value) throws SQLException {
        return each(name, i -> prepared.setDouble(i, value));
    }

    public Statement set(String name, boolean value) throws SQLException {
        return each(name, i -> prepared.setBoolean(i, value));
    }

    public Statement set(String name, @Nullable Boolean value) throws SQLException {
        return value == null
                ? each(name, i -> prepared.setNull(i, Types.BOOLEAN))
                : each(name, i -> prepared.setBoolean(i, value));
    }

    public Statement set(String name, @Nullable Integer value) throws SQLException {
        return value == null
                ? each(name, i -> prepared.setNull(i, Types.INTEGER))
                : each(name, i -> prepared.setInt(i, value));
    }

    public Statement set(String name, @Nullable Long value) throws SQLException {
        return value == null
                ? each(name, i -> prepared.setNull(i, Types.BIGINT))
                : each(name, i -> prepared.setLong(i, value));
    }

    public Statement set(String name, @Nullable Double value) throws SQLException {
        return value == null
                ? each(name, i -> prepared.setNull(i, Types.DOUBLE))
                : each(name, i -> prepared.setDouble(i, value));
    }

    public Statement set(String name, @Nullable Instant value) throws SQLException {
        return each(name, i -> session.dialect().bindInstant(prepared, i, value));
    }

    /** Binds milliseconds; what is shorter than one millisecond, but not zero, counts as one. */
    public Statement set(String name, @Nullable Duration value) throws SQLException {
        if (value == null) {
            return set(name, (Long) null);
        }
        long millis = value.toMillis();
        return set(name, millis == 0 && !value.isZero() ? 1 : millis);
    }

    /** Binds the name in lower case. */
    public Statement set(String name, @Nullable Enum<?> value) throws SQLException {
        return set(name, value == null ? null : Words.of(value));
    }

    /** Binds a list of {@code text}. */
    public Statement setTexts(String name, Collection<String> values) throws SQLException {
        return setList(name, "text", values);
    }

    /** Binds a list of {@code bigint}. */
    public Statement setNumbers(String name, Collection<Long> values) throws SQLException {
        return setList(name, "bigint", values);
    }

    /** Binds a list whose elements are of the database's type {@code elementType}. */
    public Statement setList(String name, String elementType, Collection<?> values) throws SQLException {
        List<Object> list = new ArrayList<>(values);
        return each(name, i -> session.dialect().bindList(prepared, i, elementType, list));
    }

    /**
     * Gives up what takes longer; for {@link #list} alone.
     *
     * @param newMost a second or longer; null for as long as it takes
     */
    public Statement within(@Nullable Duration newMost) {
        most = newMost;
        return this;
    }

    /** All rows. */
    public <T> List<T> list(Row.Reader<T> reader) throws SQLException {
        long begun = StatementLog.begun();
        requireBound();
        List<T> read = new ArrayList<>();
        Duration limit = most;
        if (limit != null) {
            session.dialect().limit(prepared, limit);
        }
        try (ResultSet rows = prepared.executeQuery()) {
            Row row = new Row(rows, columns(rows), session.dialect());
            while (rows.next()) {
                read.add(reader.read(row));
            }
        } finally {
            if (limit != null) {
                session.dialect().unlimit(session.connection());
            }
            StatementLog.ended(begun, sql);
            session.done(this);
        }
        return read;
    }

    /** The first row; empty if there is none. A reader must not give null. */
    public <T> Optional<T> first(Row.Reader<T> reader) throws SQLException {
        long begun = StatementLog.begun();
        requireBound();
        try (ResultSet rows = prepared.executeQuery()) {
            Row row = new Row(rows, columns(rows), session.dialect());
            return rows.next() ? Optional.of(reader.read(row)) : Optional.empty();
        } finally {
            StatementLog.ended(begun, sql);
            session.done(this);
        }
    }

    /** The first row of a statement that always gives one. */
    public <T> T one(Row.Reader<T> reader) throws SQLException {
        return first(reader).orElseThrow(() -> new SQLException("Statement gave no row, expected one: " + sql));
    }

    /** Whether there is a row. */
    public boolean any() throws SQLException {
        return first(row -> true).orElse(false);
    }

    /** Changes rows, and says how many. */
    public int update() throws SQLException {
        long begun = StatementLog.begun();
        requireBound();
        try {
            return prepared.executeUpdate();
        } finally {
            StatementLog.ended(begun, sql);
            session.done(this);
        }
    }

    /** Adds what is bound to a batch; parameters that are not bound anew keep their values. */
    public void add() throws SQLException {
        requireBound();
        prepared.addBatch();
        batched = true;
    }

    /** Runs the batch, and says how many rows each changed. */
    public int[] runBatch() throws SQLException {
        long begun = StatementLog.begun();
        batched = false;
        try {
            return prepared.executeBatch();
        } finally {
            StatementLog.ended(begun, sql);
            session.done(this);
        }
    }

    private void requireBound() {
        if (bound.cardinality() != sql.count()) {
            throw new IllegalStateException("Statement has a parameter that was not bound: " + sql);
        }
    }

    private Map<String, Integer> columns(ResultSet rows) throws SQLException {
        Map<String, Integer> known = columns;
        if (known == null) {
            ResultSetMetaData meta = rows.getMetaData();
            known = new HashMap<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                known.putIfAbsent(meta.getColumnLabel(i).toLowerCase(Locale.ROOT), i);
            }
            columns = known;
        }
        return known;
    }

    void close() throws SQLException {
        prepared.close();
    }
}
