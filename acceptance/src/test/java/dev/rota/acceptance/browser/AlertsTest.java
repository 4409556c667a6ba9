package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.acceptance.browser.LiveRota.Order;
import dev.rota.job.JobState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody looks after who is told of what. */
class AlertsTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void a_channel_is_turned_off_while_something_is_the_matter(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            live.rota.enqueue(LiveRota.PLACE, new Order(1, "ada"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> live.rota.jobs().counts().getOrDefault(JobState.FAILED, 0L) == 1);
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Alerts"))
                    .first()
                    .click();
            assertThat(page.locator("#region-conditions")).containsText("orders.place");
            button(page, "Turn ops off").click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("not told any more");
            assertThat(page.locator("#region-channels")).containsText("○ off");
            button(page, "Turn ops on").click();
            assertThat(page.locator("#region-channels")).not().containsText("○ off");
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
