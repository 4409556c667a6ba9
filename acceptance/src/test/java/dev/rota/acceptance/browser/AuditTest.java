package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody asks who has paused the nightly sweep. */
class AuditTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void what_was_done_is_found_with_its_reason(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/schedules/" + LiveRota.NIGHTLY));
            page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Reason"))
                    .fill("the library moves");
            button(page, "Pause").click();
            button(page, "Resume").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit"))
                    .first()
                    .click();
            assertThat(page.locator("tbody tr")).hasCount(2);
            page.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).fill("schedule.pause");
            button(page, "Show").click();
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("the library moves");
            assertThat(page.locator("tbody tr")).containsText("schedule:" + LiveRota.NIGHTLY);
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
