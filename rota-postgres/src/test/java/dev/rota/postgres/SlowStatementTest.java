package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowStatementTest {
    private static final Sql SLOW = Sql.of("select 1 as one from pg_sleep(3600)");
    private static final Sql QUICK = Sql.of("select 1 as one");

    @Test
    void a_statement_that_takes_too_long_is_given_up_and_the_next_is_not() throws SQLException {
        PostgresDialect dialect = new PostgresDialect(null);
        try (Connection connection = DriverManager.getConnection(TestServer.newDatabase())) {
            Session session = Session.passing(connection, dialect);
            assertThatThrownBy(() -> session.statement(SLOW)
                            .within(Duration.ofSeconds(1))
                            .list(row -> row.number("one")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(dialect.translate(e).isTooSlow()).isTrue());
            assertThat(session.statement(QUICK).within(null).list(row -> row.number("one")))
                    .containsExactly(1L);
        }
    }
}
