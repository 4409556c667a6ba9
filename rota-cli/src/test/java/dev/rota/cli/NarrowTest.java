package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are longer than a terminal is wide. */
class NarrowTest {
    private static final String LONG = "a-queue-with-a-name-that-is-far-too-long-for-a-terminal-of-eighty-columns";

    @TempDir
    private static Path directory = Path.of("");

    @BeforeAll
    static void fill() {
        Shell shell = new Shell(directory);
        shell.run("db", "migrate", "--db", "rota.db");
        shell.run("queues", "limit", LONG, "--concurrency", "1");
        shell.run("queues", "limit", "mail", "--concurrency", "2");
        shell.run("schedules", "set", LONG, "--cron", "* * * * *", "--type", "t");
    }

    private static String shown(Shell shell, String... words) {
        Shell.Result result = shell.variable("COLUMNS", "80").run(words);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    private static Shell terminal() {
        return new Shell(directory).terminal("").variable("NO_COLOR", "1");
    }

    @Test
    void a_long_name_is_cut_on_a_terminal() {
        assertThat(shown(terminal(), "queues", "list", "--columns", "name,state,concurrency,rate"))
                .isEqualTo("""
                NAME                                                   STATE   CONCURRENCY  RATE
                a-queue-with-a-name-that-is-far-too-long-for-a-termi…  active  1
                mail                                                   active  2
                """);
        assertThat(shown(terminal(), "schedules", "list")).contains("…  ").doesNotContain(LONG);
        assertThat(shown(terminal(), "schedules", "list").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void a_name_is_cut_no_further_than_to_be_known_by() {
        assertThat(shown(terminal(), "queues", "list")).contains("a-queue-with-a-name…  active");
        assertThat(terminal().variable("COLUMNS", "10").run("queues", "list").out())
                .contains("a-queue-with-a-name…  active");
    }

    @Test
    void nothing_is_cut_for_programs() {
        assertThat(shown(new Shell(directory), "queues", "list")).contains(LONG);
        for (String format : new String[] {"csv", "json", "jsonl", "yaml", "name"}) {
            assertThat(shown(terminal(), "queues", "list", "-o", format))
                    .contains(LONG)
                    .doesNotContain("…");
        }
    }

    @Test
    void nothing_is_cut_where_the_width_is_not_known() {
        assertThat(terminal().run("queues", "list").out()).contains(LONG);
    }

    @Test
    void one_thing_is_shown_whole() {
        assertThat(shown(terminal(), "schedules", "get", LONG)).contains(LONG);
    }
}
