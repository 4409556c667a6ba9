package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What stands in packaging/ is well formed, and names options that there are. */
class PackagingTest {
    private static final Path PACKAGING = Path.of("../packaging");

    private static List<JsonNode> documents(Path file) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        List<JsonNode> documents = new ArrayList<>();
        for (String text : Files.readString(file).split("(?m)^---$")) {
            documents.add(mapper.readTree(text));
        }
        return documents;
    }

    @Test
    void kubernetes_examples_probe_what_is_served() throws IOException {
        try (Stream<Path> files = Files.list(PACKAGING.resolve("kubernetes"))) {
            List<Path> all = files.toList();
            assertThat(all).isNotEmpty();
            for (Path file : all) {
                JsonNode deployment = documents(file).stream()
                        .filter(one -> one.path("kind").asString().equals("Deployment"))
                        .findFirst()
                        .orElseThrow();
                JsonNode container = deployment.at("/spec/template/spec/containers/0");
                assertThat(container.at("/livenessProbe/httpGet/path").asString())
                        .isEqualTo("/health/live");
                assertThat(container.at("/readinessProbe/httpGet/path").asString())
                        .isEqualTo("/health/ready");
                assertThat(container
                                .at("/securityContext/allowPrivilegeEscalation")
                                .asBoolean(true))
                        .isFalse();
            }
        }
    }

    @Test
    void variables_are_those_of_options() throws IOException {
        String help = Shell.run(PACKAGING, List.of("server", "--help")).out();
        Pattern variable = Pattern.compile("ROTA_([A-Z][A-Z_]+)");
        int count = 0;
        try (Stream<Path> files = Files.walk(PACKAGING)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = variable.matcher(Files.readString(file));
                while (matcher.find()) {
                    count++;
                    String option = "--"
                            + matcher.group(1)
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-');
                    if (!List.of("--db", "--db-user", "--db-password").contains(option)) {
                        assertThat(help).as(file + " " + matcher.group()).contains(option);
                    }
                }
            }
        }
        assertThat(count).isGreaterThan(5);
    }
}
