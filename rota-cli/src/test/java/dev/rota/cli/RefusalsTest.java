package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when something is wrong: what was expected, what was found, what to do. */
class RefusalsTest {
    @TempDir
    private static Path directory = Path.of("");

    @TempDir
    private Path empty = Path.of("");

    @BeforeAll
    static void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2 | jbos                                    | There is no command "jbos": did you mean jobs?
            2 | jobs lits                               | There is no command "lits": did you mean list or logs?
            2 | jobs                                    | rota jobs is not complete: expected one of add-tag, attempts, cancel, change-priority, delete, enqueue, get, list, logs, move-to-queue, retry, run-now, stack, wait after it.
            2 | jobs list --colums id                   | rota jobs list has no option "--colums": did you mean --columns?
            2 | jobs list --columns idd                 | There is no column "idd": expected some of id, type, state, queue, attempt, due, ran, priority, enqueued, finished, worker, schedule, tags, reason.
            2 | jobs list -o xml                        | --output is "xml": expected one of table, wide, json, jsonl, yaml, csv, name.
            2 | jobs list mail                          | "mail" is not a filter: expected state:, type:, queue:, tag:, schedule:, fp: or since: followed by a value, such as state:failed. A server knows more filters, such as args.customer.id:42: add --url.
            2 | jobs list sate:failed                   | "sate:failed" is no filter of a database: expected state:, type:, queue:, tag:, schedule:, fp: or since:. A server knows more filters, such as args.customer.id:42: add --url.
            2 | jobs list args.url:*                    | "args.url:*" is no filter of a database: expected state:, type:, queue:, tag:, schedule:, fp: or since:. A server knows more filters, such as args.customer.id:42: add --url.
            2 | jobs list state:faild                   | "faild" is not a state: expected live, scheduled, queued, blocked, running, retrying, succeeded, failed, cancelled.
            2 | jobs list --zone Europe/Rgia            | --zone: Zone "Europe/Rgia" is not known. Did you mean "Europe/Riga"?
            2 | jobs list --limit 5000                  | --limit is 5000: expected 1 to 1000.
            2 | jobs get abc                            | ID is "abc": expected a whole number such as 42.
            2 | jobs get                                | Missing required parameter: 'ID'.
            2 | jobs get 1 2                            | "2" is one argument more than rota jobs get takes: leave it out, or put what belongs together in quotes.
            2 | jobs get 1 -o csv                       | This command has no rows to show as csv: use -o table, wide, json, jsonl, yaml or name.
            5 | jobs get 99                             | There is no job 99: see rota jobs list for those there are; old ones are deleted by retention.
            5 | jobs logs 99                            | There is no job 99: see rota jobs list for those there are; old ones are deleted by retention.
            5 | jobs logs 1 --attempt 7                 | Job 1 has no attempt 7: see rota jobs get 1.
            2 | jobs retry                              | Nothing says which jobs: expected ids, or --query such as 'state:failed'.
            2 | jobs retry 1 --query state:failed       | Both ids and --query say which jobs: expected one of them.
            2 | jobs delete --query since:              | "since:" is not a filter: expected state:, type:, queue:, tag:, schedule:, fp: or since: followed by a value, such as state:failed.
            2 | jobs delete 1                           | This deletes 1 job: add --yes to do it.
            2 | jobs cancel --query queue:mail          | This cancels 6 jobs: add --yes to do it.
            5 | schedules run overdue                   | There is no schedule "overdue": did you mean overdue-check?
            5 | schedules fires nightly                 | There is no schedule "nightly": expected one of overdue-check, poll.
            2 | schedules pause poll --until yesterday  | --until "yesterday" is not a time: expected 2026-11-22, 2026-11-22T10:00, 2026-11-22T10:00Z, or a duration from now such as 2h.
            2 | schedules pause poll --until 2026-02-30 | --until "2026-02-30" is not a time (Invalid date 'FEBRUARY 30'): expected 2026-11-22, 2026-11-22T10:00, 2026-11-22T10:00Z, or a duration from now such as 2h.
            2 | schedules pause poll --until 2026-11-21 | --until is 2026-11-21T00:00:00Z, which is over: expected a time after 2026-11-22T10:00:00Z.
            6 | schedules resume overdue-check          | Schedule overdue-check is not paused: there is nothing to resume.
            2 | queues purge mail                       | Only a server works through operations: add --url.
            5 | queues pause mial                       | There is no queue "mial": did you mean mail?
            6 | queues resume mail                      | Queue mail is not paused: there is nothing to resume.
            2 | queues limit mail                       | Nothing says how to limit the queue: expected --concurrency or --rate.
            2 | queues limit mail --concurrency 0       | --concurrency has "0" for a number: expected 1 or more, or none for no limit.
            2 | queues limit mail --rate 5              | --rate "5" is not a rate: expected such as 100/1m, or none.
            2 | queues limit mail --rate 5/soon         | --rate "soon" is not a duration: expected such as 90s, 5m, 1h30m or 2d.
            9 | --db other.db status                    | There is no database file DIR/other.db: name another with --db or ROTA_DB, or make this one with rota db migrate.
            9 | --db . status                           | DIR is a directory: expected a database file, name it with --db.
            2 | --db jdbc:mysql://host/db status        | --db names a database that Rota does not know, "jdbc:mysql:…": expected a file, jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE.
            2 | --db jdbc:sqlite::memory: status        | --db ":memory:" is not the name of a file: expected such as rota.db or jdbc:sqlite:rota.db.
            2 | --db jdbc:postgresql://host status      | --db "jdbc:postgresql://host" is not complete: expected jdbc:postgresql://HOST:PORT/DATABASE.
            2 | --db postgres://u:secret@host/db status | --db is a URL of libpq: expected the JDBC form jdbc:postgresql://HOST:PORT/DATABASE?user=USER, with the password in ROTA_DB_PASSWORD.
            """)
    void says_in_one_sentence(int exitCode, String command, String sentence) {
        Shell.Result result = new Shell(directory).run(command.split(" +"));
        assertThat(result.err().lines().findFirst()).hasValue("rota: " + sentence.replace("DIR", directory.toString()));
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void a_malformed_cron_expression_is_named_with_its_field() {
        Shell.Result result = new Shell(empty).run("schedules", "preview", "0 25 * * *");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("rota: ").contains("25").containsIgnoringCase("hour");
        assertThat(result.err().lines()).hasSize(1);
    }

    @Test
    void a_misspelt_zone_is_answered_with_the_one_that_was_meant() {
        assertThat(new Shell(empty).run("schedules", "preview", "@daily", "--zone", "Europe/Rga"))
                .isEqualTo(new Shell.Result(
                        ExitCode.USAGE, "", "rota: Zone \"Europe/Rga\" is not known. Did you mean \"Europe/Riga\"?\n"));
    }

    @Test
    void a_command_that_reads_makes_no_file() throws Exception {
        for (String command : List.of("status", "jobs list", "db info", "queues limit mail --rate 1/s")) {
            assertThat(new Shell(empty).run(command.split(" ")).exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        }
        try (var files = Files.list(empty)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void an_empty_file_and_one_of_another_kind_are_left_alone() throws Exception {
        Path nothing = Files.createFile(empty.resolve("nothing.db"));
        Path letter = Files.writeString(empty.resolve("letter.db"), "Dear Anna, this is not a database.");
        assertThat(new Shell(empty).run("--db", "nothing.db", "status").err())
                .isEqualTo("rota: The file " + nothing
                        + " is empty: name another with --db, or make the tables with rota db migrate.\n");
        assertThat(new Shell(empty).run("--db", "letter.db", "db", "migrate").err())
                .isEqualTo("rota: " + letter + " is not a SQLite database: name another file with --db.\n");
        assertThat(nothing).isEmptyFile();
        assertThat(letter).hasContent("Dear Anna, this is not a database.");
    }

    @Test
    void tables_of_a_newer_version_are_left_alone() throws Exception {
        FilledDatabase.make(empty.resolve("rota.db"));
        sql(empty.resolve("rota.db"), "insert into rota_schema (version, name, applied_at) values (999, 'later', 0)");
        Shell.Result result = new Shell(empty).run("jobs", "list");
        assertThat(result)
                .isEqualTo(
                        new Shell.Result(
                                ExitCode.FAILED,
                                "",
                                "rota: The database " + empty.resolve("rota.db")
                                        + " has tables of version 999, newer than the 1 this program knows: use a newer Rota.\n"));
        assertThat(new Shell(empty).run("db", "info").out()).contains("999, newer than the 1 this program knows");
    }

    @Test
    void a_database_of_somebody_else_is_not_taken_over() throws Exception {
        sql(empty.resolve("rota.db"), "create table book (title text)");
        Shell.Result result = new Shell(empty).run("jobs", "list");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .isEqualTo("rota: The database " + empty.resolve("rota.db")
                        + " has no tables of Rota: name another with --db, or make them with rota db migrate.\n");
    }

    @Test
    void a_server_that_does_not_answer_is_unreachable() {
        Shell.Result result = new Shell(empty).run("--db", "jdbc:postgresql://localhost:1/rota", "status");
        assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(result.err())
                .startsWith(
                        "rota: PostgreSQL at localhost:1/rota cannot be reached: Connection to localhost:1 refused");
    }

    @Test
    void stack_traces_are_for_those_who_ask() {
        assertThat(new Shell(empty).run("status").err()).doesNotContain("\tat ");
        assertThat(new Shell(empty).run("status", "-v").err()).contains("CommandFailure", "\tat dev.rota.cli");
        assertThat(new Shell(empty).run("-v", "jobs", "get", "x").err()).contains("\tat picocli");
    }

    @Test
    void a_password_is_never_shown() {
        Shell shell = new Shell(empty)
                .variable("ROTA_DB", "jdbc:postgresql://localhost:1/rota?user=anna&password=secret&ssl=false")
                .variable("ROTA_DB_PASSWORD", "secret");
        for (String command : List.of("status", "config view", "status -v")) {
            Shell.Result result = shell.run(command.split(" "));
            assertThat(result.out() + result.err()).doesNotContain("secret");
        }
    }

    private static void sql(Path file, String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
