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
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something has failed many times for one reason. */
class TriageTest extends BrowserTest {
    private static final int ORDERS = 25;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void ten_jobs_of_a_group_are_retried_first_and_then_the_rest(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            failAll(live);
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/failures"));
            page.locator("tbody th a").click();
            assertThat(page.locator("h1")).containsText("IllegalStateException");

            live.openShop();
            button(page, "Retry 10 first").click();
            awaitCount(live, JobState.FAILED, ORDERS - 10);
            awaitCount(live, JobState.SUCCEEDED, 10);
            page.reload();
            button(page, "Retry the rest (15)").click();
            awaitCount(live, JobState.SUCCEEDED, ORDERS);
            page.reload();
            assertThat(page.getByText("No job is stuck")).isVisible();
        }
    }

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void some_jobs_of_a_search_are_retried_and_then_all_that_match(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            failAll(live);
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/jobs?q=state:failed"));
            assertThat(page.locator("tbody tr")).hasCount(ORDERS);
            live.openShop();
            Locator boxes = page.locator("tbody input[name=id]");
            for (int row = 0; row < 10; row++) {
                boxes.nth(row).check();
            }
            button(page, "Retry").click();
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("10");
            awaitCount(live, JobState.SUCCEEDED, 10);

            page.navigate(live.at("/jobs?q=state:failed"));
            page.getByText("All 15 matching").click();
            page.getByLabel("Retry").check();
            button(page, "Begin").click();
            awaitCount(live, JobState.SUCCEEDED, ORDERS);
            page.reload();
            assertThat(page.getByRole(AriaRole.MAIN)).containsText("15");
        }
    }

    private static void failAll(LiveRota live) {
        for (int number = 1; number <= ORDERS; number++) {
            live.rota.enqueue(LiveRota.PLACE, new Order(number, "ada"));
        }
        awaitCount(live, JobState.FAILED, ORDERS);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void awaitCount(LiveRota live, JobState state, long wanted) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (state == JobState.SUCCEEDED) {
                return live.rota
                                .jobs()
                                .list(dev.rota.store.JobArchive.Query.NEWEST
                                        .states(state)
                                        .limit(100))
                                .size()
                        == wanted;
            }
            Map<JobState, Long> counts = live.rota.jobs().counts();
            return counts.getOrDefault(state, 0L) == wanted;
        });
    }
}
