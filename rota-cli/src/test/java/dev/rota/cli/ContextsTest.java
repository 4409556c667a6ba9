package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that are kept by name. */
class ContextsTest {
    @TempDir
    private Path home = Path.of("");

    @TempDir
    private Path data = Path.of("");

    private Shell shell() {
        return new Shell(home).variable("HOME", home.toString());
    }

    private Path file() {
        return home.resolve(".config/rota/config.toml");
    }

    @Test
    void a_login_is_kept_for_the_commands_after_it_and_for_its_owner_alone() throws IOException {
        try (RunningServer server = RunningServer.fill(data.resolve("rota.db"))) {
            Shell.Result login = shell().typing(RunningServer.TOKEN + "\n")
                    .run("login", "--url", server.url() + "/", "--name", "prod");
            assertThat(login.err()).isEmpty();
            assertThat(login.out()).startsWith("Logged in at " + server.url()).doesNotContain(RunningServer.TOKEN);
            assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(shell().run("jobs", "list", "-o", "name").out()).startsWith("7\n6\n");
            assertThat(shell().run("context", "list").out())
                    .contains("*        prod  " + server.url() + "  kept")
                    .doesNotContain(RunningServer.TOKEN);
            assertThat(shell().run("config", "view", "-o", "csv").out())
                    .contains("url," + server.url() + ",context prod\n", "token,***,config\n");
            assertThat(shell().run("whoami").out()).contains(server.url());
            // The token is for this server, under whichever option it is named.
            assertThat(shell().run("--url", server.url(), "jobs", "get", "1").exitCode())
                    .isZero();
            assertThat(shell().run("logout").out()).startsWith("Context prod is forgotten.");
            assertThat(Files.readString(file())).doesNotContain(RunningServer.TOKEN);
            assertThat(shell().run("--url", server.url(), "whoami").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        }
    }

    @Test
    void a_wrong_token_is_not_kept() {
        try (RunningServer server = RunningServer.fill(data.resolve("rota.db"))) {
            Shell.Result login = shell().typing("wrong\n").run("login", "--url", server.url());
            assertThat(login.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void a_context_is_chosen_by_option_variable_and_use() throws IOException {
        FilledDatabase.make(data.resolve("a.db"));
        Files.createDirectories(file().getParent());
        Files.writeString(file(), """
                current = "gone"

                [contexts.gone]
                db = "gone.db"

                [contexts.here]
                db = "%s"
                """.formatted(data.resolve("a.db")));
        assertThat(shell().run("jobs", "get", "1").exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(shell().run("jobs", "get", "1", "--context", "here").exitCode())
                .isZero();
        assertThat(shell().variable("ROTA_CONTEXT", "here")
                        .run("jobs", "get", "1")
                        .exitCode())
                .isZero();
        assertThat(shell().run("jobs", "get", "1", "--context", "her").err()).contains("did you mean here?");
        assertThat(shell().run("context", "use", "here").out()).isEqualTo("Commands work at here from now on.\n");
        assertThat(shell().run("jobs", "get", "1").exitCode()).isZero();
        assertThat(shell().run("context", "use", "--none").exitCode()).isZero();
        assertThat(shell().run("config", "view", "-o", "csv").out()).contains(",default\n");
    }

    @Test
    void a_broken_file_and_two_places_at_once_are_named() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "contexts = [");
        assertThat(shell().run("jobs", "list").err())
                .startsWith("rota: " + file() + " is not TOML: ")
                .hasLineCount(1);
        assertThat(shell().run("--db", "a.db", "--url", "http://localhost:1/rota", "status")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell().variable("ROTA_DB", "a.db")
                        .variable("ROTA_URL", "http://localhost:1/rota")
                        .run("status")
                        .err())
                .startsWith("rota: Both ROTA_DB and ROTA_URL say where to work");
    }
}
