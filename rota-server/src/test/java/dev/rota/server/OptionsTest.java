package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said in one sentence, before anything is opened. */
class OptionsTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server --port abc|--port is \"abc\"",
                "server --port 70000|expected 0 to 65535",
                "server --bind 0.0.0.0|--behind-proxy",
                "server --bind no.such.host.invalid|expected an address",
                "server --bind 0.0.0.0 --behind-proxy --plain-http|exclude each other",
                "server --tls-cert a.pem|give both",
                "server --tls-cert a.pem --tls-key b.pem|cannot be read",
                "server --tls-keystore a.p12 --tls-key b.pem|give one of them",
                "server --tls-keystore a.p12 --plain-http|exclude each other",
                "server --slots 0|expected 1 to 1000",
                "server --queues mail=0|expected 1 to 1000",
                "worker --queues a/b|expected names of queues",
                "server --grace soon|is not a duration",
                "server --lease 1s|--lease is 1s: expected 2s or more",
                "worker --poll PT0.001S|--poll is PT0.001S: expected PT0.01S or more",
                "worker --max-crashes -1|expected 0 or more",
                "server --retention-history never|--retention-history \"never\" is not a duration",
                "server --retention-failed 0d|--retention-failed \"0d\" is not a duration",
                "worker --retention-fires x|--retention-fires \"x\" is not a duration",
                "worker --retention-fires PT99999999H|expected at most 36500 days",
                "server --retention-audit 23h|--retention-audit is 23h: expected 1d or more",
                "server --http-allow 10.0.0.0/99|expected such as 10.0.0.0/8",
                "server --http-response-limit 0|expected 1 to",
                "server --smtp-host mx --smtp-user anna|give both or neither",
                "server --mail-from nobody|expected an address",
                "server --alert-mail ops@example.org|give --smtp-host, or --mail-capture",
                "server --alert-mail nobody --smtp-host mx|expected such as anna@example.org",
                "server --alert-webhook https://example.org/hook|ROTA_ALERT_WEBHOOK_SECRET",
                "server --alert-webhook https://example.org/hook --alert-webhook-secret short|16 or more",
                "server --alert-webhook-secret sixteen-characters-long|give --alert-webhook too",
                "server --alert-mail a@example.org --smtp-host mx --alert-quiet night|expected two times",
                "server --alert-mail a@example.org --smtp-host mx --alert-quiet 22:00-07:00 --alert-zone Riga|such as Europe/Riga",
                "worker --alert-failure-rate 0|expected 1 to 100",
                "worker --alert-wait soon|is not a duration",
                "server --alert-link rota|expected such as https://example.org/rota",
                "server --jwt-secret short|32 or more",
                "server --jwt-jwks http://example.org/keys --jwt-issuer x|https://",
                "server --base-path rota/|--base-path",
                "server --log-level loud|--log-level",
                "server --db postgres://x/y|JDBC form",
                "server --db-connections 1|expected 2 to 100",
                "server --no-such|has no option",
                "server --config missing.properties|cannot be read",
                "token create ci --scope jobs:fly|expected such as jobs:read",
                "token create ci --scope jobs:delete|more than the role viewer",
                "user add|NAME",
            })
    void a_wrong_option_is_a_sentence_and_the_exit_code_2(String command, String says) {
        Shell.Result result = Shell.run(directory, List.of(command.split(" ")));
        assertThat(result.out()).contains(says).hasLineCount(result.out().contains("See rota") ? 2 : 1);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void each_option_may_stand_in_a_variable_or_in_a_file() throws IOException {
        assertThat(Shell.run(directory, Map.of("ROTA_PORT", "70000"), "", List.of("server"))
                        .out())
                .contains("--port is 70000");
        assertThat(Shell.run(directory, Map.of("ROTA_HTTP_ALLOW", "10.0.0.0/8,!"), "", List.of("server"))
                        .out())
                .contains("\"!\" is neither");
        Files.writeString(directory.resolve("rota.properties"), "slots=0\n");
        assertThat(Shell.run(directory, List.of("server", "--config", "rota.properties"))
                        .out())
                .contains("--slots is 0");
        assertThat(Shell.run(directory, List.of("server", "--no-worker", "--config", "rota.properties"))
                        .out())
                .contains("--slots is 0");
        assertThat(Shell.run(
                                directory,
                                Map.of("ROTA_SLOTS", "-1"),
                                "",
                                List.of("server", "--config", "rota.properties"))
                        .out())
                .contains("--slots is -1");
        Files.writeString(directory.resolve("rota.properties"), "slotz=3\n");
        Shell.Result unknown = Shell.run(directory, List.of("server", "--config", "rota.properties"));
        assertThat(unknown.out()).contains("slotz").contains("did you mean slots?");
        assertThat(unknown.exitCode()).isEqualTo(2);
    }

    @Test
    void what_is_wrong_with_a_file_of_options_is_said_once() throws IOException {
        Path file = directory.resolve("rota.properties");
        assertThat(Shell.run(directory, List.of("server", "--config", "rota.properties"))
                        .out())
                .isEqualTo("rota: The file " + file + " of --config cannot be read as properties.\n");
        Files.writeString(file, "slotz=3\n");
        assertThat(Shell.run(directory, List.of("server", "--no-worker", "--config", "rota.properties"))
                        .out())
                .isEqualTo("rota: " + file + " sets \"slotz\", which is no option: did you mean slots?\n");
    }

    @Test
    void what_is_in_the_way_is_a_sentence_and_the_exit_code_1() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Shell.Result port = Shell.run(directory, List.of("server", "--port", "" + taken.getLocalPort()));
            assertThat(port.out()).contains("cannot be listened on");
            assertThat(port.exitCode()).isEqualTo(1);
            Shell.Result nobody = Shell.run(directory, List.of("server", "--db", "jdbc:postgresql://127.0.0.1:1/rota"));
            assertThat(nobody.out()).hasLineCount(1);
            assertThat(nobody.exitCode()).isEqualTo(1);
        }
        Files.writeString(directory.resolve("text"), "no database at all");
        Shell.Result file = Shell.run(directory, List.of("server", "--db", "text"));
        assertThat(file.out()).contains("is not a SQLite database");
        assertThat(file.exitCode()).isEqualTo(1);
    }

    @Test
    void a_first_user_who_is_not_admin_is_warned_of() {
        String warning =
                "rota: Nobody who may log in is admin, and from now on everybody must log in, on this machine too: "
                        + "make one with rota user role bob admin.\n";
        assertThat(addUser("bob").out()).isEqualTo("User bob may log in as viewer.\n" + warning);
        assertThat(Shell.run(directory, List.of("user", "role", "bob", "operator"))
                        .out())
                .isEqualTo("User bob is operator now.\n" + warning);
        assertThat(Shell.run(directory, List.of("user", "role", "bob", "admin")).out())
                .isEqualTo("User bob is admin now.\n");
        assertThat(addUser("carl").out()).isEqualTo("User carl may log in as viewer.\n");
    }

    @Test
    void a_user_gets_another_role_and_is_deleted() {
        addUser("anna", "--role", "admin");
        Shell.Result last = Shell.run(directory, List.of("user", "role", "anna", "viewer"));
        assertThat(last.out()).contains("anna is the last administrator: make another one first.");
        assertThat(last.exitCode()).isEqualTo(6);
        assertThat(Shell.run(directory, List.of("user", "delete", "anna", "--yes"))
                        .exitCode())
                .isEqualTo(6);
        assertThat(Shell.run(directory, List.of("user", "role", "anna", "admin"))
                        .out())
                .isEqualTo("User anna is admin already.\n");
        addUser("bob");
        assertThat(Shell.run(directory, List.of("user", "delete", "bob")).out())
                .isEqualTo("rota: This deletes user bob: add --yes to do it.\n");
        assertThat(Shell.run(directory, List.of("user", "delete", "bob", "--yes"))
                        .out())
                .isEqualTo("User bob is deleted.\n");
        assertThat(Shell.run(directory, List.of("user", "delete", "bob", "--yes"))
                        .exitCode())
                .isEqualTo(5);
        assertThat(Shell.run(directory, List.of("user", "role", "bob", "admin")).exitCode())
                .isEqualTo(5);
        assertThat(Shell.run(directory, List.of("user", "role", "anna", "king")).exitCode())
                .isEqualTo(2);
        assertThat(Shell.run(directory, List.of("audit", "list", "--action", "user.", "-o", "jsonl"))
                        .out())
                .contains("\"action\":\"user.delete\"", "\"target\":\"user:bob\"");
    }

    private Shell.Result addUser(String name, String... more) {
        List<String> words = new ArrayList<>(List.of("user", "add", name));
        words.addAll(List.of(more));
        return Shell.run(directory, Map.of(), "correct horse battery\n", words);
    }

    @Test
    void programs_get_users_and_tokens_as_rest_has_them() {
        Shell.run(directory, List.of("db", "migrate"));
        assertThat(Shell.run(directory, List.of("token", "list", "-o", "json")).out())
                .isEqualToIgnoringWhitespace("{\"items\":[]}");
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "json")).out())
                .isEqualToIgnoringWhitespace("{\"items\":[]}");
        addUser("anna", "--role", "admin");
        Shell.run(directory, List.of("token", "create", "ci", "--scope", "jobs:read"));
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "jsonl")).out())
                .contains("\"disabled\":false", "\"createdAt\":\"", "\"lastLoginAt\":null");
        assertThat(Shell.run(directory, List.of("token", "list", "-o", "jsonl")).out())
                .contains("\"scopes\":[\"jobs:read\"]", "\"createdAt\":\"", "\"revokedAt\":null");
        assertThat(Shell.run(directory, List.of("token", "list", "--columns", "name,works", "--no-headers"))
                        .out())
                .isEqualTo("ci  true\n");
    }

    @Test
    void users_and_tokens_are_made_listed_and_ended() {
        assertThat(Shell.run(directory, Map.of(), "short\n", List.of("user", "add", "anna"))
                        .exitCode())
                .isEqualTo(2);
        assertThat(Shell.run(
                                directory,
                                Map.of(),
                                "correct horse battery\n",
                                List.of("user", "add", "anna", "--role", "admin"))
                        .out())
                .isEqualTo("User anna may log in as admin.\n");
        assertThat(Shell.run(directory, Map.of(), "correct horse battery\n", List.of("user", "add", "ANNA"))
                        .exitCode())
                .isEqualTo(6);
        assertThat(Shell.run(directory, List.of("user", "list", "-o", "jsonl")).out())
                .contains("\"name\":\"anna\"", "\"role\":\"admin\"")
                .doesNotContain("pbkdf2");
        assertThat(Shell.run(directory, List.of("user", "disable", "anna")).out())
                .contains("last administrator");
        assertThat(Shell.run(directory, List.of("user", "disable", "nobody")).exitCode())
                .isEqualTo(5);
        Shell.Result made =
                Shell.run(directory, List.of("token", "create", "ci", "--scope", "jobs:read", "--expires", "90d"));
        assertThat(made.out()).contains("rota_");
        assertThat(Shell.run(directory, List.of("token", "list")).out())
                .contains("ci")
                .doesNotContain("rota_");
        assertThat(Shell.run(directory, List.of("token", "revoke", "1")).out()).isEqualTo("Token 1 works no more.\n");
        assertThat(Shell.run(directory, List.of("token", "revoke", "1")).exitCode())
                .isEqualTo(5);
    }
}
