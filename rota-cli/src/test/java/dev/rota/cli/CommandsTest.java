package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That commands are there under the names that people know them by, and how they are found out about. */
class CommandsTest {
    @TempDir
    private Path directory = Path.of("");

    private Shell.Result rota(String line) {
        return new Shell(directory).run(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "jobs list|get|logs|stack|wait|enqueue|retry|cancel|delete|run-now",
                "schedules list|get|preview|next|run|pause|resume|set|revert|backfill|delete",
                "queues list|pause|resume|limit",
                "workers list|drain|resume",
                "failures list|get|retry|mute|resolve",
                "ops list|get|stop",
                "flags list|set",
                "audit list",
                "stats",
                "login",
                "logout",
                "whoami",
                "context list|use",
                "config view",
                "db migrate|status|doctor|backup",
                "import apscheduler|crontab|quartz",
                "completion bash|zsh|fish",
                "version",
                "help exit-codes"
            })
    void the_command_is_there(String line) {
        String[] words = line.split(" ");
        for (String below : (words.length == 1 ? "" : words[1]).split("\\|")) {
            String command = (words[0] + " " + below).strip();
            assertThat(rota(command + " --help").out()).as(command).startsWith("Usage: rota " + words[0]);
        }
    }

    @Test
    void help_of_a_command_is_its_own_page() {
        assertThat(rota("help jobs list")).isEqualTo(rota("jobs list --help"));
        assertThat(rota("help")).isEqualTo(rota("--help"));
        Shell.Result unknown = rota("help jobz");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("\"rota jobz\"", "did you mean jobs?");
    }

    @Test
    void a_dry_migration_shows_what_is_missing_and_makes_nothing() {
        Shell.Result fresh = rota("db migrate --dry-run");
        assertThat(fresh.exitCode()).isZero();
        assertThat(fresh.out()).startsWith("-- Version 1: ").contains("create table rota_job");
        assertThat(fresh.err()).contains("not there yet", "Nothing was done");
        assertThat(Files.exists(directory.resolve("rota.db"))).isFalse();
        rota("db migrate");
        Shell.Result again = rota("db migrate --dry-run");
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("as this program needs it: there is nothing to do");
    }

    @Test
    void fish_completes_commands_below_commands_and_what_options_take() {
        assertThat(rota("completion fish").out().lines())
                .contains(
                        "complete -c rota -s o -l output -x -a 'table wide json jsonl yaml csv name' -d 'One of table,"
                                + " wide, json, jsonl, yaml, csv, name'")
                .anyMatch(line -> line.startsWith("complete -c rota -f -n '__fish_seen_subcommand_from jobs; and not ")
                        && line.contains(" -a list -d "))
                .anyMatch(line -> line.startsWith("complete -c rota -n '__fish_seen_subcommand_from jobs; and "
                        + "__fish_seen_subcommand_from list' -l limit -r -d "));
    }

    @Test
    void figures_are_told_by_type_alone() {
        rota("db migrate");
        assertThat(rota("stats --by type").exitCode()).isZero();
        assertThat(rota("stats --by queue").err()).contains("expected type");
    }

    @Test
    void the_zone_that_nobody_chose_has_its_name() {
        assertThat(rota("config view -o csv").out()).contains("zone,UTC,default\n");
    }
}
