package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What people look for costs no more than the part of the ids that is searched, however long the history is. */
class SearchPlanTest {
    private static final int HISTORY = Integer.getInteger("rota.test.history", 50_000);
    private static final int WINDOW = 10_000;

    private final String url = TestServer.newDatabase();

    @Test
    void nothing_outside_of_what_is_searched_is_read() throws SQLException {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url))) {
            store.migrate();
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            fill(statement);
            statement.execute(PostgresDialect.TUNE_SESSION);
            String window = "above=" + (HISTORY - WINDOW) + " below=" + (HISTORY + 1);
            assertThat(rowsSeen(connection, PostgresStatements.LIST, "")).isLessThan(400);
            assertThat(rowsSeen(connection, PostgresStatements.LIST_UPWARDS, ""))
                    .isLessThan(400);
            assertThat(rowsSeen(connection, PostgresStatements.LIST, window + " type='none'"))
                    .isLessThanOrEqualTo(WINDOW);
            assertThat(rowsSeen(
                            connection,
                            PostgresStatements.LIST,
                            window + " args_path='{a,b}' args_value='9' args_word='9'"))
                    .isLessThanOrEqualTo(WINDOW);
            assertThat(rowsSeen(connection, PostgresStatements.LIST, window + " worker=4711"))
                    .isLessThanOrEqualTo(WINDOW);
            assertThat(rowsSeen(connection, PostgresStatements.LIST_GROUP, "fingerprint='f7' with_history=false"))
                    .isLessThan(250);
            assertThat(rowsSeen(
                            connection,
                            PostgresStatements.LIST_OF_STATES,
                            "any_state=false with_history=false states='{blocked,running}'"))
                    .isLessThan(10);
            assertThat(rowsSeen(
                            connection,
                            PostgresStatements.LIST_OF_STATES,
                            "any_state=false with_history=false states='{failed}'"))
                    .isLessThan(250);
            assertThat(rowsSeen(connection, PostgresStatements.ID_FROM, "id=" + HISTORY / 2))
                    .isLessThan(20);
            assertThat(rowsSeen(connection, PostgresFailureStatements.LIST, "seen='infinity' after='' cap=10"))
                    .isLessThan(1_500);
        }
    }

    private static void fill(Statement statement) throws SQLException {
        String columns = "type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,"
                + " worker_id, enqueued_at, claimed_at, finished_at, tags";
        statement.execute("insert into rota_history (id, " + columns + ") select i, 't' || i % 20, 1,"
                + " '{\"a\":{\"b\":1}}', 'q', 0, 'succeeded', t, 1, 3, 0, 1, i % 10, t, t, t, '{}'"
                + " from generate_series(1, " + HISTORY + ") i cross join lateral"
                + " (select now() - (" + HISTORY + " - i) * interval '1 second' as t) x");
        statement.execute("insert into rota_job (id, claimable, fingerprint, " + columns + ") select " + HISTORY
                + " + i, false, 'f' || i % 100, 't', 1, '{}', 'q', 0, 'failed', now(), 1, 3, 0, 1, 1, now(), now(), now(),"
                + " '{}' from generate_series(1, 10000) i");
        statement.execute("insert into rota_failure (fingerprint, type, types, title, versions, first_seen, last_seen,"
                + " occurrences) select 'f' || i, 't', '', 'x', '', now(), now(), 1 from generate_series(0, 99) i");
        statement.execute("vacuum analyze");
    }

    /** Rows that came from scans of large tables, those that a filter removed included. */
    private static long rowsSeen(Connection connection, Sql sql, String parameters) throws SQLException {
        String text = sql.toString();
        for (String parameter : (parameters + " now=null any_state=true with_history=true states='{}' limit=50"
                        + " above=0 below=9000000000 type=null queue=null tag=null schedule=null worker=null priority=null"
                        + " attempts=null enqueued_since=null enqueued_until=null finished_since=null"
                        + " finished_until=null args_path=null args_value=null args_word=null"
                        + " error=null unique=null trace=null result_path=null result_value=null result_word=null")
                .trim()
                .split(" ")) {
            int equals = parameter.indexOf('=');
            text = text.replaceAll(":" + parameter.substring(0, equals) + "\\b", parameter.substring(equals + 1));
        }
        long rows = 0;
        try (PreparedStatement explain =
                        connection.prepareStatement("explain (analyze, costs off, timing off, format text) " + text);
                ResultSet plan = explain.executeQuery()) {
            while (plan.next()) {
                rows += rows(plan.getString(1));
            }
        }
        return rows;
    }

    private static long rows(String line) {
        if (line.contains("Rows Removed by Filter")) {
            return Math.round(Double.parseDouble(line.replaceAll(".*: ([0-9.]+).*", "$1")));
        }
        if (line.matches(".* on rota_(job|history|failure).*") && line.contains("actual rows")) {
            double each = Double.parseDouble(line.replaceAll(".*rows=([0-9.]+).*", "$1"));
            return Math.round(each * Long.parseLong(line.replaceAll(".*loops=([0-9]+).*", "$1")));
        }
        return 0;
    }
}
