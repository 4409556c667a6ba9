package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim looks at claimable jobs that are due, and at no others, whatever the statistics say. */
class ClaimPlanTest {
    private static final int FUTURE_JOBS = 50_000;

    private final String url = TestServer.newDatabase();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_claim_sees_no_job_that_is_not_due(boolean analyzed) throws SQLException {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url))) {
            store.migrate();
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into rota_worker (name, host, pid, version, queues, slots, types, state, started_at,"
                            + " heartbeat_at) values ('w', 'h', 1, '1', '{}', '{}', '{}', 'active', now(), now())");
            if (analyzed) {
                statement.execute("analyze");
            }
            insert(statement, "'q' || i % 2, i % 5, 'scheduled', true, now() + interval '1 hour'", FUTURE_JOBS);
            insert(statement, "'q' || i % 2, i % 5, 'failed', false, now() - interval '1 hour'", 1000);
            insert(statement, "'q' || i % 2, i % 5, 'queued', true, now()", 40);
            statement.execute(PostgresDialect.TUNE_SESSION);
            assertThat(rowsSeen(connection, PostgresStatements.EXCHANGE, "{q0}"))
                    .isLessThan(200);
            assertThat(rowsSeen(connection, PostgresStatements.EXCHANGE_MANY, "{q0,q1}"))
                    .isLessThan(300);
            assertThat(rowsSeen(connection, PostgresStatements.CLAIM, "{q0}")).isLessThan(200);
            assertThat(rowsSeen(connection, PostgresStatements.CLAIM_MANY, "{q0,q1}"))
                    .isLessThan(300);
        }
    }

    private static void insert(Statement statement, String columns, int rows) throws SQLException {
        statement.execute("insert into rota_job (id, type, version, args, queue, priority, state, claimable, due_at,"
                + " max_attempts, enqueued_at, finished_at) select nextval('rota_job_id'), 't', 1, '{}', " + columns
                + ", 3, now(), case when " + columns.contains("'failed'") + " then now() end"
                + " from generate_series(1, " + rows + ") i");
    }

    /** Rows that came from scans of {@code rota_job}, those that a filter removed included. */
    private static long rowsSeen(Connection connection, Sql sql, String queues) throws SQLException {
        String text = sql.toString()
                .replace(":now", "null")
                .replace(":worker", "1")
                .replace(":queues", "'" + queues + "'")
                .replace(":excluded", "'{}'")
                .replace(":most", "10")
                .replaceAll(":(ids|leases|states|reasons|results|items_[a-z]+)", "'{}'");
        try (Statement statement = connection.createStatement()) {
            return Plans.rowsSeen(statement, text, "rota_job");
        }
    }
}
