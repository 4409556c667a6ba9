package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At ten o'clock of Shell.NOW, a Sunday. */
class UpcomingFiresTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell shell = new Shell(Path.of(""));

    @BeforeEach
    void make() {
        shell = new Shell(directory);
        assertThat(shell.run("db", "migrate", "--db", "rota.db").err()).isEmpty();
    }

    private void set(String name, String... options) {
        String[] words = new String[5 + options.length];
        System.arraycopy(new String[] {"schedules", "set", name, "--type", "t"}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        Shell.Result result = shell.run(words);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private String next(int count) {
        return shell.run("schedules", "next", "-n", "" + count, "--no-headers", "--columns", "next,name")
                .out();
    }

    @Test
    void each_fire_of_all_schedules_is_listed_the_soonest_first() {
        set("minutely", "--cron", "* * * * *");
        set("slower", "--cron", "*/2 * * * *");
        assertThat(next(5)).isEqualTo("""
                2026-11-22T10:00:00Z  minutely
                2026-11-22T10:00:00Z  slower
                2026-11-22T10:01:00Z  minutely
                2026-11-22T10:02:00Z  minutely
                2026-11-22T10:02:00Z  slower
                """);
    }

    @Test
    void one_that_ends_is_listed_as_often_as_it_fires() {
        set("once", "--at", "2026-11-22T12:00Z");
        assertThat(next(5)).isEqualTo("2026-11-22T12:00:00Z  once\n");
    }

    @Test
    void of_what_was_missed_the_first_alone_is_listed() {
        set("hourly", "--every", "1h");
        shell.advance(Duration.ofHours(5));
        assertThat(next(3)).isEqualTo("""
                2026-11-22T11:00:00Z  hourly
                2026-11-22T16:00:00Z  hourly
                2026-11-22T17:00:00Z  hourly
                """);
    }

    @Test
    void what_a_pause_window_skips_is_left_out() {
        set("hourly", "--cron", "0 * * * *", "--pause-windows", "09:00-12:00");
        assertThat(next(2)).isEqualTo("""
                2026-11-22T12:00:00Z  hourly
                2026-11-22T13:00:00Z  hourly
                """);
        set("hourly", "--pause-windows", "00:00-24:00");
        assertThat(next(2)).isEmpty();
    }

    @Test
    void a_paused_schedule_is_left_out() {
        set("hourly", "--cron", "0 * * * *");
        shell.run("schedules", "pause", "hourly");
        assertThat(next(2)).isEmpty();
    }

    @Test
    void a_cron_expression_without_a_zone_is_kept_in_utc() {
        set("hourly", "--cron", "0 * * * *");
        assertThat(shell.run("schedules", "list", "--columns", "zone", "--no-headers")
                        .out())
                .isEqualTo("UTC\n");
    }
}
