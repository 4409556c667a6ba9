package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.cli.foreign.ApschedulerReader;
import dev.rota.cli.foreign.CrontabReader;
import dev.rota.cli.foreign.ForeignSchedule;
import dev.rota.cli.foreign.QuartzReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules of other programs. */
class ImportTest {
    @TempDir
    private Path directory = Path.of("");

    private List<Body> read(String kind, String text, String... options) throws IOException {
        return Objects.requireNonNull(run(kind, text, options)).items();
    }

    private Body run(String kind, String text, String... options) throws IOException {
        Files.writeString(directory.resolve("in"), text);
        String[] args = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("import", kind, "in", "--zone", "Europe/Riga", "-o", "json"),
                        java.util.stream.Stream.of(options))
                .toArray(String[]::new);
        Shell.Result result = new Shell(directory).run(args);
        assertThat(result.err()).isEmpty();
        return DataReader.body(result.out());
    }

    private Body one(String kind, String text) throws IOException {
        List<Body> found = read(kind, text, "--dry-run");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 3 * * 6       | 0 3 * * SAT
            0 3 * * 0       | 0 3 * * SUN
            0 3 * * 7       | 0 3 * * SUN
            0 3 * * 1-5     | 0 3 * * MON-FRI
            0 3 * * 5-7     | 0 3 * * FRI-SUN
            0 3 * * 0-6     | 0 3 * * *
            0 3 * * */2     | 0 3 * * TUE,THU,SAT,SUN
            0 3 * * mon,3   | 0 3 * * MON,WED
            */5 8-18 1 * *  | */5 8-18 1 * *
            @weekly         | 0 0 * * SUN
            @midnight       | 0 0 * * *
            @every 90m      | PT1H30M
            """)
    void a_crontab_counts_weekdays_from_sunday(String time, String expected) throws IOException {
        assertThat(one("crontab", time + " curl -fL https://example.org/x").text("trigger"))
                .isEqualTo(expected);
    }

    @Test
    void a_crontab_is_taken_as_far_as_it_calls_urls() throws IOException {
        FilledDatabase.make(directory.resolve("rota.db"));
        String crontab = """
                # backups
                SHELL=/bin/sh
                MAILTO="root@example.org"
                0 2 * * *  /usr/local/bin/backup.sh --full
                CRON_TZ=America/New_York
                */5 * * * * curl -fsS -m 10 https://example.org/ping >/dev/null 2>&1
                @reboot     /usr/bin/true
                61 * * * *  curl https://example.org
                0 4 * * 1   curl -sX POST -H 'X-Api-Key: hidden-1' -d '{"a": 1}' https://example.org/hooks/a?b=c
                0 5 * * *   wget -q -O /dev/null http://example.org/cron.php | logger
                5 5 * * *   mail -s hi root%Hello
                """;
        Shell shell = new Shell(directory);
        Files.writeString(directory.resolve("in"), crontab);
        Shell.Result result = shell.run("import", "crontab", "in", "--zone", "Europe/Riga");
        assertThat(result.exitCode()).isEqualTo(ExitCode.PARTLY);
        assertThat(result.out())
                .contains("backup", "cron.backup", "needs a handler", "Nobody gets mail (MAILTO)", "Field 1 (minute)")
                .contains("*/5 * * * * America/New_York", "runs when the machine starts", "input of the command")
                .doesNotContain("hidden-1");
        List<Body> taken = DataReader.body(
                        shell.run("schedules", "list", "-o", "json").out())
                .items()
                .stream()
                .filter(schedule -> schedule.word("type").equals("http"))
                .toList();
        assertThat(taken.stream().map(schedule -> schedule.word("name")))
                .containsExactly("example.org-hooks-a", "example.org-ping");
        assertThat(taken.get(1).body("args"))
                .isEqualTo(new Body(Map.of(
                        "method",
                        "GET",
                        "url",
                        "https://example.org/ping",
                        "timeout",
                        "PT10S",
                        "followRedirects",
                        0,
                        "expectedStatus",
                        "200-399")));
        assertThat(Objects.requireNonNull(taken.get(0).body("args")).text("body"))
                .isEqualTo("{\"a\": 1}");
        assertThat(shell.run("import", "crontab", "in", "-o", "jsonl").out())
                .contains("There is a schedule of this name: --replace takes its place.");
    }

    @Test
    void a_dry_run_needs_no_database_and_changes_nothing() throws IOException {
        Body one = one("crontab", "0 3 * * SUN curl -fL https://example.org/");
        assertThat(one.text("outcome")).isEqualTo("would be taken");
        assertThat(one.texts("next"))
                .containsExactly("2026-11-29T01:00:00Z", "2026-12-06T01:00:00Z", "2026-12-13T01:00:00Z");
        assertThat(directory.resolve("rota.db")).doesNotExist();
    }

    @Test
    void a_system_crontab_has_a_user_before_the_command() throws IOException {
        List<Body> found =
                read("crontab", "17 * * * * root cd / && run-parts /etc/cron.hourly", "--system", "--dry-run");
        assertThat(found.get(0).text("name")).isNotEqualTo("root");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scheduler.add_job(f, 'cron', hour=2, minute=0)                          | 0 2 * * *
            scheduler.add_job(f, 'cron', day_of_week='sun', hour=3)                 | 0 3 * * SUN
            scheduler.add_job(f, 'cron', day_of_week=6, hour=3)                     | 0 3 * * SUN
            scheduler.add_job(f, CronTrigger(day_of_week='0-4', minute='*/15'))     | */15 * * * MON-FRI
            scheduler.add_job(f, trigger=CronTrigger(day_of_week='sun'), id='x')    | 0 0 * * SUN
            s.add_job(f, CronTrigger.from_crontab('0 3 * * 6'))                     | 0 3 * * SUN
            s.add_job(f, CronTrigger.from_crontab('30 4 * * 5,6', timezone='UTC'))  | 30 4 * * SAT,SUN
            s.add_job(f, 'cron', day='last', hour=1)                                | 0 1 L * *
            s.add_job(f, 'cron', day='2nd fri', hour=1)                             | 0 1 * * FRI#2
            s.add_job(f, 'cron', month=1)                                           | 0 0 1 1 *
            s.add_job(f, 'cron', second='*/10')                                     | */10 * * * * *
            s.add_job(f, 'interval', hours=6)                                       | PT6H
            s.add_job(func=f, trigger=IntervalTrigger(days=1, minutes=30))          | PT24H30M
            """)
    void apscheduler_counts_weekdays_from_monday(String call, String expected) throws IOException {
        Body found = one("apscheduler", call);
        assertThat(found.text("trigger")).as(found.text("notes")).isEqualTo(expected);
        assertThat(found.text("outcome")).isEqualTo("needs a handler");
    }

    @Test
    void apscheduler_source_is_read_with_its_decorators_and_comments() throws IOException {
        List<Body> found = read("apscheduler", """
                # scheduler.add_job(old, 'cron', hour=1)
                @scheduler.scheduled_job('cron', hour=0, minute=0,  # (midnight
                                         timezone=pytz.timezone("Europe/Riga"))
                async def check_overdue():
                    pass

                scheduler.add_job(
                    mark_all, "cron", day="1", day_of_week="mon",
                )
                scheduler.add_job(tasks.cleanup, CronTrigger(hour=TASK_HOUR, minute=0), id="clean up", args=[1])
                """, "--dry-run");
        assertThat(found.stream().map(one -> one.text("name")))
                .containsExactly("check_overdue", "mark_all", "clean-up");
        assertThat(found.get(0).text("trigger")).isEqualTo("0 0 * * *");
        assertThat(found.get(0).text("zone")).isEqualTo("Europe/Riga");
        assertThat(found.get(0).text("line")).isEqualTo("2");
        assertThat(found.get(1).texts("notes").get(0)).contains("must both match there");
        assertThat(found.get(2).texts("notes"))
                .anyMatch(note -> note.contains("hour is TASK_HOUR, which only the program knows"));
    }

    @Test
    void apscheduler_source_is_taken_in_the_zone_of_its_scheduler() throws IOException {
        String source = """
                scheduler = BackgroundScheduler(jobstores=stores, timezone="Europe/Riga")
                scheduler.add_job(clean, 'cron', hour=3, id='clean')
                """;
        Files.writeString(directory.resolve("in"), source);
        assertThat(new Shell(directory)
                        .run("import", "apscheduler", "in", "--dry-run", "-o", "json")
                        .out())
                .containsPattern("\"zone\" ?: ?\"Europe/Riga\"");
        assertThat(one("apscheduler", source.replace("Europe/Riga", "Asia/Tokyo"))
                        .text("zone"))
                .as("--zone, which is given, counts more")
                .isEqualTo("Europe/Riga");
    }

    @Test
    void options_that_only_the_program_knows_are_not_guessed() throws IOException {
        for (String call : List.of("s.add_job(x, 'cron', **opts)", "s.add_job(x, CronTrigger(**opts))")) {
            Body found = one("apscheduler", call);
            assertThat(found.text("outcome")).as(call).isEqualTo("left out");
            assertThat(found.text("notes")).as(call).contains("It takes options from **opts");
        }
    }

    @Test
    void what_never_fires_says_so() throws IOException {
        assertThat(one("crontab", "0 0 30 2 * /bin/never").text("notes")).contains("It never fires again.");
    }

    @Test
    void apscheduler_says_what_its_jobs_are() throws IOException {
        List<Body> found = read("apscheduler", """
                {"status": "running", "jobs": [
                  {"id": "conversations", "trigger": "cron[hour='2', minute='0']"},
                  {"id": "messages", "trigger": "cron[day_of_week='sun', hour='3', minute='0']"},
                  {"id": "stats", "trigger": "interval[0:06:00:00]"}]}
                """, "--dry-run");
        assertThat(found.stream().map(one -> one.text("trigger"))).containsExactly("0 2 * * *", "0 3 * * SUN", "PT6H");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 0 3 ? * 6        | 0 3 * * FRI
            0 0 3 ? * 1        | 0 3 * * SUN
            0 0/5 * * * ?      | 0/5 * * * *
            30 15 10 * * ? *   | 30 15 10 * * *
            0 15 10 L * ?      | 15 10 L * *
            0 15 10 ? * 6L     | 15 10 * * FRIL
            0 15 10 ? * 6#3    | 15 10 * * FRI#3
            0 15 10 ? * MON-FRI | 15 10 * * MON-FRI
            0 0 0 ? * L        | 0 0 * * SAT
            """)
    void quartz_counts_weekdays_from_1(String cron, String expected) throws IOException {
        assertThat(one("quartz", "jobs.report.cron=" + cron).text("trigger")).isEqualTo(expected);
    }

    @Test
    void quartz_xml_is_read_with_its_classes() throws IOException {
        List<Body> found = read("quartz", """
                <?xml version="1.0"?>
                <job-scheduling-data xmlns="http://www.quartz-scheduler.org/xml/JobSchedulingData" version="2.0">
                  <schedule>
                    <job><name>report</name><job-class>com.example.NightlyReport</job-class></job>
                    <trigger><cron><name>nightly</name><job-name>report</job-name>
                      <cron-expression>0 0 3 ? * 2-6</cron-expression><time-zone>UTC</time-zone></cron></trigger>
                    <trigger><simple><name>poll</name><job-name>report</job-name>
                      <repeat-count>-1</repeat-count><repeat-interval>90000</repeat-interval></simple></trigger>
                    <trigger><cron><name>years</name><job-name>report</job-name>
                      <cron-expression>0 0 3 1 1 ? 2030</cron-expression></cron></trigger>
                  </schedule>
                </job-scheduling-data>
                """, "--dry-run");
        assertThat(found.stream().map(one -> one.text("trigger"))).containsExactly("0 3 * * MON-FRI", "PT1M30S", null);
        assertThat(found.get(0).text("type")).isEqualTo("quartz.nightly-report");
        assertThat(found.get(0).text("zone")).isEqualTo("UTC");
        assertThat(found.get(2).texts("notes").get(0)).contains("certain years (2030)");
    }

    @Test
    void xml_with_a_document_type_is_refused() throws IOException {
        Files.writeString(directory.resolve("in"), """
                <!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>""");
        Shell.Result result = new Shell(directory).run("import", "quartz", "in", "--dry-run");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .startsWith("rota: The file is not XML as expected: ")
                .hasLineCount(1);
    }

    /** No exception but the one that says in a sentence that the whole text is none. */
    @Test
    @Timeout(60)
    void garbage_is_told_in_sentences() {
        Random random = new Random(42);
        List<String> bits = List.of(
                "*/",
                "0 ",
                "* ",
                "@",
                "curl ",
                "-",
                "'",
                "\"",
                "\\",
                "%",
                "add_job(",
                "CronTrigger(",
                ")",
                "hour=",
                ",",
                "[",
                "{",
                "cron[",
                "]",
                "}",
                "<",
                "<trigger>",
                "</",
                ">",
                "\n",
                "=",
                "L",
                "#",
                "7",
                "99999999999",
                "\u0000",
                "ā",
                "((((((((",
                "https://x",
                "1-",
                "interval[",
                ":",
                "d",
                "x",
                "0 0 3 ? * ",
                "* * * * * ");
        for (int i = 0; i < 5_000; i++) {
            String text = random.ints(random.nextInt(60), 0, bits.size())
                    .mapToObj(bits::get)
                    .collect(Collectors.joining());
            List<ForeignSchedule> found = new ArrayList<>(CrontabReader.read(text, ZoneOffset.UTC, i % 2 == 0));
            found.addAll(CrontabReader.read("* * * * * " + text, ZoneOffset.UTC, false));
            found.addAll(ApschedulerReader.source(text, ZoneOffset.UTC));
            found.addAll(ApschedulerReader.said(List.of(new ApschedulerReader.Said(text, text)), ZoneOffset.UTC));
            try {
                found.addAll(QuartzReader.read(text, ZoneOffset.UTC));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("The file is not XML as expected: ");
            }
            assertThat(found).allSatisfy(one -> {
                assertThat(one.name()).matches("[a-z0-9][a-z0-9._-]{0,99}");
                assertThat(one.notes()).allMatch(note -> note.matches("(?s).*[.?!]"));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"crontab", "apscheduler", "quartz"})
    @Timeout(60)
    void long_lines_take_no_longer_than_they_are(String kind) throws IOException {
        for (String text : List.of(
                "* ".repeat(200_000),
                "add_job(".repeat(50_000),
                "* * * * * curl " + "a".repeat(300_000),
                "x = \"" + "\\".repeat(300_000),
                "@a\n".repeat(100_000) + "def x",
                "cron[" + "a='".repeat(100_000),
                "* * * * * a > b".repeat(20_000))) {
            Files.writeString(directory.resolve("in"), text);
            Shell.Result result = new Shell(directory).run("import", kind, "in", "--dry-run", "-o", "name");
            assertThat(result.exitCode()).isIn(ExitCode.DONE, ExitCode.USAGE, ExitCode.PARTLY);
            assertThat(result.err().length()).isLessThan(2_000);
        }
    }
}
