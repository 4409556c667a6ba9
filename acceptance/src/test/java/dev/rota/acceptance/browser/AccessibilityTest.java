package dev.rota.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.rota.acceptance.browser.Chromium.Look;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every page against the rules of axe-core, light and dark, on a desktop and on a phone. */
class AccessibilityTest extends BrowserTest {
    private static final String CHECK = """
            () => axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations.map((rule) =>
              `${rule.id} (${rule.help}): ${rule.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(' | ')}`))
            """;

    private static final String TOO_WIDE = """
            () => [...document.querySelectorAll('table')].filter((table) => !table.closest('.figures')
              && table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right + 0.5)
              .map((table) => table.caption?.textContent ?? '')
            """;

    @TempDir
    Path directory;

    @Test
    void no_page_breaks_a_rule() throws Exception {
        List<String> broken = new ArrayList<>();
        try (Showcase showcase = new Showcase(directory)) {
            Page page = page(Look.DESKTOP);
            for (Map.Entry<String, String> route : PageWalk.pages(showcase).entrySet()) {
                page.navigate(showcase.at(route.getValue()));
                page.evaluate(axe());
                for (boolean phone : List.of(false, true)) {
                    page.setViewportSize(phone ? 390 : 1280, phone ? 844 : 900);
                    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                        for (Object rule : (List<?>) page.evaluate(CHECK)) {
                            broken.add(route.getKey() + (phone ? " on a phone, " : ", ") + scheme + ": " + rule);
                        }
                    }
                    for (Object table : (List<?>) page.evaluate(TOO_WIDE)) {
                        broken.add(route.getKey() + (phone ? " on a phone" : "") + ": the table " + table
                                + " is wider than its place");
                    }
                    if (phone && scrollsSideways(page)) {
                        broken.add(route.getKey() + " is wider than a phone");
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean scrollsSideways(Page page) {
        return (boolean) page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    private static String axe() throws IOException {
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IOException("axe.min.js is missing from the artefact of axe-core: has its version changed?");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
