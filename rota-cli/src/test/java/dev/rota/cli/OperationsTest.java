package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server does to many jobs at once, asked for on the command line. */
@Timeout(120)
class OperationsTest {
    @TempDir
    private Path directory = Path.of("");

    private @Nullable RunningServer started;
    private Shell shell = new Shell(directory);

    @BeforeEach
    void open() {
        RunningServer server = RunningServer.fill(directory.resolve("rota.db"));
        started = server;
        shell = new Shell(directory.resolve("elsewhere"))
                .variable("ROTA_URL", server.url())
                .variable("ROTA_TOKEN", RunningServer.TOKEN)
                .meanwhile(time -> server.awaitOperations());
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(started).close();
    }

    private String states() {
        return shell.run("jobs", "list", "--no-headers", "--columns", "id,state")
                .out();
    }

    @Test
    void all_jobs_of_a_query_are_changed_by_the_server() {
        Shell.Result result = shell.run("jobs", "cancel", "--query", "queue:mail state:live", "--yes");
        assertThat(result)
                .isEqualTo(new Shell.Result(0, "Operation 1 has finished: 4 jobs done, 0 left alone, 0 failed.\n", ""));
        assertThat(states()).contains("7  cancelled", "6  cancelled", "5  cancelled", "3  cancelled", "2  failed");
    }

    @Test
    void what_they_get_goes_with_the_query() {
        assertThat(shell.run("jobs", "move-to-queue", "--query", "queue:mail", "--queue", "bulk", "--dry-run")
                        .out())
                .startsWith("This moves 4 jobs to queue bulk, and leaves alone ");
        assertThat(shell.run("jobs", "move-to-queue", "--query", "queue:mail state:live", "--queue", "bulk", "--yes")
                        .out())
                .isEqualTo("Operation 1 has finished: 4 jobs done, 0 left alone, 0 failed.\n");
        shell.run("jobs", "change-priority", "--query", "queue:bulk", "--priority", "7", "--yes");
        shell.run("jobs", "add-tag", "--query", "queue:bulk", "--tag", "vip", "--yes");
        assertThat(shell.run("jobs", "list", "queue:bulk", "--no-headers", "--columns", "id,priority,tags")
                        .out()
                        .lines())
                .containsExactly("7  7  vip", "6  7  vip", "5  7  vip", "3  7  vip");
        assertThat(shell.run("ops", "get", "3", "-o", "json").out()).contains("\"add-tag\"", "\"vip\"");
    }

    @Test
    void what_is_left_alone_makes_it_partly_done() {
        Shell.Result result =
                shell.run("jobs", "cancel", "--query", "queue:mail", "--reason", "spam", "--yes", "-o", "json");
        assertThat(result.exitCode()).isEqualTo(ExitCode.PARTLY);
        Body operation = DataReader.body(result.out());
        assertThat(operation.text("done")).isEqualTo("5");
        assertThat(operation.text("skipped")).isEqualTo("1");
        assertThat(operation.text("reason")).isEqualTo("spam");
        assertThat(operation.has("asOf")).isTrue();
        assertThat(shell.run("ops", "get", "1").out()).contains("  skipped 1 job: is ");
    }

    @Test
    void no_more_than_asked_for_are_changed() {
        Shell.Result result = shell.run("jobs", "cancel", "--query", "queue:mail", "--max", "2", "--yes");
        assertThat(result.exitCode()).isZero();
        assertThat(states()).contains("7  cancelled", "6  cancelled", "5  scheduled");
    }

    @Test
    void a_dry_run_counts_and_shows_the_newest() {
        Shell.Result result = shell.run("jobs", "retry", "--query", "queue:mail", "--dry-run", "--columns", "id,state");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("This retries 1 job, and leaves alone ")
                .contains("The newest that match:\nID  STATE\n7   blocked\n");
        assertThat(shell.run("ops", "list").err()).isEqualTo("There are no operations.\n");
        assertThat(shell.run("jobs", "retry", "--query", "queue:mail", "--dry-run", "-o", "name")
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void it_is_confirmed_first() {
        Shell.Result result = shell.run("jobs", "retry", "--query", "state:failed");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("rota: This retries 1 job: add --yes to do it.\n");
    }

    @Test
    void where_nothing_can_be_changed_nothing_is_begun() {
        Shell.Result none = shell.run("jobs", "retry", "--query", "queue:none", "--yes");
        assertThat(none).isEqualTo(new Shell.Result(0, "", "No jobs match: nothing was done.\n"));
        Shell.Result not = shell.run("jobs", "retry", "--query", "state:succeeded", "--yes");
        assertThat(not.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(not.err()).contains("succeeded").endsWith(": nothing was done.\n");
        assertThat(shell.run("ops", "list", "-o", "name").out()).isEmpty();
    }

    @Test
    void it_need_not_be_waited_for() {
        Shell.Result result = shell.run("jobs", "retry", "--query", "state:failed", "--yes", "--no-wait");
        assertThat(result)
                .isEqualTo(new Shell.Result(0, "Operation 1 has begun: rota ops get 1 shows how far it is.\n", ""));
        assertThat(shell.run("ops", "get", "1", "-w", "-o", "name").exitCode()).isZero();
    }

    @Test
    void a_group_of_failures_is_retried_by_the_server() {
        String fingerprint = shell.run("failures", "list", "-o", "name").out().strip();
        assertThat(shell.run("failures", "retry", fingerprint, "--yes").out())
                .isEqualTo("Operation 1 has finished: 1 job done, 0 left alone, 0 failed.\n");
        assertThat(states()).contains("2  queued");
    }

    @Test
    void a_schedule_is_made_up_for_once() {
        Shell.Result first = shell.run(
                "schedules", "backfill", "overdue-check", "--from", "2026-11-18", "--to", "2026-11-20", "--yes");
        assertThat(first)
                .isEqualTo(new Shell.Result(0, "Operation 1 has finished: 2 jobs done, 0 left alone, 0 failed.\n", ""));
        Shell.Result again = shell.run(
                "schedules", "backfill", "overdue-check", "--from", "2026-11-18", "--to", "2026-11-20", "--yes");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("was due 2 times", "and has made a job each time. Nothing was done.");
        assertThat(shell.run("schedules", "fires", "overdue-check", "--no-headers", "--columns", "due,outcome,note")
                        .out())
                .contains("2026-11-18T22:00:00Z  running    backfill by anna (cli)\n")
                .contains("2026-11-17T22:00:00Z  running    backfill by anna (cli)\n");
    }

    @Test
    void more_than_is_allowed_is_refused_with_how_many_it_would_be() {
        shell.run("schedules", "set", "ping", "--cron", "* * * * *", "--type", "loans.check");
        Shell.Result result = shell.run("schedules", "backfill", "ping", "--from", "2026-11-21", "--yes");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("due 2040 times, expected at most 1000");
    }
}
