package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a server, and what may go wrong with it. */
class ServerTest {
    @TempDir
    private Path directory = Path.of("");

    @TempDir
    private Path other = Path.of("");

    private @Nullable RunningServer started;

    private Shell shell = new Shell(directory);

    @BeforeEach
    void open() {
        RunningServer server = RunningServer.fill(other.resolve("rota.db"));
        started = server;
        shell = new Shell(directory).variable("ROTA_URL", server.url()).variable("ROTA_TOKEN", RunningServer.TOKEN);
    }

    @AfterEach
    void close() {
        server().close();
    }

    private RunningServer server() {
        return Objects.requireNonNull(started);
    }

    @Test
    void json_is_the_body_that_the_server_sends() throws IOException, InterruptedException {
        for (String[] pair : new String[][] {
            {"/jobs?limit=50", "jobs list"},
            {"/jobs/3", "jobs get 3"},
            {"/jobs/2/attempts", "jobs attempts 2"},
            {"/queues", "queues list"},
            {"/workers", "workers list"},
        }) {
            String body = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server().url() + "/api/v1" + pair[0]))
                                    .header("Authorization", "Bearer " + RunningServer.TOKEN)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            String printed = shell.run((pair[1] + " -o json").split(" ")).out();
            assertThat(DataReader.body(printed)).as(pair[1]).isEqualTo(DataReader.body(body));
        }
    }

    @Test
    void schedules_are_listed_from_all_pages_of_the_server() {
        server().addSchedules(250);
        List<String> names =
                shell.run("schedules", "list", "-o", "name").out().lines().toList();
        assertThat(names).hasSizeGreaterThan(250).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void the_option_of_a_server_is_stronger_than_the_variable_of_a_database() {
        Shell.Result result = new Shell(directory)
                .variable("ROTA_DB", "absent.db")
                .run("--url", server().url(), "--token", RunningServer.TOKEN, "jobs", "list", "-o", "name");
        assertThat(result.out()).startsWith("7\n6\n");
    }

    @Test
    void who_is_not_known_or_not_allowed_ends_with_4() {
        Shell nobody = new Shell(directory).variable("ROTA_URL", server().url());
        assertThat(nobody.run("jobs", "list").exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(nobody.run("jobs", "list").err())
                .contains("Log in with rota login --url " + server().url() + ", or put a token in ROTA_TOKEN.");
        assertThat(nobody.variable("ROTA_TOKEN", "wrong").run("jobs", "list").err())
                .contains("The token is not or no longer valid");
        Shell viewer = nobody.variable("ROTA_TOKEN", RunningServer.VIEWER);
        assertThat(viewer.run("jobs", "list").exitCode()).isZero();
        Shell.Result refused = viewer.run("jobs", "retry", "2");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(refused.err()).startsWith("rota: ").contains("jobs:write");
    }

    @Test
    void a_server_that_is_not_there_ends_with_9() {
        server().close();
        Shell.Result result = shell.run("status");
        assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(result.err())
                .startsWith("rota: There is no answer from " + server().url())
                .hasLineCount(1);
    }

    @Test
    void something_else_that_answers_is_told_from_a_server() {
        Shell.Result result = shell.run("--url", server().url().replace("/rota", "/elsewhere"), "status");
        assertThat(result.exitCode()).isIn(ExitCode.UNREACHABLE, ExitCode.NOT_FOUND);
        assertThat(result.err()).startsWith("rota: ").hasLineCount(1);
    }

    @Test
    void an_address_that_is_none_is_not_repeated() {
        Shell.Result result = shell.run("--url", "http://anna:secret@host/rota", "status");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .contains("--url is not the address of a server")
                .doesNotContain("secret");
        assertThat(shell.run("--url", "localhost:8080", "status").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void what_is_the_matter_is_listed_and_who_is_told() {
        Shell.Result matters = shell.run("alerts", "list", "--columns", "kind,name");
        assertThat(matters.exitCode()).isZero();
        assertThat(matters.out()).startsWith("KIND").contains("failure.new");
        assertThat(shell.run("alerts", "channels").err())
                .isEqualTo("Nobody is told: start rota server with --alert-mail or --alert-webhook.\n");
        assertThat(shell.run("alerts", "deliveries").err()).isEqualTo("Nothing was told.\n");
        assertThat(shell.run("alerts", "test", "mail").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        Shell.Result local = shell.run("alerts", "list", "--db", "absent.db");
        assertThat(local.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        Shell.Result database =
                shell.run("alerts", "list", "--db", other.resolve("rota.db").toString());
        assertThat(database.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(database.err())
                .contains("A server looks for what is the matter, and knows its channels: add --url.");
    }

    @Test
    void commands_about_databases_need_one() {
        Shell.Result result = shell.run("db", "info");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("ROTA_URL names the server " + server().url() + ": add --db.");
    }

    @Test
    void a_list_goes_on_where_the_one_before_ended() {
        Shell.Result first = shell.run("jobs", "list", "--limit", "3", "-o", "json");
        Body about = DataReader.body(first.out()).body("page");
        String cursor = about == null ? "" : about.word("next");
        assertThat(shell.run("jobs", "list", "--limit", "3", "--cursor", cursor, "-o", "name")
                        .out())
                .isEqualTo("4\n3\n2\n");
        assertThat(shell.run("jobs", "list", "--limit", "1000", "-o", "name")
                        .out()
                        .lines())
                .hasSize(7);
    }

    @Test
    void a_job_is_waited_for_until_it_is_over() {
        Shell.Result result = shell.meanwhile(time -> server().runDue())
                .run("jobs", "enqueue", "loans.check", "--wait", "-o", "json");
        assertThat(result.exitCode()).isZero();
        assertThat(DataReader.body(result.out()).text("state")).isEqualTo("succeeded");
        Shell.Result failed = shell.meanwhile(time -> server().runDue())
                .run("jobs", "enqueue", "mail.bounce", "--args", "{\"to\":\"x\",\"copies\":1}", "--wait");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.ENDED_BADLY);
        assertThat(failed.out()).isEqualTo("Job 9 has failed: all 2 attempts are used up.\n");
    }

    @Test
    void waiting_ends_with_7_when_time_is_up() {
        Shell slow = shell.meanwhile(shell::advance);
        Shell.Result result = slow.run("jobs", "wait", "5", "--timeout", "3s");
        assertThat(result.exitCode()).isEqualTo(ExitCode.TIMED_OUT);
        assertThat(result.err()).startsWith("rota: Job 5 is scheduled after 3s. ");
    }

    @Test
    void a_log_is_followed_until_the_job_is_over() {
        shell.run("jobs", "run-now", "5");
        Shell.Result result = shell.meanwhile(time -> server().runDue()).run("jobs", "logs", "5", "-f");
        assertThat(result.out()).contains("Sending to carl@example.org");
    }
}
