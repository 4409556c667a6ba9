package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same commands on a PostgreSQL server. */
class PostgresTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_database_is_refused_without_tables_then_migrated_and_read() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
            Shell shell = new Shell(directory)
                    .variable("ROTA_DB", url)
                    .variable("ROTA_DB_USER", "postgres")
                    .variable("ROTA_DB_PASSWORD", "postgres");
            assertThat(shell.run("jobs", "list"))
                    .isEqualTo(
                            new Shell.Result(
                                    ExitCode.FAILED,
                                    "",
                                    "rota: The database " + url
                                            + " has no tables of Rota: name another with --db, or make them with rota db migrate.\n"));
            assertThat(shell.run("db", "migrate").out()).endsWith("they were of version 0.\n");
            assertThat(shell.run("queues", "limit", "mail", "--concurrency", "2")
                            .exitCode())
                    .isEqualTo(ExitCode.DONE);
            assertThat(shell.run("queues", "list", "-o", "jsonl").out())
                    .startsWith(
                            "{\"name\":\"mail\",\"limits\":{\"concurrency\":2,\"rate\":null,\"period\":null},\"paused\":false,");
            assertThat(shell.run("status").out())
                    .startsWith("Database   PostgreSQL ")
                    .contains("Health     ok\n");

            Shell.Result other = shell.run("--db", url.replaceFirst("/postgres$", "/absent"), "status");
            assertThat(other.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(other.err())
                    .startsWith("rota: PostgreSQL has no such database: ")
                    .contains("\"absent\"");
        }
    }
}
