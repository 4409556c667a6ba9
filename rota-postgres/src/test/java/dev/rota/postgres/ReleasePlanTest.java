package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To let a job go that waits for an exclusion key, what waits for other keys is not read, whatever the statistics say. */
class ReleasePlanTest {
    private static final int KEYS = 20_000;

    private final String url = TestServer.newDatabase();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_waits_for_other_keys_is_not_read(boolean analyzed) throws SQLException {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url))) {
            store.migrate();
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            insert(statement, "'scheduled', true, null, null, null, now() + interval '1 hour'", 10 * KEYS);
            insert(statement, "'blocked', false, 'exclusion', 'key-' || i, 1, now()", 1);
            if (analyzed) {
                statement.execute("analyze rota_job");
            }
            statement.execute(PostgresDialect.TUNE_SESSION);
            prepare(statement, "room", PostgresStatements.KEYS_WITH_ROOM, "text[]");
            prepare(statement, "release", PostgresStatements.RELEASE_BLOCKED, "text[], integer");
            assertThat(rowsSeen(statement, "room ('{key-7}')")).isZero();
            assertThat(rowsSeen(statement, "release ('{key-7}', 500)")).isZero();

            insert(statement, "'blocked', false, 'exclusion', 'key-' || i, 1, now()", KEYS);
            assertThat(rowsSeen(statement, "room ('{key-7}')")).isBetween(1L, 10L);
            assertThat(rowsSeen(statement, "release ('{key-7}', 500)")).isBetween(2L, 10L);
        }
    }

    private static void insert(Statement statement, String columns, int rows) throws SQLException {
        statement.execute(
                "insert into rota_job (id, type, version, args, queue, priority, state, claimable, blocked_by,"
                        + " exclusion_key, exclusion_limit, due_at, max_attempts, enqueued_at) select nextval('rota_job_id'),"
                        + " 't', 1, '{}', 'q', 5, " + columns + ", 3, now() from generate_series(1, " + rows + ") i");
    }

    private static void prepare(Statement statement, String name, Sql sql, String types) throws SQLException {
        statement.execute("prepare " + name + " (" + types + ") as "
                + sql.toString().replace(":keys", "$1").replace(":limit", "$2"));
    }

    private static long rowsSeen(Statement statement, String call) throws SQLException {
        return Plans.rowsSeen(statement, "execute " + call, "rota_job");
    }
}
