package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Finding;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Planted troubles. */
final class PostgresDiagnosisTest {
    private final String url = TestServer.newDatabase();
    private final PostgresStore store =
            PostgresStore.open(TestServer.settings(url).poolSize(2));

    @AfterEach
    void close() {
        store.close();
    }

    /** By a connection that was opened just now. */
    private List<Finding> found(Duration longTransaction) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        return new PostgresDiagnosis(new PostgresDatabase(dataSource, false, null), longTransaction).find();
    }

    @Test
    void an_idle_transaction_is_named_with_its_session() throws SQLException {
        store.migrate();
        try (Connection connection = DriverManager.getConnection(url + "&ApplicationName=forgetful");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select count(*) from rota_job");
            assertThat(found(Duration.ZERO))
                    .filteredOn(finding -> finding.code().equals("old-transaction"))
                    .anySatisfy(finding -> {
                        assertThat(finding.found()).contains("program \"forgetful\", idle in transaction");
                        assertThat(finding.remedy()).contains("pg_terminate_backend(");
                    });
            assertThat(found(Duration.ofHours(1))).extracting(Finding::code).doesNotContain("old-transaction");
        }
    }

    @Test
    void commits_that_are_not_waited_for_are_grave() {
        String name = url.replaceFirst("jdbc:postgresql://[^/]*/([^?]*).*", "$1");
        TestServer.run(url, "alter database " + name + " set synchronous_commit = off");
        assertThat(found(Duration.ofHours(1)))
                .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
                .extracting(Finding::code)
                .contains("synchronous-commit-off");
    }

    @Test
    void a_table_that_is_not_cleaned_is_grave() {
        store.migrate();
        TestServer.run(url, "alter table rota_queue set (autovacuum_enabled = false)");
        assertThat(found(Duration.ofHours(1)))
                .filteredOn(finding -> finding.code().equals("autovacuum-off"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.found()).contains("rota_queue"));
    }

    @Test
    void a_slot_that_nobody_reads_is_named() {
        String slot = "idle_" + ProcessHandle.current().pid();
        TestServer.run(url, "select pg_create_physical_replication_slot('" + slot + "', true)");
        try {
            assertThat(found(Duration.ofHours(1)))
                    .filteredOn(finding -> finding.code().equals("idle-replication-slot"))
                    .anySatisfy(finding -> assertThat(finding.found()).contains(slot));
        } finally {
            TestServer.run(url, "select pg_drop_replication_slot('" + slot + "')");
        }
    }
}
