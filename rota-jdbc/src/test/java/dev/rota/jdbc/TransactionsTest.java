package dev.rota.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {
    private static final Sql INSERT = Sql.of("insert into thing (x) values (:x)");
    private static final Sql COUNT = Sql.of("select count(*) as n from thing");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    private final List<String> events = new ArrayList<>();
    private final Plain dialect = new Plain();
    private final Transactions transactions = new Transactions(new One(), dialect);

    /** Gives the one connection, and writes down when. */
    private final class One implements Sessions {
        @Override
        public Session take(boolean readOnly) {
            events.add("take");
            return Session.keeping(connection, dialect);
        }

        @Override
        public void giveBack(Session session, boolean readOnly, boolean broken) {
            events.add(broken ? "broken" : "back");
        }
    }

    /** As little of a dialect as these tests need. */
    private static final class Plain implements Dialect {
        @Override
        public void bindInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
            statement.setString(index, value == null ? null : value.toString());
        }

        @Override
        public @Nullable Instant readInstant(ResultSet rows, int column) throws SQLException {
            String text = rows.getString(column);
            return text == null ? null : Instant.parse(text);
        }

        @Override
        public void bindList(PreparedStatement statement, int index, String elementType, List<?> values)
                throws SQLException {
            statement.setString(index, values.toString());
        }

        @Override
        public List<String> readTexts(ResultSet rows, int column) {
            return List.of();
        }

        @Override
        public List<Long> readNumbers(ResultSet rows, int column) {
            return List.of();
        }

        @Override
        public void limit(PreparedStatement statement, Duration most) {
            throw new UnsupportedOperationException("Nothing here takes long");
        }

        @Override
        public StoreException translate(SQLException e) {
            return new StoreException("refused", e, true);
        }

        @Override
        public SchemaStatements schemaStatements() {
            return new SchemaStatements(
                    "",
                    Sql.of("select 1 from sqlite_master where name = 'rota_schema'"),
                    "create table rota_schema (version integer primary key, name text, applied_at text)");
        }
    }

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("x.db"));
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("create table thing (x integer not null)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private int things() {
        return transactions.read(session -> session.statement(COUNT).one(row -> row.integer("n")));
    }

    @Test
    void what_returns_is_committed() {
        transactions.write(session -> session.statement(INSERT).set("x", 1).update());
        assertThat(things()).isEqualTo(1);
        assertThat(events).containsExactly("take", "back", "take", "back");
    }

    @Test
    void what_throws_is_rolled_back_and_the_session_is_given_back() {
        assertThatThrownBy(() -> transactions.<Integer, IOException>write(session -> {
                    session.statement(INSERT).set("x", 1).update();
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        assertThat(events).containsExactly("take", "back");
        assertThat(things()).isZero();
    }

    @Test
    void what_the_database_refuses_is_translated_and_the_session_is_given_back() {
        assertThatThrownBy(() -> transactions.write(session ->
                        session.statement(INSERT).set("x", (Long) null).update()))
                .isInstanceOf(StoreException.class)
                .hasCauseInstanceOf(SQLException.class);
        assertThat(events).containsExactly("take", "back");
    }

    @Test
    void a_session_whose_state_is_not_known_is_given_back_as_broken() {
        assertThatThrownBy(() -> transactions.write(session -> {
                    session.connection().close();
                    return session.statement(INSERT).set("x", 1).update();
                }))
                .isInstanceOf(StoreException.class);
        assertThat(events).containsExactly("take", "broken");
    }

    @Test
    void a_parameter_that_was_forgotten_is_an_error_even_if_it_was_bound_the_last_time() {
        assertThatThrownBy(() -> transactions.write(session -> {
                    session.statement(INSERT).set("x", 1).update();
                    return session.statement(INSERT).update();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not bound");
        assertThat(things()).isZero();
    }

    @Test
    void migrations_run_once_in_order_and_later_versions_are_refused() {
        Migrations migrations = Migrations.load(TransactionsTest.class, "V001__first.sql", "V002__second_step.sql");
        migrations.run(transactions, Instant.EPOCH);
        migrations.run(transactions, Instant.EPOCH);
        assertThat(migrations.list().get(1).name()).isEqualTo("second step");
        assertThat(transactions.<List<String>, RuntimeException>read(
                        session -> session.statement(Sql.of("select name from rota_schema order by version"))
                                .list(row -> row.text("name"))))
                .containsExactly("first", "second step");
        Migrations earlier = Migrations.load(TransactionsTest.class, "V001__first.sql");
        assertThatThrownBy(() -> earlier.run(transactions, Instant.EPOCH))
                .isInstanceOf(StoreException.class)
                .hasMessage("The tables are of version 2, this program knows version 1: use a newer Rota");
    }

    @Test
    void a_migration_that_is_misnamed_or_missing_is_an_error() {
        assertThatThrownBy(() -> Migrations.load(TransactionsTest.class, "V002__second_step.sql"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected V001__name.sql");
        assertThatThrownBy(() -> Migrations.load(TransactionsTest.class, "V001__missing.sql"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no migration V001__missing.sql");
    }
}
