package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change something. */
class ChangesTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell shell = new Shell(directory);

    @BeforeEach
    void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
        shell = new Shell(directory);
    }

    private void assertState(long id, String state) {
        assertThat(shell.run("jobs", "list", "--no-headers", "--columns", "id,state")
                        .out())
                .contains(id + "  " + state + "\n");
    }

    @Test
    void a_failed_job_is_retried() {
        assertThat(shell.run("jobs", "retry", "2")).isEqualTo(new Shell.Result(0, "Job 2 is queued again.\n", ""));
        assertState(2, "queued");
    }

    @Test
    void each_job_that_could_not_be_changed_is_explained() {
        assertThat(shell.run("jobs", "retry", "2", "99", "1"))
                .isEqualTo(new Shell.Result(
                        ExitCode.PARTLY,
                        "Job 2 is queued again.\n",
                        "rota: There is no job 99: see rota jobs list for those there are; old ones are deleted by retention.\n"
                                + "rota: Job 1 is succeeded: only a failed job can be retried.\n"));
    }

    @Test
    void a_job_in_the_wrong_state_is_a_conflict_and_a_missing_one_not_found() {
        assertThat(shell.run("jobs", "cancel", "4").exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(shell.run("jobs", "run-now", "99").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("jobs", "delete", "5", "--yes").err())
                .isEqualTo("rota: Job 5 is scheduled: only a job that has ended can be deleted, so cancel it first.\n");
    }

    @Test
    void who_deleted_a_job_is_said_to_those_who_look_for_it() {
        assertThat(shell.run("jobs", "delete", "1", "--yes", "--reason", "unwanted")
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        Shell.Result gone = shell.run("jobs", "get", "1");
        assertThat(gone.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(gone.err())
                .matches("rota: Job 1 was deleted by .+ on 22 Nov 2026 [0-9:]{8} UTC: unwanted\\. "
                        + "What was done to it by hand stands in the audit\\.\n");
    }

    @Test
    void changes_are_told_to_programs_as_objects() {
        assertThat(shell.run("jobs", "cancel", "5", "4", "-o", "jsonl").out())
                .isEqualTo("{\"id\":5,\"change\":\"done\"}\n{\"id\":4,\"change\":\"not-allowed\"}\n");
        assertThat(shell.run("jobs", "retry", "2", "1", "-o", "name").out()).isEqualTo("2\n");
    }

    @Test
    void a_cancelled_job_says_who_and_why() {
        shell.run("jobs", "cancel", "5", "--reason", "not wanted");
        assertThat(shell.run("jobs", "list", "state:cancelled", "--columns", "id,reason", "--no-headers")
                        .out())
                .isEqualTo("5  anna (cli): not wanted\n");
    }

    @Test
    void a_scheduled_job_is_made_due() {
        assertThat(shell.run("jobs", "run-now", "5").out()).isEqualTo("Job 5 is due now.\n");
        assertState(5, "queued");
    }

    @Test
    void deleting_asks_on_a_terminal() {
        Shell.Result no = new Shell(directory).terminal("n\n").run("jobs", "delete", "1");
        assertThat(no.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(no.err()).isEqualTo("This deletes 1 job. Go on? [y/N] rota: Nothing was done.\n");
        assertState(1, "succeeded");
        Shell.Result yes = new Shell(directory).terminal("y\n").run("jobs", "delete", "1");
        assertThat(yes.out()).isEqualTo("Job 1 is deleted.\n");
        assertThat(shell.run("jobs", "get", "1").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void a_query_can_be_tried_dry_and_then_done() {
        Shell.Result dry = shell.run("jobs", "cancel", "--query", "queue:mail state:live", "--max", "2", "--dry-run");
        assertThat(dry.out()).contains("7   mail.send", "6   mail.send").doesNotContain("5   mail.send");
        assertState(7, "blocked");
        Shell.Result done = shell.run("jobs", "cancel", "--query", "queue:mail state:live", "--max", "2", "--yes");
        assertThat(done).isEqualTo(new Shell.Result(0, "Job 7 is cancelled.\nJob 6 is cancelled.\n", ""));
        assertState(7, "cancelled");
    }

    @Test
    void all_that_wait_and_match_are_changed_alike() {
        Shell.Result asked =
                shell.run("jobs", "move-to-queue", "--query", "queue:mail state:blocked", "--queue", "bulk");
        assertThat(asked.err()).isEqualTo("rota: This moves 2 jobs to queue bulk: add --yes to do it.\n");
        Shell.Result moved =
                shell.run("jobs", "move-to-queue", "--query", "queue:mail", "--queue", "bulk", "--max", "4", "--yes");
        assertThat(moved)
                .isEqualTo(new Shell.Result(
                        0,
                        "Job 7 is in queue bulk.\nJob 6 is in queue bulk.\nJob 5 is in queue bulk.\nJob 3 is in queue bulk.\n",
                        ""));
        assertThat(shell.run("jobs", "change-priority", "--query", "queue:bulk", "--priority", "-2", "--yes")
                        .exitCode())
                .isZero();
        assertThat(shell.run("jobs", "add-tag", "--query", "queue:bulk", "--tag", "late%s", "--yes")
                        .out())
                .contains("Job 3 has tag late%s.\n");
        assertThat(shell.run("jobs", "list", "tag:late%s", "--no-headers", "--columns", "id,queue,priority,tags")
                        .out()
                        .lines())
                .containsExactly(
                        "7  bulk  -2  late%s", "6  bulk  -2  late%s", "5  bulk  -2  late%s", "3  bulk  -2  late%s");
        assertThat(shell.run("jobs", "move-to-queue", "--query", "state:failed,succeeded", "--queue", "bulk", "--yes"))
                .matches(result -> result.exitCode() == ExitCode.CONFLICT)
                .matches(result -> result.err().contains("Job 2 is failed: only a job that waits can be changed.\n"));
    }

    @Test
    void a_job_that_can_have_no_more_tags_is_left_as_it_is() {
        for (int i = 1; i <= 20; i++) {
            shell.run("jobs", "add-tag", "5", "--tag", "t" + i);
        }
        Shell.Result result = shell.run("jobs", "add-tag", "5", "6", "--tag", "t21");
        assertThat(result.exitCode()).isEqualTo(ExitCode.PARTLY);
        assertThat(result.out()).isEqualTo("Job 6 has tag t21.\n");
        assertThat(result.err()).startsWith("rota: Job 5 is left as it is: ").contains("20");
    }

    @Test
    void since_cuts_off_what_is_older() {
        assertThat(shell.run("jobs", "list", "since:30m", "-o", "name").out()).isEqualTo("7\n6\n5\n");
        assertThat(shell.run("jobs", "list", "since:2026-11-22T09:00Z", "-o", "name")
                        .out()
                        .lines())
                .hasSize(7);
    }

    @Test
    void a_schedule_is_run_by_hand() {
        assertThat(shell.run("schedules", "run", "poll").out()).isEqualTo("Schedule poll has made job 8.\n");
        assertThat(shell.run("schedules", "fires", "poll", "--columns", "outcome,job,note", "--no-headers")
                        .out())
                .isEqualTo("running  8  by anna (cli)\n");
    }

    @Test
    void a_schedule_is_paused_and_resumed() {
        assertThat(shell.run("schedules", "pause", "overdue-check", "--until", "1d2h", "--reason", "holidays")
                        .out())
                .isEqualTo("Schedule overdue-check is paused until 2026-11-23T12:00:00Z.\n");
        assertThat(shell.run("schedules", "list", "-o", "jsonl").out())
                .contains("\"pause\":{\"by\":\"anna (cli)\",\"at\":\"2026-11-22T10:00:00Z\",\"reason\":\"holidays\","
                        + "\"until\":\"2026-11-23T12:00:00Z\"}");
        assertThat(shell.run("schedules", "resume", "overdue-check").out())
                .isEqualTo("Schedule overdue-check goes on.\n");
    }

    @Test
    void schedules_are_paused_and_resumed_together() {
        assertThat(shell.run("schedules", "pause", "--all").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("schedules", "pause", "--all", "--yes", "--reason", "move")
                        .out())
                .as("poll is paused already, with a reason of its own")
                .isEqualTo("Schedule overdue-check is paused.\n");
        assertThat(shell.run("schedules", "list", "-o", "jsonl").out()).contains("\"reason\":\"move\"", "too noisy");
        assertThat(shell.run("schedules", "resume", "--tag", "nightly").out()).isEqualTo("Schedule poll goes on.\n");
        assertThat(shell.run("schedules", "resume", "--tag", "nightly")).matches(result -> result.exitCode() == 0);
        assertThat(shell.run("schedules", "resume", "--all", "--yes").out())
                .isEqualTo("Schedule overdue-check goes on.\n");
        assertThat(shell.run("schedules", "resume", "--tag", "none").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("schedules", "pause", "poll", "--all").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("schedules", "pause").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_queue_is_paused_resumed_and_limited() {
        assertThat(shell.run("queues", "pause", "mail", "--reason", "relay down")
                        .out())
                .isEqualTo("Queue mail is paused.\n");
        assertThat(shell.run("queues", "list", "--columns", "name,state,paused by,reason", "--no-headers")
                        .out())
                .contains("mail     paused  anna (cli)  relay down\n");
        assertThat(shell.run("queues", "resume", "mail").out()).isEqualTo("Queue mail goes on.\n");
        assertThat(shell.run("queues", "limit", "mail", "--rate", "none").out())
                .isEqualTo("Queue mail has a concurrency of 3.\n");
        assertThat(shell.run("queues", "limit", "mail", "--concurrency", "none", "--rate", "5/s")
                        .out())
                .isEqualTo("Queue mail has a rate of 5/1s.\n");
        assertThat(shell.run("queues", "limit", "new", "--concurrency", "1").out())
                .isEqualTo("Queue new is new and has a concurrency of 1.\n");
    }

    @Test
    void a_schedule_is_made_changed_and_deleted() {
        String[] make = {
            "schedules",
            "set",
            "ping",
            "--cron",
            "*/5 * * * *",
            "--type",
            "http",
            "--args",
            "{\"url\":\"https://example.org\"}"
        };
        assertThat(shell.run(make).out()).startsWith("Schedule ping is made: ");
        assertThat(shell.run("schedules", "set", "ping", "--every", "2h").out())
                .startsWith("Schedule ping is changed: ");
        assertThat(shell.run("schedules", "list", "-o", "jsonl").out())
                .contains("\"name\":\"ping\"")
                .contains("\"type\":\"http\"");
        assertThat(shell.run("schedules", "delete", "ping").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("schedules", "delete", "ping", "--yes").out()).isEqualTo("Schedule ping is deleted.\n");
        assertThat(shell.run("schedules", "list", "-o", "name").out()).doesNotContain("ping");
    }

    @Test
    void what_a_schedule_expects_and_when_it_pauses_is_set_and_taken_away() {
        shell.run("schedules", "set", "poll", "--expected", "10m", "--pause-windows", "mon-fri 08:00-18:00");
        assertThat(shell.run("schedules", "list", "-o", "jsonl").out())
                .contains("\"expected\":\"PT10M\"", "\"pauseWindows\":[\"MON-FRI 08:00-18:00\"]");
        shell.run("schedules", "set", "poll", "--expected", "none", "--pause-windows", "none");
        assertThat(shell.run("schedules", "list", "-o", "jsonl").out())
                .contains("\"pauseWindows\":[]")
                .doesNotContain("PT10M");
        assertThat(shell.run("schedules", "set", "poll", "--pause-windows", "monday")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_schedule_that_lacks_something_or_is_wrong_is_refused_in_a_sentence() {
        assertRefused("There is no schedule ping yet: say when it fires", "--type", "http");
        assertRefused("There is no schedule ping yet: name the type", "--cron", "0 3 * * *");
        assertRefused("Field 1 (minute)", "--cron", "61 * * * *", "--type", "http");
        assertRefused("--args do not fit", "--cron", "0 3 * * *", "--type", "http", "--args", "[1]");
        assertRefused("--zone belongs to --cron", "--every", "5m", "--zone", "UTC", "--type", "http");
        assertRefused("Mars/Base", "--cron", "0 3 * * *", "--zone", "Mars/Base", "--type", "http");
        assertRefused(
                "--args cannot be read from none.json", "--every", "5m", "--type", "http", "--args", "@none.json");
    }

    private void assertRefused(String sentence, String... options) {
        String[] args = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("schedules", "set", "ping"), java.util.Arrays.stream(options))
                .toArray(String[]::new);
        Shell.Result result = shell.run(args);
        assertThat(result.err()).contains(sentence).hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void the_schedules_of_a_tag_are_run_together() {
        assertThat(shell.run("schedules", "run", "--tag", "nightly").out())
                .isEqualTo("Schedule poll has made job 8.\n");
        Shell.Result none = shell.run("schedules", "run", "--tag", "none");
        assertThat(none.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(none.err()).contains("no schedule have the tag \"none\"");
        assertThat(shell.run("schedules", "run", "--tag", "nightly", "--all").err())
                .startsWith("rota: Expected the name of a schedule, --tag or --all.\n");
    }

    @Test
    void a_schedule_is_made_up_for_once() {
        String[] backfill = {
            "schedules", "backfill", "overdue-check", "--from", "2026-11-18", "--to", "2026-11-20", "--yes"
        };
        assertThat(shell.run(backfill))
                .isEqualTo(new Shell.Result(
                        0, "Schedule overdue-check is made up for: 2 jobs done, 0 left alone, 0 failed.\n", ""));
        assertThat(shell.run(backfill))
                .isEqualTo(new Shell.Result(
                        0,
                        "",
                        "Schedule overdue-check was due 2 times from 2026-11-17T22:00:00Z to 2026-11-19T22:00:00Z, "
                                + "and has made a job each time. Nothing was done.\n"));
        assertThat(shell.run("jobs", "list", "--no-headers", "--limit", "2", "--columns", "id,state,schedule")
                        .out())
                .isEqualTo("9  blocked  overdue-check\n8  blocked  overdue-check\n");
        assertThat(shell.run("audit", "list", "--action", "schedule.backfill", "-o", "jsonl")
                        .out())
                .contains("\"target\":\"schedule:overdue-check\"");
    }

    @Test
    void how_often_a_schedule_was_due_is_said_in_plain_words() {
        assertBackfill("was not due from 2026-11-18T00:00:00Z to 2026-11-18T01:00:00Z.", "2026-11-18T00:00Z", "1h");
        assertBackfill("was due once from ", "2026-11-18T00:00Z", "1d");
        shell.run("schedules", "backfill", "overdue-check", "--from", "2026-11-18", "--to", "2026-11-19", "--yes");
        assertBackfill("to 2026-11-18T00:00:00Z, and has made its job.", "2026-11-17T12:00Z", "12h");
        assertBackfill(", and has made a job for 1 of these times.", "2026-11-17T12:00Z", "2d");
    }

    private void assertBackfill(String sentence, String from, String length) {
        Instant start = OffsetDateTime.parse(from).toInstant();
        Instant end = start.plus(TimeText.length("length", length));
        String[] words = {"schedules", "backfill", "overdue-check", "--from", "" + start, "--to", "" + end, "--dry-run"
        };
        assertThat(shell.run(words).out().lines().findFirst().orElse("")).contains(sentence);
    }

    @Test
    void more_fires_than_allowed_are_counted_and_refused() {
        shell.run("schedules", "set", "ping", "--cron", "* * * * *", "--type", "loans.check");
        Shell.Result result = shell.run("schedules", "backfill", "ping", "--from", "2026-11-21", "--yes");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .isEqualTo("rota: The schedule was due 2040 times, expected at most 1000: name a shorter time, "
                        + "or allow up to 10000 with --max.\n");
        assertThat(shell.run("schedules", "backfill", "ping", "--from", "2026-11-21", "--max", "3000", "--dry-run")
                        .out())
                .startsWith("Schedule ping was due 2040 times from 2026-11-21T00:00:00Z to 2026-11-22T10:00:00Z.\n"
                        + "  2026-11-21T00:00:00Z\n")
                .endsWith("  and 1990 more\n");
    }

    @Test
    void times_are_shown_in_seconds_since_1970() {
        assertThat(shell.run("jobs", "list", "--time", "unix", "--no-headers", "--columns", "id,due", "--limit", "3")
                        .out())
                .isEqualTo("7  1795341540\n6  1795341540\n5  1795514340\n");
    }

    @Test
    void colours_are_used_where_they_are_asked_for() {
        assertThat(shell.run("queues", "list", "--color", "always").out()).contains("\u001b[32mactive\u001b[0m");
        assertThat(new Shell(directory)
                        .terminal("")
                        .run("queues", "list", "--color", "never")
                        .out())
                .doesNotContain("\u001b");
    }
}
