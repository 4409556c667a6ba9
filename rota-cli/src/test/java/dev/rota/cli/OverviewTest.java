package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Status, and the commands about the program and its database. */
class OverviewTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file = directory;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("rota.db");
    }

    private Shell.Result run(String... args) {
        return new Shell(directory).run(args);
    }

    @Test
    void status_without_a_worker_is_unhealthy_if_there_is_work() {
        FilledDatabase.make(file);
        Shell.Result result = run("status");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).endsWith("""
                        Health     unhealthy
                        Jobs       queued 0, running 0, scheduled 1, retrying 1, blocked 2, failed 1
                        Workers    0 active
                        Queues     2
                        Schedules  2, paused: poll, next overdue-check 2026-11-22T22:00:00Z
                        problem: No worker is active, so no job runs: start one.
                        """);
    }

    @Test
    void status_with_a_worker_is_healthy() {
        FilledDatabase.make(file);
        try (SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(TestClock.at(Shell.NOW)))) {
            store.workers().register(new Registration("second", "host", 7, "1", Map.of("*", 2), Set.of("mail.send")));
        }
        Shell.Result result = run("status");
        assertThat(result.out())
                .contains("Health     ok\n", "Workers    1 active\n")
                .doesNotContain("problem");
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run("status", "-o", "wide").out()).contains("second", "overdue-check", "CONCURRENCY");
        assertThat(run("status", "-o", "jsonl").out()).startsWith("{\"healthy\":true,\"problems\":[],");
        assertThat(run("status", "-o", "name").out()).isEqualTo("healthy\n");
    }

    @Test
    void status_names_the_one_queue_that_no_worker_takes_from() {
        FilledDatabase.make(file);
        try (SqliteStore store = SqliteStore.open(file, SqliteSettings.DEFAULTS.clock(TestClock.at(Shell.NOW)))) {
            store.workers().register(new Registration("w", "host", 7, "1", Map.of("default", 2), Set.of("mail.send")));
        }
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.DONE);
        run("jobs", "retry", "2");
        Shell.Result result = run("status");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("problem: Jobs wait in queue mail, and no active worker takes from it: start one with slots");
        run("queues", "pause", "mail");
        assertThat(run("status").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void migrate_makes_a_database_that_other_commands_read() {
        assertThat(run("db", "migrate").out()).isEqualTo("The tables are of version 1 now, they were of version 0.\n");
        assertThat(run("db", "migrate").out()).isEqualTo("The tables are of version 1 already: nothing was done.\n");
        assertThat(run("db", "info").out()).contains("Version   1, as this program needs it\n");
        assertThat(run("status").out()).contains("Health     ok\n");
    }

    @Test
    void migrate_prints_the_statements_of_both_databases_and_opens_neither() {
        assertThat(run("db", "migrate", "--print").out())
                .startsWith("-- Version 1: create tables\n")
                .contains("create table rota_job (");
        assertThat(run("--db", "jdbc:postgresql://nowhere.invalid/x", "db", "migrate", "--print")
                        .out())
                .contains("create table rota_job (");
        assertThat(file).doesNotExist();
    }

    @Test
    void the_database_is_the_options_then_the_variables_then_the_demos() throws Exception {
        Shell shell = new Shell(directory);
        assertThat(shell.run("config", "view", "-o", "csv").out()).contains("db," + file + ",default\n");
        Path demo = directory.resolve(".rota/demo/rota.db");
        Files.createDirectories(directory.resolve(".rota/demo"));
        Files.createFile(demo);
        assertThat(shell.run("config", "view", "-o", "csv").out()).contains("db," + demo + ",default\n");
        shell.variable("ROTA_DB", "jdbc:sqlite:env.db");
        assertThat(shell.run("config", "view", "-o", "csv").out())
                .contains("db," + directory.resolve("env.db") + ",ROTA_DB\n");
        assertThat(shell.run("config", "view", "-o", "csv", "--db", "jdbc:postgresql://h/x?password=p")
                        .out())
                .contains("db,jdbc:postgresql://h/x?password=***,--db\n");
    }

    @Test
    void version_and_help_need_no_database() {
        assertThat(run("version").out()).startsWith("rota 0.");
        assertThat(run("--version").out()).startsWith("rota 0.");
        assertThat(run().out()).contains("Commands:", "Exit codes:", "status", "schedules");
        assertThat(run("jobs", "list", "--help").out())
                .startsWith("Usage: rota jobs list [OPTIONS] [FILTER...]")
                .contains("--cursor", "Options of all commands: rota --help")
                .doesNotContain("--db");
    }

    @Test
    void completion_knows_commands_and_options() {
        assertThat(run("completion", "bash").out()).contains("run-now", "--columns", "complete -F");
    }
}
