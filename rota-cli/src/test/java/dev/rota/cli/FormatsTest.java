package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same jobs in every format. */
class FormatsTest {
    @TempDir
    private static Path directory = Path.of("");

    @BeforeAll
    static void fill() {
        FilledDatabase.make(directory.resolve("rota.db"));
    }

    private static String shown(String... args) {
        Shell.Result result = new Shell(directory).run(args);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        return result.out();
    }

    @Test
    void a_table_has_aligned_columns_and_iso_times() {
        assertThat(shown("jobs", "list")).isEqualTo("""
                        ID  TYPE         STATE      QUEUE    ATTEMPT  DUE                   RAN  REASON
                        7   mail.send    blocked    mail     0/10     2026-11-22T09:59:00Z
                        6   mail.send    blocked    mail     0/10     2026-11-22T09:59:00Z
                        5   mail.send    scheduled  mail     0/10     2026-11-24T09:59:00Z
                        4   loans.check  succeeded  default  1/10     2026-11-22T09:00:00Z  0ms
                        3   mail.flaky   retrying   mail     1/4      2026-11-22T12:00:00Z       greylisted
                        2   mail.bounce  failed     mail     2/2      2026-11-22T09:00:00Z  0ms  all 2 attempts are used up
                        1   mail.send    succeeded  mail     1/10     2026-11-22T09:00:00Z  0ms
                        """);
    }

    @Test
    void a_wide_table_has_more_columns() {
        assertThat(shown("jobs", "list", "tag:tenant:acme", "-o", "wide")).isEqualTo("""
                        ID  TYPE       STATE      QUEUE  ATTEMPT  DUE                   RAN  PRIORITY  ENQUEUED              FINISHED              WORKER  SCHEDULE  TAGS         REASON
                        1   mail.send  succeeded  mail   1/10     2026-11-22T09:00:00Z  0ms  0         2026-11-22T09:00:00Z  2026-11-22T09:00:00Z  1                 tenant:acme
                        """);
    }

    @Test
    void json_is_indented_and_holds_arguments_as_json() {
        assertThat(shown("jobs", "list", "--limit", "1", "state:blocked", "--cursor", "7", "-o", "json"))
                .startsWith("""
                        {
                          "items": [
                            {
                              "id": 6,
                              "state": "blocked",
                              "type": "mail.send",
                              "version": 1,
                              "args": {
                                "to": "dora@example.org",
                                "copies": 1
                              },
                              "queue": "mail",
                        """);
    }

    @Test
    void jsonl_has_one_line_for_each_job() {
        assertThat(shown("jobs", "list", "schedule:overdue-check", "-o", "jsonl"))
                .isEqualTo("""
                        {"id":4,"state":"succeeded","type":"loans.check","version":1,"args":{},"queue":"default",\
                        "priority":0,"attempt":1,"maxAttempts":10,"crashes":0,"timeout":null,"tags":[],\
                        "uniqueKey":null,"exclusionKey":null,"enqueuedAt":"2026-11-22T09:00:00Z",\
                        "dueAt":"2026-11-22T09:00:00Z","claimedAt":"2026-11-22T09:00:00Z",\
                        "finishedAt":"2026-11-22T09:00:00Z","cancelRequestedAt":null,"workerId":1,\
                        "schedule":"overdue-check","fireAt":"2026-11-22T09:00:00Z","enqueuedBy":"ben","trace":null,\
                        "blockedBy":null,"reason":null,"waitingFor":null,"progress":null,"result":null,\
                        "allowedActions":["delete"]}
                        """);
    }

    @Test
    void yaml_needs_no_quotes_for_plain_texts() {
        assertThat(shown("jobs", "list", "state:scheduled", "-o", "yaml"))
                .startsWith("""
                        items:
                        - id: 5
                          state: scheduled
                          type: mail.send
                          version: 1
                          args:
                            to: carl@example.org
                            copies: 1
                          queue: mail
                        """)
                .endsWith("""
                        page:
                          next: null
                          prev: null
                          limit: 50
                          matched: null
                          searchedBackTo: null
                          truncated: false
                        """);
    }

    @Test
    void csv_has_all_columns() {
        assertThat(shown("jobs", "list", "state:failed,retrying", "-o", "csv")).isEqualTo("""
                        id,type,state,queue,attempt,due,ran,priority,enqueued,finished,worker,schedule,tags,reason
                        3,mail.flaky,retrying,mail,1/4,2026-11-22T12:00:00Z,,0,2026-11-22T09:00:00Z,,1,,,greylisted
                        2,mail.bounce,failed,mail,2/2,2026-11-22T09:00:00Z,0ms,0,2026-11-22T09:00:00Z,2026-11-22T09:00:00Z,1,,,all 2 attempts are used up
                        """);
    }

    @Test
    void names_are_what_other_commands_take() {
        assertThat(shown("jobs", "list", "state:live", "-o", "name")).isEqualTo("7\n6\n5\n3\n");
        assertThat(shown("schedules", "list", "-o", "name")).isEqualTo("overdue-check\npoll\n");
        assertThat(shown("queues", "list", "-o", "name")).isEqualTo("default\nmail\n");
    }

    @Test
    void columns_can_be_chosen_and_titles_left_out() {
        assertThat(shown("jobs", "list", "--columns", "state,id", "--no-headers", "type:mail.bounce"))
                .isEqualTo("failed  2\n");
    }

    private static final String[] DUE = {"jobs", "list", "state:scheduled", "--no-headers", "--columns", "due"};

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void a_zone_is_that_of_absolute_times_wherever_it_stands() {
        String riga = "2026-11-24T11:59:00+02:00\n";
        assertThat(shown(with(DUE, "--zone", "Europe/Riga"))).isEqualTo(riga);
        assertThat(shown(with(new String[] {"--zone", "Europe/Riga"}, DUE))).isEqualTo(riga);
        assertThat(shown(with(new String[] {"jobs", "--zone=Europe/Riga"}, Arrays.copyOfRange(DUE, 1, DUE.length))))
                .isEqualTo(riga);
        assertThat(shown("jobs", "logs", "1", "--zone", "Europe/Riga")).startsWith("2026-11-22T11:00:00+02:00  INFO");
        assertThat(shown(with(DUE, "--zone", "Europe/Riga", "--time", "unix")))
                .isEqualTo(shown(with(DUE, "--time", "unix")));
    }

    @Test
    void what_programs_read_has_no_zone() {
        for (String format : List.of("json", "jsonl", "yaml", "csv")) {
            assertThat(shown("jobs", "list", "-o", format, "--zone", "Europe/Riga"))
                    .isEqualTo(shown("jobs", "list", "-o", format));
        }
    }

    @Test
    void a_zone_may_stand_in_a_variable_and_the_option_comes_first() {
        Shell shell = new Shell(directory).variable("ROTA_ZONE", "Asia/Tokyo");
        assertThat(shell.run(DUE).out()).isEqualTo("2026-11-24T18:59:00+09:00\n");
        assertThat(shell.run(with(DUE, "--zone", "UTC")).out()).isEqualTo("2026-11-24T09:59:00Z\n");
        assertThat(shell.run("config", "view", "-o", "csv").out()).contains("zone,Asia/Tokyo,ROTA_ZONE\n");
        Shell.Result wrong =
                new Shell(directory).variable("ROTA_ZONE", "Asia/Tokio").run(DUE);
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .isEqualTo("rota: ROTA_ZONE: Zone \"Asia/Tokio\" is not known. Did you mean \"Asia/Tokyo\"?\n");
    }

    @Test
    void on_a_terminal_a_zone_that_was_asked_for_is_shown() {
        Shell shell = new Shell(directory).terminal("").variable("ROTA_ZONE", "Asia/Tokyo");
        assertThat(shell.run(DUE).out()).isEqualTo("in 1d 23h\n");
        assertThat(shell.run(with(DUE, "--zone", "Europe/Riga")).out()).isEqualTo("2026-11-24T11:59:00+02:00\n");
        assertThat(shell.run(with(DUE, "--zone", "Europe/Riga", "--time", "relative"))
                        .out())
                .isEqualTo("in 1d 23h\n");
    }

    @Test
    void a_schedule_has_a_zone_of_its_own() {
        assertThat(shown("--zone", "Asia/Tokyo", "schedules", "preview", "0 3 * * *", "--zone", "Europe/Riga"))
                .contains("03:00 +02:00");
    }

    @Test
    void a_terminal_gets_colours_and_relative_times() {
        Shell.Result result =
                new Shell(directory).terminal("").run("jobs", "list", "--columns", "id,state,due", "--limit", "3");
        assertThat(result.out()).isEqualTo("""
                        \u001b[1mID\u001b[0m  \u001b[1mSTATE\u001b[0m      \u001b[1mDUE\u001b[0m
                        7   \u001b[33mblocked\u001b[0m    1m ago
                        6   \u001b[33mblocked\u001b[0m    1m ago
                        5   scheduled  in 1d 23h
                        """);
        assertThat(result.err()).isEqualTo("There are more: add --cursor 5.\n");
    }

    @Test
    void no_color_is_obeyed_as_option_and_as_variable() {
        String[] list = {"jobs", "list"};
        assertThat(new Shell(directory)
                        .terminal("")
                        .variable("NO_COLOR", "1")
                        .run(list)
                        .out())
                .doesNotContain("\u001b");
        assertThat(new Shell(directory)
                        .terminal("")
                        .run("jobs", "list", "--no-color")
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void an_empty_list_is_a_note_for_people_and_an_empty_list_for_programs() {
        Shell shell = new Shell(directory);
        assertThat(shell.run("jobs", "list", "queue:none"))
                .isEqualTo(new Shell.Result(ExitCode.DONE, "", "No jobs match.\n"));
        assertThat(shell.run("jobs", "list", "queue:none", "-o", "json").out()).contains("\"items\": []");
        assertThat(shell.run("jobs", "list", "queue:none", "-o", "jsonl"))
                .isEqualTo(new Shell.Result(ExitCode.DONE, "", ""));
    }

    @Test
    void schedules_show_words_zone_and_fires() {
        assertThat(shown("schedules", "list")).isEqualTo("""
                        NAME           RUNS                 ZONE         NEXT                               LAST                                    HISTORY
                        overdue-check  At 00:00, every day  Europe/Riga  2026-11-22T22:00:00Z               succeeded in 0ms, 2026-11-22T09:00:00Z  ▃
                        poll           Every 6 hours                     paused until 2026-11-23T00:00:00Z
                        """);
        assertThat(shown("schedules", "list", "--time", "relative")).isEqualTo("""
                        NAME           RUNS                 ZONE         NEXT            LAST                      HISTORY
                        overdue-check  At 00:00, every day  Europe/Riga  in 12h          succeeded in 0ms, 1h ago  ▃
                        poll           Every 6 hours                     paused for 14h
                        """);
        assertThat(shown("schedules", "fires", "overdue-check")).isEqualTo("""
                        DUE                   FIRED                 RAN  OUTCOME    JOB  NOTE
                        2026-11-22T09:00:00Z  2026-11-22T09:00:00Z  0ms  succeeded  4    by ben
                        """);
    }

    @Test
    void queues_show_their_limits() {
        assertThat(shown("queues", "list", "--columns", "name,state,concurrency,rate"))
                .isEqualTo("""
                        NAME     STATE   CONCURRENCY  RATE
                        default  active
                        mail     active  3            100/1m
                        """);
    }

    @Test
    void queues_show_what_is_in_them() {
        assertThat(shown("queues", "list", "--columns", "name,waiting,running,workers"))
                .startsWith("NAME     WAITING  RUNNING  WORKERS\ndefault  ");
    }

    @Test
    void workers_show_what_they_can_do() {
        assertThat(shown("workers", "list", "--columns", "id,name,state,running,slots,heartbeat,types"))
                .isEqualTo("""
                        ID  NAME    STATE    RUNNING  SLOTS  HEARTBEAT             TYPES
                        1   tester  stopped  0        *:20   2026-11-22T10:00:00Z  loans.check mail.bounce mail.flaky mail.send
                        """);
    }

    @Test
    void a_job_is_shown_with_its_attempts() {
        assertThat(shown("jobs", "get", "3")).isEqualTo("""
                        Job        3
                        Type       mail.flaky
                        State      retrying
                        Waits for  Its next attempt is not due until 2026-11-22T12:00:00Z.
                        Reason     greylisted
                        Queue      mail, priority 0
                        Attempt    1 of 4
                        Args       {"to":"ben@example.org","copies":3}
                        Enqueued   2026-11-22T09:00:00Z
                        Due        2026-11-22T12:00:00Z
                        Claimed    2026-11-22T09:00:00Z

                        ATTEMPT  OUTCOME  STARTED               TOOK  WORKER  WHY
                        1        failed   2026-11-22T09:00:00Z  0ms   1       RetryIn: greylisted
                        """);
    }

    @Test
    void a_wide_job_has_stack_traces() {
        assertThat(shown("jobs", "get", "2")).contains("IllegalStateException").doesNotContain("\tat ");
        assertThat(shown("jobs", "get", "2", "-o", "wide"))
                .contains("Attempt 2:\njava.lang.IllegalStateException: 550 no such mailbox\nsecond line\n\tat ");
    }

    @Test
    void a_log_is_lines_for_people_and_objects_for_programs() {
        assertThat(shown("jobs", "logs", "1")).isEqualTo("""
                        2026-11-22T09:00:00Z  INFO   Sending to anna@example.org
                        2026-11-22T09:00:00Z  WARN   Slow ?[31mserver
                        """);
        assertThat(shown("jobs", "logs", "1", "--attempt", "1", "-o", "jsonl"))
                .startsWith("{\"seq\":1,\"at\":\"2026-11-22T09:00:00Z\",\"level\":\"info\",\"text\":\"Sending to anna");
    }
}
