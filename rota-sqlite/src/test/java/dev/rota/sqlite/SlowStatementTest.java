package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowStatementTest {
    private static final Sql ENDLESS = Sql.of("""
            with recursive n (i) as (select 1 union all select i + 1 from n) select max(i) as most from n""");
    private static final Sql COUNT = Sql.of("""
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000000) select max(i) as most from n""");

    @TempDir
    Path directory;

    @Test
    void a_statement_that_takes_too_long_is_given_up_and_the_next_is_not() throws SQLException {
        SqliteDialect dialect = new SqliteDialect(directory.resolve("jobs.db"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("jobs.db"))) {
            Session session = Session.keeping(connection, dialect);
            assertThatThrownBy(() -> session.statement(ENDLESS)
                            .within(Duration.ofMillis(20))
                            .list(row -> row.number("most")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(dialect.translate(e).isTooSlow()).isTrue());
            assertThat(session.statement(COUNT).within(null).list(row -> row.number("most")))
                    .containsExactly(1_000_000L);
            assertThat(session.statement(COUNT).within(Duration.ofHours(1)).list(row -> row.number("most")))
                    .containsExactly(1_000_000L);
        }
    }
}
