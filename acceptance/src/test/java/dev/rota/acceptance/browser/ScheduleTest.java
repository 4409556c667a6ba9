package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule is stopped for a while, and goes on. */
class ScheduleTest extends BrowserTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void a_schedule_is_paused_with_a_reason_and_resumed(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/schedules"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(LiveRota.NIGHTLY))
                    .first()
                    .click();
            page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Reason"))
                    .fill("the library moves");
            page.getByLabel("For how long").selectOption("for 1 day");
            page.getByRole(AriaRole.BUTTON, named("Pause")).click();
            assertThat(page.getByText("Paused by")).containsText("the library moves");
            assertThat(isPaused(live)).isTrue();

            page.getByRole(AriaRole.BUTTON, named("Resume")).click();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Pause"))).isVisible();
            assertThat(isPaused(live)).isFalse();
        }
    }

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void a_schedule_is_edited_and_reverted_to_what_the_program_says(boolean javaScript) {
        try (LiveRota live = new LiveRota(directory)) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/schedules/" + LiveRota.NIGHTLY));
            page.getByRole(AriaRole.LINK, named("Edit")).click();
            page.getByLabel("by cron").check();
            page.getByLabel("Cron", new Page.GetByLabelOptions().setExact(true)).fill("0 4 * * SUN");
            page.getByRole(AriaRole.BUTTON, named("Preview")).click();
            assertThat(page.locator("#preview")).containsText("Sunday");
            page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Reason"))
                    .fill("Sundays are quiet");
            page.getByRole(AriaRole.BUTTON, named("Save")).click();
            assertThat(page.getByText("overridden").first()).isVisible();
            assertThat(cron(live)).isEqualTo("0 4 * * SUN");

            page.getByRole(AriaRole.BUTTON, named("Revert to code")).click();
            assertThat(page.getByText("overridden")).hasCount(0);
            assertThat(cron(live)).isEqualTo("0 3 * * *");
        }
    }

    private static String cron(LiveRota live) {
        return live.rota
                .schedules()
                .find(LiveRota.NIGHTLY)
                .orElseThrow()
                .effective()
                .trigger()
                .text();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static boolean isPaused(LiveRota live) {
        return live.rota
                .schedules()
                .find(LiveRota.NIGHTLY)
                .orElseThrow()
                .isPaused(Clock.systemUTC().instant());
    }
}
