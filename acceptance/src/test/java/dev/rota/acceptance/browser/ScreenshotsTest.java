package dev.rota.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.rota.acceptance.browser.Chromium.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes a picture of every page, light and dark, and light on a phone: {@code acceptance/screenshots DIRECTORY}. */
@EnabledIfSystemProperty(named = "screenshots", matches = ".+", disabledReason = "run by acceptance/screenshots")
class ScreenshotsTest extends BrowserTest {
    private static final List<Look> LOOKS =
            List.of(new Look(false, false, true), new Look(true, false, true), new Look(false, true, true));

    @TempDir
    Path store;

    @Test
    void every_page_has_its_pictures() throws IOException, InterruptedException {
        Path pictures = Files.createDirectories(Path.of(System.getProperty("screenshots")));
        try (Showcase showcase = new Showcase(store)) {
            Map<String, String> pages = PageWalk.pages(showcase);
            for (Look look : LOOKS) {
                Page page = page(look);
                page.clock().setFixedTime(Showcase.NOW.toEpochMilli());
                for (Map.Entry<String, String> route : pages.entrySet()) {
                    page.navigate(showcase.at(route.getValue()));
                    Path picture = pictures.resolve(name(route.getKey()) + "-" + look.word() + ".png");
                    page.screenshot(
                            new Page.ScreenshotOptions().setFullPage(true).setPath(picture));
                    assertThat(picture).isNotEmptyFile();
                }
            }
        }
    }

    /** {@code /jobs/{id}} is job: what stands for one of many, in the singular. */
    private static String name(String route) {
        return route.equals("/")
                ? "overview"
                : route.substring(1)
                        .replaceAll("s/\\{[^}]+}", "")
                        .replaceAll("[{}]", "")
                        .replace('/', '-')
                        .replace(' ', '-');
    }
}
