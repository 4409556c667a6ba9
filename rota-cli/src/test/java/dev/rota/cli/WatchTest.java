package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and things that are watched. */
class WatchTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell shell = new Shell(directory);
    private Shell other = new Shell(directory);

    @BeforeEach
    void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
        shell = new Shell(directory);
        other = new Shell(directory);
    }

    /** What happens each time a command waits; when all has happened, somebody interrupts it. */
    private Shell meanwhile(Runnable... happens) {
        Deque<Runnable> left = new ArrayDeque<>(List.of(happens));
        return shell.meanwhile(time -> {
            Runnable next = left.poll();
            if (next == null) {
                throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.");
            }
            next.run();
        });
    }

    private Runnable doing(String... args) {
        return () -> assertThat(other.run(args).exitCode()).isZero();
    }

    @Test
    void rows_that_change_follow_the_table_until_somebody_interrupts() {
        Shell.Result result = meanwhile(doing("queues", "pause", "mail"), () -> {}, doing("queues", "resume", "mail"))
                .run("queues", "list", "--watch", "--columns", "name,state");
        assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.out())
                .isEqualTo("NAME     STATE\ndefault  active\nmail     active\nmail  paused\nmail  active\n");
    }

    @Test
    void one_line_is_printed_for_each_change() {
        Shell.Result result = meanwhile(doing("jobs", "run-now", "5"), doing("jobs", "cancel", "5"))
                .run("jobs", "list", "-w", "-o", "jsonl", "--limit", "3");
        assertThat(result.out().lines().map(line -> {
                    Body job = DataReader.body(line);
                    return job.text("id") + " " + job.text("state");
                }))
                .containsExactly("7 blocked", "6 blocked", "5 scheduled", "5 queued", "5 cancelled");
    }

    @Test
    void what_leaves_a_list_is_told_in_a_table() {
        Shell.Result result = meanwhile(doing("jobs", "retry", "2"), () -> {}, doing("jobs", "cancel", "2"))
                .run("jobs", "list", "state:failed", "-w", "--columns", "id,state");
        assertThat(result.out()).isEqualTo("ID  STATE\n2   failed\ngone: 2\n");
        assertThat(result.err()).doesNotContain("gone");
    }

    @Test
    void what_leaves_a_list_is_an_object_of_its_own_among_lines() {
        Shell.Result result =
                meanwhile(doing("schedules", "delete", "poll", "--yes")).run("schedules", "list", "-w", "-o", "jsonl");
        assertThat(result.out().lines().skip(2)).containsExactly("{\"gone\":\"poll\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "csv"})
    void what_leaves_a_list_is_no_row_of_it(String format) {
        Shell.Result once = new Shell(directory).run("jobs", "list", "state:failed", "-o", format);
        Shell.Result result =
                meanwhile(doing("jobs", "retry", "2")).run("jobs", "list", "state:failed", "-w", "-o", format);
        assertThat(result.out()).isEqualTo(once.out());
        assertThat(result.err()).startsWith("gone: 2\n");
    }

    @Test
    void what_new_jobs_push_out_of_sight_has_not_left() {
        Shell.Result result = meanwhile(doing("jobs", "enqueue", "loans.check"), doing("jobs", "cancel", "7"))
                .run("jobs", "list", "state:live", "-w", "--limit", "3", "-q");
        assertThat(result.out()).startsWith("7\n6\n5\n8\n").contains("8\n5\n");
        assertThat(result.err()).startsWith("gone: 7\n").doesNotContain("gone: 5");
    }

    @Test
    void csv_has_its_titles_once() {
        Shell.Result result = meanwhile(doing("schedules", "resume", "poll"))
                .run("schedules", "list", "-w", "-o", "csv", "--columns", "name,next");
        assertThat(result.out())
                .isEqualTo("name,next\noverdue-check,2026-11-22T22:00:00Z\npoll,paused until 2026-11-23T00:00:00Z\n"
                        + "poll,2026-11-22T15:00:00Z\n");
    }

    @Test
    void a_terminal_is_drawn_anew_and_what_does_not_fit_is_counted() {
        Shell.Result result = meanwhile(doing("queues", "pause", "mail"))
                .terminal("")
                .run("queues", "list", "-w", "--no-color", "--columns", "name,state");
        assertThat(result.out())
                .isEqualTo(
                        "\u001b[H\u001b[JNAME     STATE\u001b[K\ndefault  active\u001b[K\nmail     active\u001b[K\n\u001b[J"
                                + "\u001b[HNAME     STATE\u001b[K\ndefault  active\u001b[K\nmail     paused\u001b[K\n\u001b[J");
        Shell.Result low =
                meanwhile().variable("LINES", "5").run("jobs", "list", "-w", "--no-color", "--columns", "id");
        assertThat(low.out()).contains("ID\u001b[K\n7\u001b[K\n6\u001b[K\n… 5 lines more\u001b[K\n\u001b[J");
    }

    @Test
    void a_job_is_watched_until_it_is_over() {
        Shell.Result result =
                meanwhile(() -> {}, doing("jobs", "cancel", "5")).run("jobs", "get", "5", "-w", "-o", "jsonl");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().map(line -> DataReader.body(line).text("state")))
                .containsExactly("scheduled", "cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "workers list", "schedules get poll", "ops list", "jobs list state:failed"})
    void nothing_is_repeated_while_nothing_changes(String command) {
        Shell.Result once = new Shell(directory).run(command.split(" "));
        Shell.Result watched = meanwhile(() -> {}, () -> {}).run((command + " -w").split(" "));
        assertThat(watched.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(watched.out()).isEqualTo(once.out());
    }

    @Test
    void a_document_cannot_be_watched() {
        Shell.Result result = shell.run("queues", "list", "-w", "-o", "json");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .isEqualTo("rota: --watch prints as things change, and -o json is one whole document: "
                        + "expected -o table, wide, jsonl, csv or name.\n");
    }

    /** Hands on lines as they are printed. */
    private static class Lines extends Writer {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(char[] chars, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (chars[i] == '\n') {
                    lines.add(begun.toString());
                    begun.setLength(0);
                } else {
                    begun.append(chars[i]);
                }
            }
        }

        String next() throws InterruptedException {
            return Objects.requireNonNull(lines.poll(1, TimeUnit.MINUTES), "No line was printed within a minute");
        }

        @Override
        public void flush() {
            // Lines are handed on at once.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void a_server_tells_when_to_look_again() throws Exception {
        try (RunningServer server = new RunningServer(directory.resolve("rota.db"))) {
            // Without meanwhile(): it must not look every two seconds.
            Shell watching =
                    new Shell(directory).variable("ROTA_URL", server.url()).variable("ROTA_TOKEN", RunningServer.TOKEN);
            Shell changing =
                    new Shell(directory).variable("ROTA_URL", server.url()).variable("ROTA_TOKEN", RunningServer.TOKEN);
            Lines lines = new Lines();
            CompletableFuture<Integer> exitCode = new CompletableFuture<>();
            Thread thread = new Thread(() -> exitCode.complete(
                    watching.run(lines, "queues", "list", "-w", "--no-headers", "--columns", "name,state")
                            .exitCode()));
            thread.start();
            assertThat(lines.next()).isEqualTo("default  active");
            assertThat(lines.next()).isEqualTo("mail     active");
            assertThat(changing.run("queues", "pause", "mail").exitCode()).isZero();
            assertThat(lines.next()).isEqualTo("mail  paused");
            assertThat(changing.run("queues", "resume", "mail").exitCode()).isZero();
            assertThat(lines.next()).isEqualTo("mail  active");
            thread.interrupt();
            assertThat(exitCode.get(1, TimeUnit.MINUTES)).isEqualTo(ExitCode.INTERRUPTED);
        }
    }

    @Test
    void a_server_that_goes_away_is_asked_again() {
        RunningServer first = new RunningServer(directory.resolve("rota.db"));
        Shell.Result result = meanwhile(() -> {}, () -> {})
                .variable("ROTA_URL", first.url())
                .variable("ROTA_TOKEN", RunningServer.TOKEN)
                .run(
                        new Lines() {
                            @Override
                            public void flush() {
                                first.close();
                            }
                        },
                        "queues",
                        "list",
                        "-w");
        assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.err())
                .startsWith("rota: There is no answer from " + first.url())
                .contains(" Trying again.\n")
                .endsWith("rota: Interrupted.\n");
    }
}
