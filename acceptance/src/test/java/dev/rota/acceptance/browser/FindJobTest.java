package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.acceptance.browser.LiveRota.Order;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody asks after one customer's order. */
class FindJobTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void a_job_is_found_by_an_argument(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            live.openShop();
            live.rota.enqueue(LiveRota.PLACE, new Order(1, "ada"));
            long wanted = live.rota.enqueue(LiveRota.PLACE, new Order(2, "grace"));
            live.rota.enqueue(LiveRota.PLACE, new Order(3, "ada"));
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/jobs"));
            page.getByLabel("Query").fill("args.customer:grace");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Search").setExact(true))
                    .first()
                    .click();
            assertThat(page.locator("tbody tr")).hasCount(1);
            page.locator("tbody th a").click();
            assertThat(page).hasURL(Pattern.compile(".*/jobs/" + wanted + "$"));
            assertThat(page.getByLabel("Arguments", new Page.GetByLabelOptions().setExact(true))
                            .first())
                    .containsText("grace");
        }
    }

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void what_cannot_be_understood_is_explained_beside_the_field(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/jobs?q=state:nonsense"));
            assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
            assertThat(page.getByLabel("Query")).hasAttribute("aria-invalid", "true");
        }
    }
}
