package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users and tokens of a server, as commands and the server itself see them. */
class ServerUsersTest extends ServerFixture {
    @Test
    void users_close_what_was_open_to_this_machine() throws IOException, InterruptedException {
        assertThat(Shell.run(
                                directory,
                                Map.of(),
                                "correct horse battery\n",
                                List.of("user", "add", "anna", "--role", "admin"))
                        .exitCode())
                .isZero();
        Shell.Result token = Shell.run(directory, List.of("token", "create", "ci", "--role", "viewer"));
        String secret = token.out()
                .lines()
                .filter(line -> line.startsWith("rota_"))
                .findFirst()
                .orElseThrow();
        Started server = start("--no-worker");
        assertThat(get(server, "/api/v1/jobs").statusCode()).isEqualTo(401);
        assertThat(get(server, "/health/ready").body()).isEqualTo("{\"status\":\"up\",\"details\":null}");
        HttpResponse<String> known = client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + "/api/v1/jobs"))
                        .header("Authorization", "Bearer " + secret)
                        .build(),
                BodyHandlers.ofString());
        assertThat(known.statusCode()).isEqualTo(200);
    }

    @Test
    void users_are_added_to_the_database_that_a_server_opens_though_there_is_a_demonstration()
            throws IOException, InterruptedException {
        Path demo = directory.resolve(".rota/demo/rota.db");
        Files.createDirectories(demo.getParent());
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "csv")).out())
                .contains("There is no database file");
        Shell.run(directory, List.of("--db", demo.toString(), "db", "migrate"));
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "csv")).out())
                .isEqualTo("name,role,disabled,created,login\n");
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "anna", "--role", "admin"));
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "bert"));
        assertThat(Shell.run(directory, List.of("user", "delete", "bert", "--yes", "--reason", "left"))
                        .out())
                .contains("User bert is deleted.");
        assertThat(Shell.run(directory, List.of("audit", "list", "-o", "json")).out())
                .contains("\"left\"");
        List<String> demonstration = List.of("--db", demo.toString(), "user", "list", "-o", "csv");
        assertThat(Shell.run(directory, demonstration).out()).isEqualTo("name,role,disabled,created,login\n");
        HttpResponse<String> asked = get(start("--no-worker"), "/jobs");
        assertThat(asked.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith("/login"));
    }

    @Test
    void tokens_are_made_listed_and_ended_through_a_server() throws IOException, InterruptedException {
        String url = start("--no-worker").origin();
        Shell.Result made = Shell.run(
                directory, List.of("--url", url, "token", "create", "--scope", "jobs:read", "--expires", "90d"));
        assertThat(made.out()).contains("Token 1 is made", "rota_");
        assertThat(Shell.run(directory, List.of("--url", url, "token", "list")).out())
                .contains("viewer", "jobs:read", "true")
                .doesNotContain("rota_");
        assertThat(Shell.run(directory, List.of("--url", url, "token", "revoke", "1"))
                        .exitCode())
                .isZero();
        assertThat(Shell.run(directory, List.of("--url", url, "token", "revoke", "1"))
                        .exitCode())
                .isEqualTo(5);
        assertThat(Shell.run(directory, List.of("--url", url, "user", "list")).out())
                .contains("add --db");
    }

    @Test
    void who_starts_it_is_told_that_all_users_are_disabled() throws IOException {
        Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "anna"));
        Shell.run(directory, List.of("user", "disable", "anna"));
        Started server = start("--no-worker");
        assertThat(server.output().readLine())
                .isEqualTo("There is no user who may log in: let one in again with rota user enable, or make one.");
        assertThat(server.output().readLine())
                .isEqualTo("This link lets a new administrator in, once, within 30 minutes:");
        assertThat(server.output().readLine()).contains(server.origin() + "/login?token=");
    }
}
