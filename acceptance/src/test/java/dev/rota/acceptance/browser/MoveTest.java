package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.acceptance.browser.LiveRota.Order;
import dev.rota.store.JobArchive.Query;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits in a queue is to be worked elsewhere. */
class MoveTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void all_that_waits_in_a_queue_is_moved_to_another(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            live.rota.enqueue(LiveRota.PLACE, new Order(1, "ada"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> live.rota.queues().list().stream()
                            .anyMatch(queue -> queue.name().equals("orders")));
            live.rota.queues().pause("orders", "test", null, null);
            for (int number = 2; number <= 4; number++) {
                live.rota.job(LiveRota.PLACE, new Order(number, "ada")).enqueue();
            }
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/queues"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Move what waits in orders"))
                    .click();
            assertThat(page.getByLabel("Move to queue")).isChecked();
            page.getByLabel("Queue", new Page.GetByLabelOptions().setExact(true))
                    .fill("later");
            button(page, "Begin").click();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            live.rota.jobs().list(Query.NEWEST.queue("later")).size() == 3);
            page.reload();
            assertThat(page.getByRole(AriaRole.MAIN)).containsText("Move to queue later");
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
