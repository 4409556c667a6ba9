package dev.rota.postgres;

import dev.rota.jdbc.Dialect;
import dev.rota.jdbc.Sql;
import dev.rota.store.StoreException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL below the level of a statement. */
final class PostgresDialect implements Dialect {
    /**
     * Plans that go by index from row to row, whatever the statistics say, and are made once: to plan an exchange takes as
     * long as to claim a hundred jobs. For a whole session.
     */
    static final String TUNE_SESSION =
            "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; "
                    + "set enable_mergejoin = off; set jit = off; set plan_cache_mode = force_generic_plan";

    /** The same for the transaction that has just begun. */
    static final String TUNE_TRANSACTION = TUNE_SESSION.replace("set ", "set local ");

    /** Takes it back for the transaction that has just begun: it is not the store's own. */
    static final String UNTUNE_TRANSACTION = "set local enable_seqscan = on; set local enable_bitmapscan = on; "
            + "set local enable_hashjoin = on; set local enable_mergejoin = on; set local jit = on; "
            + "set local plan_cache_mode = auto";

    /** In the way of every process that migrates the tables or makes partitions. */
    static final String LOCK_SCHEMA = "select pg_advisory_xact_lock(7612830001)";

    private static final SchemaStatements SCHEMA = new SchemaStatements(
            LOCK_SCHEMA,
            exists("rota_schema"),
            "create table rota_schema (version integer primary key, name text not null, applied_at timestamptz not null)");

    private final @Nullable String atBegin;
    private final String place;

    /**
     * Makes a dialect.
     *
     * @param atBegin what is said first in each transaction, or null
     */
    PostgresDialect(@Nullable String atBegin) {
        this(atBegin, "");
    }

    /**
     * Makes a dialect.
     *
     * @param atBegin what is said first in each transaction, or null
     * @param place where the database is, for messages; empty if that is not known
     */
    PostgresDialect(@Nullable String atBegin, String place) {
        this.atBegin = atBegin;
        this.place = place;
    }

    @Override
    public void bindInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable Instant readInstant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    @Override
    public void bindList(PreparedStatement statement, int index, String elementType, List<?> values)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(elementType, elements(elementType, values)));
    }

    /** An array of their own class, which the driver sends as bytes; all others it would write out as text. */
    private static Object[] elements(String elementType, List<?> values) {
        return switch (elementType) {
            case "bigint" -> values.toArray(new Long[0]);
            case "integer" -> values.toArray(new Integer[0]);
            case "text" -> {
                String[] texts = values.toArray(new String[0]);
                Arrays.setAll(texts, i -> texts[i] == null ? null : storable(texts[i]));
                yield texts;
            }
            default -> values.toArray();
        };
    }

    /** PostgreSQL has no text with NUL in it, and what a handler logs or throws may have. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    @Override
    public List<String> readTexts(ResultSet rows, int column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    @Override
    public List<Long> readNumbers(ResultSet rows, int column) throws SQLException {
        Array array = rows.getArray(column);
        if (array == null) {
            return List.of();
        }
        Object elements = array.getArray();
        return elements instanceof Integer[] integers
                ? List.of(integers).stream().map(Integer::longValue).toList()
                : List.of((Long[]) elements);
    }

    @Override
    public void begin(Connection connection, boolean readOnly) throws SQLException {
        connection.setAutoCommit(false);
        if (atBegin != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(atBegin);
            }
        }
    }

    /**
     * Finds a table. Not by {@code to_regclass}: that asks a cache that may not have heard of what another process made a
     * moment ago.
     */
    static Sql exists(String table) {
        return Sql.of("select 1 as found from pg_catalog.pg_class c where c.relname = '" + table
                + "' and c.relkind = 'r' and pg_catalog.pg_table_is_visible(c.oid)");
    }

    @Override
    public void lock(Connection connection, String name) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, name);
            lock.execute();
        }
    }

    /** By the driver, which asks the server to cancel it. */
    @Override
    public void limit(PreparedStatement statement, Duration most) throws SQLException {
        statement.setQueryTimeout((int) Math.max(1, most.toSeconds()));
    }

    @Override
    public SchemaStatements schemaStatements() {
        return SCHEMA;
    }

    @Override
    public StoreException translate(SQLException e) {
        SQLException cause = root(e);
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (state.startsWith("28")) {
            return new StoreException(
                    "PostgreSQL refuses the user or the password: " + words(cause) + "; check both", e, false);
        }
        if (state.equals("3D000")) {
            return new StoreException(
                    "PostgreSQL has no such database: " + words(cause) + "; create it, or correct the URL", e, false);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new StoreException(
                    "PostgreSQL" + (place.isEmpty() ? "" : " at " + place) + " cannot be reached: " + words(cause)
                            + reason(cause) + "; check that it runs at this address",
                    e,
                    true);
        }
        if (state.equals("57014")) {
            return StoreException.tooSlow("PostgreSQL took too long, and was told to give up: " + words(cause), e);
        }
        if (state.equals("42P01")) {
            return new StoreException("A table is missing: " + words(cause) + "; migrate the store first", e, false);
        }
        return new StoreException("PostgreSQL refused: " + words(cause), e, isPassing(e, state));
    }

    /** The pool's own exceptions say only that there was no connection; the reason is beneath. */
    private static SQLException root(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getCause() instanceof SQLException cause ? cause : e;
    }

    private static String words(SQLException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message).replaceFirst("\\.$", "");
    }

    /** What the driver only keeps as a cause: that there is no such host, say. */
    private static String reason(SQLException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == e ? "" : " (" + deepest.getClass().getSimpleName() + ": " + deepest.getMessage() + ")";
    }

    /** Transactions that had to give way, locks not got in time, exhausted resources, a standby in the place of a primary. */
    private static boolean isPassing(SQLException e, String state) {
        return e instanceof SQLTransientConnectionException
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals("55P03")
                || state.equals("25006");
    }
}
