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

/** Somebody holds schedules back by their flag, and asks what others see of a secret. */
class SettingsTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void a_flag_is_turned_off_and_its_schedule_says_so(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/settings"));
            button(page, "Turn " + LiveRota.FLAG + " off").click();
            assertThat(button(page, "Turn " + LiveRota.FLAG + " on")).isVisible();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(LiveRota.NIGHTLY))
                    .click();
            assertThat(page.locator(".subhead .state")).containsText("Off");
            page.navigate(live.at("/settings"));
            button(page, "As the code says " + LiveRota.FLAG).click();
            assertThat(button(page, "Turn " + LiveRota.FLAG + " off")).isVisible();
        }
    }

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void what_is_hidden_is_tried_out(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/settings"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Try it out"))
                    .click();
            page.getByLabel("JSON").fill("{\"customer\": \"ada\", \"cardNumber\": \"4711\"}");
            button(page, "Show").click();
            Locator seen = page.getByLabel("What people see").last();
            assertThat(seen).containsText("ada");
            assertThat(seen).not().containsText("4711");
            assertThat(page.getByText("its name holds card")).isVisible();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
