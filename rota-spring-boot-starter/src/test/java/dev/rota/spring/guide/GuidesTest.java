package dev.rota.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The guides say what is so: their Java stands in this package, and their properties in the configuration metadata. */
final class GuidesTest {
    private static final Path GUIDES = Path.of("..", "docs", "guides");
    private static final Path SNIPPETS = Path.of("src/test/java/dev/rota/spring/guide");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Pattern MARKED =
            Pattern.compile("^ *// \\[(\\w+)]\\n(.*?)^ *// \\[/\\1]$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void every_java_block_compiles_and_every_snippet_is_shown() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path guide : files(GUIDES, ".md")) {
            shown.addAll(blocks(guide, "java"));
        }
        assertThat(shown).hasSizeGreaterThan(8).containsExactlyInAnyOrderElementsOf(snippets());
    }

    @Test
    void the_application_of_the_guide_has_its_properties_and_tables() throws IOException {
        Path guide = GUIDES.resolve("spring-boot.md");
        assertThat(blocks(guide, "properties")).contains(resource("application.properties"));
        assertThat(blocks(guide, "sql")).contains(resource("schema.sql"));
    }

    @Test
    void every_property_stands_in_the_page_with_its_default() throws IOException {
        Map<String, String> told = new LinkedHashMap<>();
        Matcher row = Pattern.compile("^\\| `([^`]+)` \\|([^|]*)\\|", Pattern.MULTILINE)
                .matcher(Files.readString(GUIDES.resolve("configuration.md")));
        while (row.find()) {
            told.put(row.group(1), row.group(2).replace("`", "").strip());
        }
        assertThat(told).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(properties());
    }

    @Test
    void every_link_leads_to_a_file() throws IOException {
        Set<String> dead = new TreeSet<>();
        for (Path guide : files(GUIDES, ".md")) {
            Matcher link = LINK.matcher(Files.readString(guide));
            while (link.find()) {
                if (!Files.exists(guide.resolveSibling(link.group(1)))) {
                    dead.add(guide.getFileName() + " links to " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> blocks(Path guide, String language) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher block = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(guide));
        while (block.find()) {
            found.add(block.group(1).stripTrailing());
        }
        return found;
    }

    /** What stands between marks of the same name in one file is one snippet. */
    private static List<String> snippets() throws IOException {
        Map<String, String> snippets = new LinkedHashMap<>();
        for (Path file : files(SNIPPETS, ".java")) {
            Matcher part = MARKED.matcher(Files.readString(file));
            int from = 0;
            while (part.find(from)) {
                snippets.merge(file + part.group(1), part.group(2).stripTrailing(), (a, b) -> a + "\n" + b);
                from = part.end();
            }
        }
        return snippets.values().stream().map(String::stripIndent).toList();
    }

    private static String resource(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/guide", name)).stripTrailing();
    }

    private static Map<String, String> properties() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (JsonNode property : JsonMapper.shared().readTree(METADATA).get("properties")) {
            JsonNode value = property.get("defaultValue");
            defaults.put(property.get("name").asString(), value == null ? "" : value.asString());
        }
        return defaults;
    }
}
