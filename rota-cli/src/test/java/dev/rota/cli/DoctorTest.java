package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.TestClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rota db doctor}. */
class DoctorTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
    }

    private void register(String version, Map<String, Integer> slots, String... types) {
        try (SqliteStore store = SqliteStore.open(
                directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(TestClock.at(Shell.NOW)))) {
            store.workers().register(new Registration("w", "host", 7, version, slots, Set.of(types)));
        }
    }

    private List<String> codes() {
        return DataReader.body(
                        new Shell(directory).run("db", "doctor", "-o", "json").out())
                .items()
                .stream()
                .map(finding -> finding.word("severity") + " " + finding.word("code"))
                .filter(code -> !code.contains("disk"))
                .toList();
    }

    @Test
    void a_queue_that_no_worker_serves_is_grave() {
        new Shell(directory).run("jobs", "retry", "2");
        assertThat(codes()).contains("error queue-without-worker");
        Shell.Result result = new Shell(directory).run("db", "doctor");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("error: Jobs wait in queue mail, the first for ", "[queue-without-worker]");
    }

    @Test
    void types_without_handler_and_mixed_versions_are_told() {
        register("1.0", Map.of("*", 2), "mail.send", "mail.flaky");
        assertThat(codes()).containsExactly("warning type-without-handler");
        register("1.1", Map.of("*", 2), "loans.check");
        assertThat(codes()).isEmpty();
        register("1.2", Map.of("*", 2), "loans.check");
        assertThat(codes()).containsExactly("warning mixed-versions");
        assertThat(new Shell(directory).run("db", "doctor").out())
                .contains("1 worker of version 1.1, 1 worker of version 1.2");
    }

    @Test
    void a_worker_whose_clock_is_off_is_named() {
        register("1.0", Map.of("*", 2), "mail.send", "mail.flaky", "loans.check");
        tellOffset(Duration.ofMillis(-1_999));
        assertThat(codes()).isEmpty();
        tellOffset(Duration.ofMinutes(-61));
        assertThat(codes()).containsExactly("warning worker-clock-differs");
        assertThat(new Shell(directory).run("db", "doctor").out()).contains("(w on host)", "behind the database's");
        tellOffset(Duration.ofMillis(2_001));
        assertThat(new Shell(directory).run("db", "doctor").out()).contains("ahead of the database's");
    }

    private void tellOffset(Duration offset) {
        try (SqliteStore store = SqliteStore.open(
                directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(TestClock.at(Shell.NOW)))) {
            long worker = store.workers().list().get(0).id();
            assertThat(store.workers().heartbeat(worker, null, offset, null).known())
                    .isTrue();
        }
    }

    @Test
    void all_is_well_where_workers_know_all() {
        register("1.0", Map.of("*", 2), "mail.send", "mail.flaky", "loans.check");
        assertThat(codes()).isEmpty();
        assertThat(new Shell(directory).run("db", "doctor", "-o", "name").exitCode())
                .isZero();
    }

    @Test
    void tables_of_another_version_are_named_and_not_read_further() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("rota.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("insert into rota_schema (version, name, applied_at) values (999, 'later', 0)");
        }
        assertThat(codes()).containsExactly("error schema-version");
    }
}
