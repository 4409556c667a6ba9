package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.Finding;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
        return found(dataSource, longTransaction, Long.MAX_VALUE);
    }

    private static List<Finding> found(DataSource dataSource, Duration longTransaction, long frozenAge) {
        return new PostgresDiagnosis(new PostgresDatabase(dataSource, false, null), longTransaction, frozenAge).find();
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
    void a_table_of_dead_rows_is_named() throws SQLException {
        store.migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("alter table rota_queue set (autovacuum_enabled = false)");
            statement.execute("insert into rota_queue (name) select 'q' || n from generate_series(1, 25000) as g (n)");
            statement.execute("delete from rota_queue");
            // Statistics are told when a transaction ends, but not at each end of one.
            statement.execute("select pg_stat_force_next_flush()");
            statement.execute("select 1");
            assertThat(found(Duration.ofHours(1)))
                    .filteredOn(finding -> finding.code().equals("dead-rows"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.found()).contains("rota_queue has 25000 dead rows"));
        }
    }

    @Test
    void rows_that_were_not_frozen_for_too_long_are_grave() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        for (int i = 0; i < 5; i++) {
            // Each takes a transaction's number.
            TestServer.run(url, "select txid_current()");
        }
        assertThat(found(dataSource, Duration.ofHours(1), 4))
                .filteredOn(finding -> finding.code().equals("old-rows-not-frozen"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                    assertThat(finding.found()).matches("The oldest row .* is [1-9]\\d* transactions old\\.");
                });
        assertThat(found(dataSource, Duration.ofHours(1), 1_000_000_000))
                .extracting(Finding::code)
                .doesNotContain("old-rows-not-frozen");
    }

    @Test
    void a_prepared_transaction_that_nobody_ends_is_named() {
        String name = "forgotten_" + ProcessHandle.current().pid();
        TestServer.run(url, "begin; select 1; prepare transaction '" + name + "'");
        try {
            assertThat(found(Duration.ZERO))
                    .filteredOn(finding -> finding.code().equals("prepared-transaction"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.remedy()).contains("rollback prepared '" + name + "'"));
        } finally {
            TestServer.run(url, "rollback prepared '" + name + "'");
        }
    }

    @Test
    void a_pooler_that_gives_each_statement_another_connection_is_told() throws SQLException {
        assertThat(found(Duration.ofHours(1))).extracting(Finding::code).doesNotContain("no-listen");
        try (Connection one = DriverManager.getConnection(url);
                Connection two = DriverManager.getConnection(url)) {
            PGSimpleDataSource direct = new PGSimpleDataSource();
            direct.setURL(url);
            DataSource pooler = proxy(DataSource.class, (method, args) -> {
                return method.getName().equals("getConnection") ? alternating(one, two) : method.invoke(direct, args);
            });
            assertThat(found(pooler, Duration.ofHours(1), Long.MAX_VALUE))
                    .extracting(Finding::code)
                    .contains("no-listen");
        }
    }

    /** What stands behind a proxy. */
    private interface Behind {
        @Nullable
        Object call(Method method, Object[] args) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Behind behind) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> behind.call(method, args)));
    }

    private static Connection alternating(Connection one, Connection two) {
        AtomicInteger statements = new AtomicInteger();
        return proxy(Connection.class, (method, args) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            boolean next = method.getName().matches("createStatement|prepareStatement");
            int number = next ? statements.getAndIncrement() : 0;
            return method.invoke(number % 2 == 0 ? one : two, args);
        });
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
