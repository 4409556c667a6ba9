package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of databases. */
@Timeout(120)
class BackupTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell shell = new Shell(directory);

    @BeforeEach
    void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
        shell = new Shell(directory);
    }

    @Test
    void the_copy_is_a_database_like_the_first() {
        Shell.Result result = shell.run("db", "backup", "copy.db");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("The database is copied to " + directory.resolve("copy.db") + ": ")
                .endsWith(" bytes, checked.\n");
        for (String command : List.of("jobs list -o json", "schedules list -o json", "audit list -o json")) {
            assertThat(shell.run(("--db copy.db " + command).split(" ")).out())
                    .isEqualTo(shell.run(command.split(" ")).out());
        }
    }

    @Test
    void a_file_that_is_there_is_left_as_it_is() throws IOException {
        Path copy = directory.resolve("copy.db");
        Files.writeString(copy, "precious");
        Shell.Result result = shell.run("db", "backup", "copy.db");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("is there already: name a file that is not there yet");
        assertThat(copy).hasContent("precious");
    }

    @Test
    void nothing_is_left_where_it_cannot_be_written() throws IOException {
        Shell.Result result = shell.run("db", "backup", "none/copy.db");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("The directory of ").contains(" is not there: make it first");
        shell.run("db", "backup", "rota.db");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void it_is_made_while_others_write_and_is_whole() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(20);
        try (SqliteStore store = SqliteStore.open(directory.resolve("rota.db"))) {
            CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> {
                int written = 0;
                while (!enough.get()) {
                    store.jobs().enqueue(List.of(NewJob.of(JobType.of("busy"), "{}")));
                    written++;
                    begun.countDown();
                }
                return written;
            });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            Shell.Result result = shell.run("db", "backup", "copy.db", "-o", "json");
            enough.set(true);
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(writing.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(20);
        }
        assertThat(shell.run("--db", "copy.db", "jobs", "list", "type:busy", "-o", "name", "--limit", "1000")
                        .out()
                        .lines()
                        .count())
                .isGreaterThanOrEqualTo(20);
    }

    @Test
    void of_postgres_the_command_is_told_that_copies_it() {
        Shell.Result result = shell.variable("ROTA_DB_USER", "anna")
                .run(
                        "--db",
                        "jdbc:postgresql://db.example:5433/my%20jobs?password=secret",
                        "db",
                        "backup",
                        "it's.dump");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .startsWith(
                        "rota: PostgreSQL is copied by its own tool: pg_dump --format=custom '--file=it'\\''s.dump' "
                                + "--host=db.example --port=5433 --username=anna 'my jobs'")
                .doesNotContain("secret");
    }
}
