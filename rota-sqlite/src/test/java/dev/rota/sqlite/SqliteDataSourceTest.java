package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.DuplicateJobException;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobArchive;
import dev.rota.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's own connections beside the store's. */
class SqliteDataSourceTest {
    private static final NewJob JOB = NewJob.of(JobType.of("some.work"), "{}");
    private static final SqliteSettings IMPATIENT = SqliteSettings.DEFAULTS.busyTimeout(Duration.ofMillis(50));

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private SqliteStore store;

    @SuppressWarnings("NullAway.Init")
    private SqliteDataSource application;

    @BeforeEach
    void open() throws SQLException {
        Path file = directory.resolve("jobs.db");
        store = SqliteStore.open(file, IMPATIENT);
        store.migrate();
        application = SqliteDataSource.open(file, IMPATIENT);
        try (Connection connection = application.getConnection()) {
            run(connection, "create table thing (id integer primary key)");
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int things(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from thing")) {
            return rows.getInt(1);
        }
    }

    private Connection transaction() throws SQLException {
        Connection connection = application.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void a_job_is_committed_with_the_applications_own_rows() throws SQLException {
        long id;
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
            id = store.jobs().enqueue(connection, List.of(JOB)).get(0).id();
            assertThat(store.archive().find(id)).isEmpty();
            connection.commit();
        }
        assertThat(store.archive().find(id)).isPresent();
    }

    @Test
    void a_job_is_rolled_back_with_the_applications_own_rows() throws SQLException {
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
            long id = store.jobs().enqueue(connection, List.of(JOB)).get(0).id();
            connection.rollback();
            assertThat(store.archive().find(id)).isEmpty();
            assertThat(things(connection)).isZero();
        }
    }

    @Test
    void a_transaction_that_is_closed_without_a_word_is_rolled_back_and_blocks_nobody() throws SQLException {
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
        }
        assertThat(store.jobs().enqueue(List.of(JOB))).hasSize(1);
        try (Connection connection = application.getConnection()) {
            assertThat(things(connection)).isZero();
        }
    }

    @Test
    void the_store_waits_while_the_application_writes() throws Exception {
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
            CompletableFuture<?> other =
                    CompletableFuture.runAsync(() -> store.jobs().enqueue(List.of(JOB)));
            assertThatThrownBy(other::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isWorthRetrying()).isTrue());
            connection.commit();
        }
        assertThat(store.jobs().enqueue(List.of(JOB))).hasSize(1);
    }

    @Test
    void a_transaction_that_has_done_nothing_yet_keeps_nobody_waiting() throws SQLException {
        try (Connection connection = transaction()) {
            assertThat(store.jobs().enqueue(List.of(JOB))).hasSize(1);
            run(connection, "insert into thing values (1)");
            connection.commit();
            assertThat(things(connection)).isEqualTo(1);
        }
    }

    @Test
    void a_thread_that_would_wait_for_its_own_transaction_is_told_so_at_once() throws SQLException {
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
            assertThatThrownBy(() -> store.jobs().enqueue(List.of(JOB)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("would wait for itself");
        }
    }

    @Test
    void a_read_only_transaction_passes_by_and_cannot_write() throws Exception {
        try (Connection writing = transaction();
                Connection reading = application.getConnection()) {
            run(writing, "insert into thing values (1)");
            reading.setReadOnly(true);
            reading.setAutoCommit(false);
            assertThat(things(reading)).isZero();
            assertThatThrownBy(() -> run(reading, "insert into thing values (2)"))
                    .isInstanceOf(SQLException.class);
            reading.commit();
            writing.commit();
            assertThat(things(reading)).isEqualTo(1);
        }
    }

    @Test
    void a_statement_outside_a_transaction_passes_the_gate_for_itself() throws SQLException {
        try (Connection connection = application.getConnection()) {
            run(connection, "insert into thing values (1)");
            assertThat(application.gate().isMine()).isFalse();
            assertThat(things(connection)).isEqualTo(1);
        }
    }

    @Test
    void after_a_rejected_key_the_application_may_go_on_and_nothing_of_the_batch_is_left() throws SQLException {
        NewJob keyed = JOB.unique(UniqueKey.of("only").onConflict(OnConflict.REJECT));
        store.jobs().enqueue(List.of(keyed));
        try (Connection connection = transaction()) {
            run(connection, "insert into thing values (1)");
            assertThatThrownBy(() -> store.jobs().enqueue(connection, List.of(JOB, keyed)))
                    .isInstanceOf(DuplicateJobException.class);
            connection.commit();
            assertThat(things(connection)).isEqualTo(1);
        }
        assertThat(store.archive().list(JobArchive.Query.NEWEST)).hasSize(1);
    }

    @Test
    void a_store_opens_the_file_of_a_data_source() {
        long id = store.jobs().enqueue(List.of(JOB)).get(0).id();
        try (SqliteStore same = SqliteStore.on(application)) {
            assertThat(same.archive().find(id)).isPresent();
            assertThat(same.describe()).contains("SQLite 3.").contains("jobs.db");
        }
    }
}
