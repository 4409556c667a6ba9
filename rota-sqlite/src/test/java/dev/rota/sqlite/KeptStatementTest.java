package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementTest {
    private static final Sql INSERT = Sql.of("insert into t (n) values (:n)");

    @TempDir
    private Path directory;

    @Test
    void a_batch_that_was_never_run_is_not_run_with_the_next() throws SQLException {
        Path file = directory.resolve("kept.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            Session session = Session.keeping(connection, new SqliteDialect(file));
            session.run("create table t (n integer)");
            session.statement(INSERT).set("n", 1).add();

            Statement next = session.statement(INSERT).set("n", 2);
            next.add();

            assertThat(next.runBatch()).hasSize(1);
        }
    }
}
