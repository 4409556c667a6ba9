package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.JobArchive;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What is SQLite's own: its file, its errors, what it says of others' commits. */
class SqliteStoreTest {
    private static final NewJob JOB = NewJob.of(JobType.of("some.work"), "{}");

    @TempDir
    Path directory;

    private SqliteStore migrated() {
        SqliteStore store = SqliteStore.open(directory.resolve("jobs.db"));
        store.migrate();
        return store;
    }

    @Test
    void a_missing_directory_is_named_with_what_to_do() {
        Path file = directory.resolve("nowhere").resolve("jobs.db");
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("create it");
    }

    @Test
    void a_missing_directory_of_a_data_source_is_named_too() {
        Path file = directory.resolve("nowhere").resolve("jobs.db");
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        assertThatThrownBy(() -> SqliteStore.on(dataSource))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "There is no directory " + file.getParent() + " for the database file " + file + ": create it");
    }

    @Test
    void a_directory_in_the_place_of_the_file_is_refused() {
        assertThatThrownBy(() -> SqliteStore.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void a_file_that_is_no_database_is_named_and_left_alone() throws IOException {
        byte[] content = new byte[4096];
        Arrays.fill(content, (byte) 'x');
        Path file = Files.write(directory.resolve("jobs.db"), content);
        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jobs.db is not a SQLite database")
                .hasMessageContaining("backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    @Test
    void a_full_disk_is_worth_waiting_for() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("full.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (x text)");
            statement.execute("pragma max_page_count = 2");
            SQLException full = catchThrowableOfType(
                    SQLException.class, () -> statement.execute("insert into t values (zeroblob(100000))"));
            assertThat(full.getMessage()).contains("full");
            StoreException refused = new SqliteDialect(directory.resolve("full.db")).translate(full);
            assertThat(refused).hasMessageContaining("The disk is full").hasMessageContaining("full.db");
            assertThat(refused.isWorthRetrying()).isTrue();
        }
    }

    @Test
    void a_lock_of_another_process_is_worth_waiting_for() throws SQLException {
        SqliteSettings impatient = SqliteSettings.DEFAULTS.busyTimeout(Duration.ofMillis(20));
        Path file = directory.resolve("jobs.db");
        try (SqliteStore store = SqliteStore.open(file, impatient);
                Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = foreign.createStatement()) {
            store.migrate();
            statement.execute("begin immediate");
            assertThatThrownBy(() -> store.jobs().enqueue(List.of(JOB)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isWorthRetrying()).isTrue())
                    .hasMessageContaining("locked by another process");
            statement.execute("rollback");
            assertThat(store.jobs().enqueue(List.of(JOB))).hasSize(1);
        }
    }

    /** A transaction that read first and wrote later would fail with BUSY_SNAPSHOT if another wrote in between. */
    @Test
    void a_transaction_that_reads_first_holds_the_lock_already_so_that_its_write_cannot_fail() throws Exception {
        Path file = directory.resolve("jobs.db");
        try (SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS);
                Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = foreign.createStatement()) {
            store.migrate();
            statement.execute("pragma busy_timeout = 0");
            store.transaction(connection -> {
                try (Statement reading = connection.createStatement()) {
                    reading.executeQuery("select count(*) from rota_job").close();
                }
                assertThatThrownBy(() -> statement.execute("insert into rota_queue (name) values ('foreign')"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("BUSY");
                store.jobs().enqueue(connection, List.of(JOB));
            });
            assertThat(store.archive().list(JobArchive.Query.NEWEST)).hasSize(1);
        }
    }

    @Test
    void a_closed_store_says_so() {
        SqliteStore store = migrated();
        store.close();
        store.close();
        assertThatThrownBy(() -> store.jobs().enqueue(List.of(JOB)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has been closed");
    }

    @Test
    void work_that_throws_leaves_nothing_behind_and_lets_others_write() {
        try (SqliteStore store = migrated()) {
            assertThatThrownBy(() -> store.transaction(connection -> {
                        store.jobs().enqueue(connection, List.of(JOB));
                        throw new IOException("no");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(store.archive().list(JobArchive.Query.NEWEST)).isEmpty();
            assertThat(store.jobs().enqueue(List.of(JOB))).hasSize(1);
        }
    }

    /** Another engine read in the transaction in which it wrote thereafter, and was refused with BUSY_SNAPSHOT then. */
    @Test
    void a_rescue_bears_a_commit_of_others_between_its_look_and_its_write() throws Exception {
        TestClock clock = TestClock.at("2026-03-02T09:00:00Z");
        Path file = directory.resolve("jobs.db");
        try (SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(clock));
                SqliteStore other = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(clock))) {
            store.migrate();
            long worker = store.workers().register(new Registration("w", "host", 1, "1", Map.of("*", 1), Set.of()));
            store.jobs().enqueue(List.of(JOB));
            Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of(JOB.queue()), false, 1);
            assertThat(store.jobs()
                            .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                            .claimed())
                    .hasSize(1);
            clock.advance(Duration.ofMinutes(1));
            AtomicInteger rescued = new AtomicInteger();
            Thread rescuer = new Thread(() -> rescued.set(
                    store.jobs().rescue(Duration.ofSeconds(15), 3, 10).size()));
            other.transaction(connection -> {
                rescuer.start();
                while (rescuer.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                other.jobs().enqueue(connection, List.of(JOB));
            });
            rescuer.join();
            assertThat(rescued).hasValue(1);
        }
    }

    @Test
    void commits_are_as_durable_as_was_asked_for() throws Exception {
        SqliteSettings normal = SqliteSettings.DEFAULTS.synchronous(SqliteSettings.Synchronous.NORMAL);
        assertThat(synchronous(SqliteSettings.DEFAULTS)).isEqualTo(2);
        assertThat(synchronous(normal)).isEqualTo(1);
    }

    private int synchronous(SqliteSettings settings) throws Exception {
        AtomicInteger found = new AtomicInteger();
        try (SqliteStore store = SqliteStore.open(directory.resolve("jobs.db"), settings)) {
            store.transaction(connection -> {
                try (Statement statement = connection.createStatement();
                        var rows = statement.executeQuery("pragma synchronous")) {
                    found.set(rows.getInt(1));
                }
            });
        }
        return found.get();
    }

    @Test
    void commits_of_others_are_noticed_and_its_own_are_not() throws SQLException {
        Path file = directory.resolve("jobs.db");
        SqliteSessions sessions = new SqliteSessions(file, SqliteSettings.DEFAULTS, new SqliteDialect(file));
        try (sessions;
                SqliteStore other = migrated()) {
            Long first = sessions.versionOfOthers();
            var own = sessions.take(false);
            own.run("create table mine (x integer)");
            sessions.giveBack(own, false, false);
            assertThat(sessions.versionOfOthers()).isEqualTo(first);
            other.jobs().enqueue(List.of(JOB));
            assertThat(sessions.versionOfOthers()).isNotEqualTo(first);
        }
    }

    @Test
    void it_opens_no_store_on_another_kind_of_database() {
        SQLiteDataSource memory = new SQLiteDataSource();
        memory.setUrl("jdbc:sqlite::memory:");
        assertThatThrownBy(() -> SqliteStore.on(memory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("expected jdbc:sqlite: and the path of a file");
    }
}
