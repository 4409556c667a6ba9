package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rota schedules preview}. */
class PreviewTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell.Result preview(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "schedules";
        all[1] = "preview";
        System.arraycopy(args, 0, all, 2, args.length);
        return new Shell(directory).run(all);
    }

    @Test
    void says_what_an_expression_means_warns_and_lists_fires() {
        assertThat(preview("0 3 * * 6", "--zone", "Europe/Riga", "-n", "2"))
                .isEqualTo(new Shell.Result(ExitCode.DONE, """
                                At 03:00, only on Saturday (Europe/Riga)
                                warning: Weekday 6 is Saturday here; APScheduler 3 reads Sunday, Quartz reads Friday. Write SAT.
                                  Sat 2026-11-28 03:00 +02:00  in 5d 15h
                                  Sat 2026-12-05 03:00 +02:00  in 12d 15h
                                """, ""));
    }

    @Test
    void shows_seconds_where_there_are_some() {
        assertThat(preview("30 0 0 * * *", "-n", "1").out()).contains("  Mon 2026-11-23 00:00:30 +00:00  in 14h\n");
    }

    @Test
    void gives_programs_local_times_with_offsets() {
        assertThat(preview("0 0 * * *", "--zone", "Europe/Riga", "-n", "2", "--from", "2026-10-24", "-o", "json")
                        .out())
                .isEqualTo("""
                        {
                          "cron": "0 0 * * *",
                          "zone": "Europe/Riga",
                          "description": "At 00:00, every day",
                          "fires": [
                            "2026-10-25T00:00:00+03:00",
                            "2026-10-26T00:00:00+02:00"
                          ],
                          "warnings": []
                        }
                        """);
        assertThat(preview("0 0 * * *", "-n", "1", "-o", "csv").out())
                .isEqualTo("at,local,in\n2026-11-23T00:00:00Z,2026-11-23T00:00:00Z,in 14h\n");
        assertThat(preview("0 0 * * *", "-n", "1", "-o", "name").out()).isEqualTo("2026-11-23T00:00:00Z\n");
    }

    @Test
    void an_expression_that_never_fires_has_a_warning_and_no_fires() {
        Shell.Result result = preview("0 0 30 2 *");
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("never fires", "warning: ").doesNotContain("2027");
    }

    @Test
    void from_is_an_instant_a_local_time_a_date_or_a_duration() {
        String[] starts = {"2026-12-01T12:00Z", "2026-12-01T14:00", "2026-12-01 14:00", "2026-12-01T14:00+02:00", "9d2h"
        };
        for (String start : starts) {
            assertThat(preview("@daily", "--zone", "Europe/Riga", "--from", start, "-n", "1", "-o", "name")
                            .out())
                    .as(start)
                    .isEqualTo("2026-12-01T22:00:00Z\n");
        }
    }

    @Test
    void counts_from_1_to_1000() {
        assertThat(preview("* * * * *", "-n", "1000", "-o", "name").out().lines())
                .hasSize(1000);
        assertThat(preview("* * * * *", "-n", "0").err()).isEqualTo("rota: -n is 0: expected 1 to 1000.\n");
    }
}
