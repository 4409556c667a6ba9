package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Text can be read on both surfaces in both themes: WCAG 2.2, contrast of 4.5 to 1 and more. */
final class StyleTest {
    private static final Path STYLE = Path.of("src/main/resources/dev/rota/web/assets/rota.css");
    private static final List<Path> SCRIPTS = List.of(
            Path.of("src/main/resources/dev/rota/web/assets/rota.js"),
            Path.of("src/main/resources/dev/rota/web/assets/keys.js"));
    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");

    private record Pair(String light, String dark) {}

    private static Map<String, Pair> tokens() throws IOException {
        Map<String, Pair> tokens = new HashMap<>();
        Matcher found = TOKEN.matcher(Files.readString(STYLE));
        while (found.find()) {
            tokens.put(found.group(1), new Pair(found.group(2), found.group(3)));
        }
        return tokens;
    }

    @Test
    void text_stands_out_from_what_is_behind_it() throws IOException {
        Map<String, Pair> tokens = tokens();
        for (String text : List.of("ink", "muted", "link", "neutral", "running", "ok", "attention", "bad")) {
            for (String behind : List.of("surface", "ground")) {
                check(text, tokens.get(text), behind, tokens.get(behind), 4.5);
            }
        }
        check("on-link", tokens.get("on-link"), "link", tokens.get("link"), 4.5);
        check("edge", tokens.get("edge"), "surface", tokens.get("surface"), 3);
    }

    private static void check(
            String name,
            @org.jspecify.annotations.Nullable Pair text,
            String behindName,
            @org.jspecify.annotations.Nullable Pair behind,
            double least) {
        assertThat(text).as(name).isNotNull();
        assertThat(behind).as(behindName).isNotNull();
        if (text != null && behind != null) {
            assertThat(contrast(text.light(), behind.light()))
                    .as(name + " on " + behindName + ", light")
                    .isGreaterThanOrEqualTo(least);
            assertThat(contrast(text.dark(), behind.dark()))
                    .as(name + " on " + behindName + ", dark")
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] linear = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            linear[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    @Test
    void nothing_is_fetched_from_elsewhere() throws IOException {
        for (Path file : Stream.concat(Stream.of(STYLE), SCRIPTS.stream()).toList()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern("(https?:)?//[a-z]+\\.")
                    .doesNotContain("@import", "innerHTML", "eval(");
        }
    }

    @Test
    void a_script_is_short_enough_to_be_read() throws IOException {
        for (Path script : SCRIPTS) {
            assertThat(Files.readAllLines(script)).as(script.toString()).hasSizeLessThanOrEqualTo(400);
        }
    }
}
