package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That no statement which runs all the time looks at more rows than it gives. */
class QueryPlanTest {
    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private SqliteStore store;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        Path file = directory.resolve("jobs.db");
        store = SqliteStore.open(file);
        store.migrate();
        connection = SqliteDataSource.open(file, SqliteSettings.DEFAULTS).getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        store.close();
    }

    private List<String> plan(Sql sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("explain query plan " + sql.jdbc())) {
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
        }
        return steps;
    }

    @Test
    void a_claim_reads_due_jobs_in_the_order_of_the_index_and_nothing_else() throws SQLException {
        assertThat(plan(SqliteStatements.CLAIM_CANDIDATES))
                .containsExactly(
                        "SEARCH rota_job USING COVERING INDEX rota_job_claim (queue=? AND priority=? AND due_at<?)");
    }

    @Test
    void a_claim_steps_from_one_priority_to_the_next_in_the_index() throws SQLException {
        assertThat(plan(SqliteStatements.CLAIM_LANES))
                .contains("SEARCH j USING COVERING INDEX rota_job_claim (queue=?)")
                .contains("SEARCH j USING COVERING INDEX rota_job_claim (queue=? AND priority>?)")
                .noneMatch(step -> step.startsWith("SCAN j"));
    }

    @Test
    void what_is_chosen_is_claimed_by_its_id() throws SQLException {
        assertThat(plan(SqliteStatements.CLAIM)).anyMatch(step -> step.contains("USING INTEGER PRIMARY KEY (rowid=?)"));
    }

    static Stream<Sql> frequent() {
        return Stream.of(
                SqliteStatements.CLAIM_CANDIDATES,
                SqliteStatements.CLAIM_CANDIDATES_OF_TYPES,
                SqliteStatements.CLAIM,
                SqliteStatements.MOVE_SUCCEEDED,
                SqliteStatements.DELETE_MOVED,
                SqliteStatements.MOVE_ENDED,
                SqliteStatements.BLOCK_DUE,
                SqliteStatements.WAITING_KEYS,
                SqliteStatements.KEYS_WITH_ROOM,
                SqliteStatements.COUNT_HOLDING,
                SqliteStatements.BLOCKED_JOBS,
                SqliteStatements.UNPARK,
                SqliteStatements.HELD_BY_WORKER,
                SqliteStatements.WORKER_REQUESTS,
                SqliteStatements.DUE_SCHEDULES,
                SqliteStatements.LIVE_JOBS_OF_SCHEDULE,
                SqliteStatements.NEXT_FIRE,
                SqliteStatements.OLD_HISTORY,
                SqliteStatements.OLD_FAILED,
                SqliteStatements.FIND_LIVE,
                SqliteStatements.FIND_FINISHED);
    }

    @Test
    void what_is_searched_is_a_range_of_ids() throws SQLException {
        for (Sql sql : List.of(
                SqliteStatements.LIST_LIVE,
                SqliteStatements.LIST_LIVE_UPWARDS,
                SqliteStatements.LIST_FINISHED,
                SqliteStatements.LIST_FINISHED_UPWARDS)) {
            assertThat(plan(sql))
                    .contains("SEARCH j USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
                    .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
    }

    @Test
    void jobs_in_a_state_that_few_are_in_are_found_in_its_index_in_order() throws SQLException {
        for (Sql sql : List.of(SqliteStatements.LIST_OF_STATE, SqliteStatements.LIST_OF_STATE_UPWARDS)) {
            assertThat(plan(sql))
                    .contains("SEARCH j USING INDEX rota_job_listed (state=? AND id>? AND id<?)")
                    .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
        for (Sql sql : List.of(SqliteStatements.LIST_RUNNING, SqliteStatements.LIST_RUNNING_UPWARDS)) {
            assertThat(plan(sql)).anyMatch(step -> step.contains("USING INDEX rota_job_running"));
        }
    }

    @Test
    void figures_are_read_by_their_span_and_time() throws SQLException {
        for (Sql sql : List.of(SqliteRollupStatements.SERIES, SqliteRollupStatements.TOTALS)) {
            assertThat(plan(sql))
                    .contains("SEARCH r USING PRIMARY KEY (span_s=? AND at>? AND at<?)")
                    .anyMatch(step -> step.contains("rota_rollup_worker"));
        }
        for (Sql sql : List.of(SqliteRollupStatements.SERIES_OF_TYPE, SqliteRollupStatements.RAN)) {
            assertThat(plan(sql))
                    .contains("SEARCH r USING INDEX rota_rollup_type (type=? AND span_s=? AND at>? AND at<?)")
                    .anyMatch(step -> step.contains("rota_rollup_worker"));
        }
    }

    @Test
    void the_jobs_of_a_group_of_failures_are_found_in_its_index_in_order() throws SQLException {
        for (Sql sql : List.of(SqliteStatements.LIST_FAILED_AS, SqliteStatements.LIST_FAILED_AS_UPWARDS)) {
            assertThat(plan(sql))
                    .contains("SEARCH j USING INDEX rota_job_failed_as (fingerprint=? AND id>? AND id<?)")
                    .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
        for (Sql sql : List.of(SqliteStatements.LIST_RETRYING_AS, SqliteStatements.LIST_RETRYING_AS_UPWARDS)) {
            assertThat(plan(sql))
                    .contains("SEARCH j USING INDEX rota_job_retrying_as (fingerprint=? AND id>? AND id<?)")
                    .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
    }

    @Test
    void groups_of_failures_are_listed_and_their_jobs_counted_by_indexes() throws SQLException {
        for (Sql sql : List.of(SqliteFailureStatements.LIST, SqliteFailureStatements.LIST_OF_STATE)) {
            assertThat(plan(sql))
                    .anyMatch(step -> step.startsWith("SEARCH f USING INDEX rota_failure_seen"))
                    .contains("SEARCH j USING COVERING INDEX rota_job_failed_as (fingerprint=?)")
                    .contains("SEARCH j USING COVERING INDEX rota_job_retrying_as (fingerprint=?)")
                    .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
    }

    static Stream<Sql> forPeople() {
        return Stream.of(
                SqliteStatements.ID_FROM,
                SqliteStatements.ID_UP_TO,
                SqliteStatements.FIND_MANY_LIVE,
                SqliteStatements.FIND_MANY_FINISHED,
                SqliteStatements.ACTS,
                SqliteStatements.LATEST_FIRES,
                SqliteStatements.LAST_LOG,
                SqliteStatements.ENDED_IN_QUEUE,
                SqliteStatements.WAITING_BY_QUEUE,
                SqliteFailureStatements.ADD,
                SqliteFailureStatements.HOURS,
                SqliteFailureStatements.PRUNE,
                SqliteRollupStatements.SERIES,
                SqliteRollupStatements.SERIES_OF_TYPE,
                SqliteRollupStatements.TOTALS,
                SqliteRollupStatements.RAN,
                SqliteRollupStatements.OLDEST_OF_WORKERS,
                SqliteRollupStatements.PRUNE,
                SqliteStatements.SCHEDULES_PART,
                SqliteStatements.SOONEST_SCHEDULES,
                SqliteFailureStatements.LATEST,
                SqliteRollupStatements.TAKE,
                SqliteRollupStatements.TARGET);
    }

    @ParameterizedTest
    @MethodSource("forPeople")
    void nothing_that_people_look_at_reads_a_whole_table(Sql sql) throws SQLException {
        assertThat(plan(sql))
                .noneMatch(step -> step.matches(
                        "SCAN (rota_(job|history|act|fire|log|rollup|failure_hour|schedule)|j|h|f|l|r)( .*)?"));
    }

    @ParameterizedTest
    @MethodSource("frequent")
    void nothing_that_runs_often_reads_a_whole_table_or_sorts(Sql sql) throws SQLException {
        assertThat(plan(sql))
                .noneMatch(step -> step.matches("SCAN (rota_job|rota_history|j|h)( .*)?"))
                .noneMatch(step -> step.contains("TEMP B-TREE"));
    }
}
