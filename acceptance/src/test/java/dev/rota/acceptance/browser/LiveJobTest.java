package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
    void what_changes_while_the_page_is_being_read_anew_is_read_after_it() {
        try (LiveRota live = new LiveRota(directory)) {
            long id = live.rota.enqueue(LiveRota.IMPORT);
            live.say("reading the first book");
            Page page = page(Look.DESKTOP);
            page.navigate(live.at("/jobs/" + id));
            page.evaluate("""
                    () => {
                        const heard = new BroadcastChannel(
                                `rota ${new URL(document.body.dataset.root, location.href).pathname}`);
                        heard.onmessage = ({ data }) => {
                            window.heardEnd ||= data.data?.items.some((item) => item.state === 'succeeded');
                        };
                    }""");
            Deque<Runnable> held = new ArrayDeque<>();
            page.route(live.at("/jobs/" + id), route -> {
                APIResponse old = route.fetch();
                held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(old)));
            });
            live.say("reading the second book");
            page.waitForCondition(() -> !held.isEmpty());
            page.unroute(live.at("/jobs/" + id));
            live.end();
            page.waitForCondition(
                    () -> page.evaluate("window.heardEnd === true").equals(true));
            held.remove().run();
            assertThat(page.locator("#region-head")).containsText("Succeeded");
        }
    }

    @Test
    void what_somebody_writes_is_kept_while_the_rest_of_the_page_goes_on() {
        try (LiveRota live = new LiveRota(directory)) {
            live.rota.queues().pause("imports", "ana", null, null);
            long id = live.rota.enqueue(LiveRota.IMPORT);
            Page page = page(Look.DESKTOP);
            page.navigate(live.at("/jobs/" + id));
            page.getByText("Reschedule, priority…").click();
            Locator reason = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Reason"));
            reason.fill("it can wait");
            reason.blur();
            live.rota.queues().resume("imports");
            assertThat(page.locator("#region-timeline")).containsText("Attempt 1");
            assertThat(reason).hasValue("it can wait");
        }
    }

    @Test
    void without_scripts_the_page_says_the_same_when_it_is_loaded_again() {
        try (LiveRota live = new LiveRota(directory)) {
            long id = live.rota.enqueue(LiveRota.IMPORT);
            live.say("reading the first book");
            Page page = page(Look.withJavaScript(false));
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
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
