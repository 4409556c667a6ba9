package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.web.WebSettings.HouseRules;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks why. */
final class ReasonTest {
    @TempDir
    private Path directory;

    @Test
    void a_server_that_asks_for_a_reason_gets_it_or_does_nothing() {
        Path file = directory.resolve("rota.db");
        FilledDatabase.make(file);
        try (RunningServer server = new RunningServer(file, HouseRules.NONE.requireReason(Set.of("delete", "limit")))) {
            Shell shell =
                    new Shell(directory).variable("ROTA_URL", server.url()).variable("ROTA_TOKEN", RunningServer.TOKEN);

            Shell.Result refused = shell.run("queues", "limit", "mail", "--concurrency", "2");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err())
                    .contains("To limit takes a reason here, and none was given.", "with the commands by --reason.");
            assertThat(shell.run("queues", "limit", "mail", "--concurrency", "2", "--reason", "too slow")
                            .exitCode())
                    .isEqualTo(ExitCode.DONE);
            assertThat(shell.run("schedules", "delete", "poll", "--yes").exitCode())
                    .isEqualTo(ExitCode.USAGE);
            assertThat(shell.run("audit", "list", "--columns", "action,reason").out())
                    .contains("queue.limit", "too slow")
                    .doesNotContain("schedule.delete");
        }
    }
}
