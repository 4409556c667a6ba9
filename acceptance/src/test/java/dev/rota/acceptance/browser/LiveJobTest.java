package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody watches a job at work. */
class LiveJobTest extends BrowserTest {
    @TempDir
    Path directory;

    @Test
    void log_progress_and_state_follow_the_job_without_loading_the_page_again() {
        try (LiveRota live = new LiveRota(directory)) {
            long id = live.rota.enqueue(LiveRota.IMPORT);
            live.say("reading the first book");
            Page page = page(Look.DESKTOP);
            page.navigate(live.at("/jobs/" + id));
            page.evaluate("window.loadedOnce = true");
            assertThat(page.locator("pre.log")).containsText("reading the first book");
            assertThat(page.locator("#region-facts")).containsText("1");

            live.say("reading the second book");
            assertThat(page.locator("pre.log")).containsText("reading the second book");
            assertThat(page.locator("#region-facts .progress")).containsText("2");
            live.end();
            assertThat(page.locator("#region-head")).containsText("Succeeded");
            assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
        }
    }

    @Test
    void without_scripts_the_page_says_the_same_when_it_is_loaded_again() {
        try (LiveRota live = new LiveRota(directory)) {
            long id = live.rota.enqueue(LiveRota.IMPORT);
            live.say("reading the first book");
            Page page = page(Look.withJavaScript(false));
            org.awaitility.Awaitility.await()
                    .until(() -> live.rota.jobs().log(id, 0, 10).size() == 1);
            page.navigate(live.at("/jobs/" + id));
            assertThat(page.locator("pre.log")).containsText("reading the first book");
            assertThat(page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Cancel").setExact(true)))
                    .isVisible();
            live.end();
        }
    }
}
