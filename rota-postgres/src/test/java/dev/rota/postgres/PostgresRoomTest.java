package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Finding;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that has little room, of its own: what is used up here would be missed by other tests. */
final class PostgresRoomTest {
    private static final int CONNECTIONS = 20;

    private static EmbeddedPostgres server;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", String.valueOf(CONNECTIONS))
                .setServerConfig("max_wal_size", "32MB")
                .setServerConfig("min_wal_size", "32MB")
                .start();
        url = server.getJdbcUrl("postgres", "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static List<Finding> found() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        return new PostgresDiagnosis(new PostgresDatabase(dataSource, false, null)).find();
    }

    private static List<Finding> found(String code) {
        return found().stream().filter(finding -> finding.code().equals(code)).toList();
    }

    @Test
    void connections_that_are_nearly_all_taken_are_told() throws SQLException {
        assertThat(found("connections-used-up")).isEmpty();
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS - 2; i++) {
                taken.add(DriverManager.getConnection(url));
            }
            // With the one that looks.
            assertThat(found("connections-used-up"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.found()).isEqualTo("19 of 20 connections are taken."));
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void a_log_that_is_kept_from_being_recycled_is_told_with_its_size() {
        assertThat(found("wal-grown")).isEmpty();
        TestServer.run(url, "select pg_create_physical_replication_slot('reader', true)");
        // More than four times what it usually takes.
        TestServer.run(
                url,
                "select count(pg_logical_emit_message(false, 'fill', repeat('x', 1000000))) from generate_series(1, 150)");
        TestServer.run(url, "checkpoint");
        assertThat(found("wal-grown")).singleElement().satisfies(finding -> {
            assertThat(finding.found()).matches("WAL takes 1\\d\\d MiB, max_wal_size is 32 MiB\\.");
            assertThat(finding.remedy()).contains("replication slots");
        });
    }
}
