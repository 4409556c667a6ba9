package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What retention leaves is not read to find what it deletes, whatever the statistics say. */
class PrunePlanTest {
    private static final int YOUNG_LINES = 50_000;
    private static final int LIMIT = 100;
    private static final String DAYS_30 = "2592000000";

    private final String url = TestServer.newDatabase();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void log_lines_that_are_kept_are_not_read_to_find_old_ones(boolean analyzed) throws SQLException {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url))) {
            store.migrate();
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            insert(statement, YOUNG_LINES, "1 day");
            if (analyzed) {
                statement.execute("analyze rota_log");
            }
            statement.execute(PostgresDialect.TUNE_SESSION);
            prepare(statement, PostgresStatements.PRUNE_LOG);
            assertThat(linesSeen(statement)).isZero();

            insert(statement, 10 * LIMIT, "31 days");
            assertThat(linesSeen(statement)).isBetween((long) LIMIT, 3L * LIMIT);
        }
    }

    private static void insert(Statement statement, int lines, String age) throws SQLException {
        statement.execute("insert into rota_log (job_id, lease, at, level, line) select i / 10, 1, now() - interval '"
                + age + "', 'info', 'line ' || i from generate_series(1, " + lines + ") i");
    }

    private static void prepare(Statement statement, Sql sql) throws SQLException {
        statement.execute("prepare prune (timestamptz, bigint, integer) as "
                + sql.toString().replace(":now", "$1").replace(":age", "$2").replace(":limit", "$3"));
    }

    private static long linesSeen(Statement statement) throws SQLException {
        return Plans.rowsSeen(statement, "execute prune (null, " + DAYS_30 + ", " + LIMIT + ")", "rota_log");
    }
}
