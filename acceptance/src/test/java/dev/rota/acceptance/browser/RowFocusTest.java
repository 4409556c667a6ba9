package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.acceptance.browser.LiveRota.Order;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who acts on a row of a list goes on from there, and not from the top of the page. */
class RowFocusTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void who_pauses_a_queue_is_at_its_row_and_stays_there_when_the_row_changes(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            live.openShop();
            live.rota.enqueue(LiveRota.PLACE, new Order(1, "ada"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> live.rota.queues().list().stream()
                            .anyMatch(queue -> queue.name().equals("orders")));
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/queues"));
            Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("orders"));
            row.getByText("Pause").first().click();
            row.getByLabel("Reason").first().fill("stocktaking");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Pause orders"))
                    .click();
            assertThat(row).isFocused();
            assertThat(row).containsText("stocktaking");
            if (javaScript) {
                // What the mouse is over is not replaced.
                page.mouse().move(0, 0);
                live.rota.job(LiveRota.PLACE, new Order(2, "ada")).enqueue();
                assertThat(row.getByLabel("Jobs of orders: 1 waiting")).isVisible();
                assertThat(row).isFocused();
            }
            page.keyboard().press("Tab");
            assertThat(row.getByText("orders").first()).isFocused();
        }
    }
}
