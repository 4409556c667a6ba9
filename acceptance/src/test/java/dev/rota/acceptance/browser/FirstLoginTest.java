package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.JavaProcess;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.server.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first person comes to a new server, {@code rota server}, by the link that it prints. */
class FirstLoginTest extends BrowserTest {
    private static final Pattern LINK = Pattern.compile("(http://\\S+)/login\\?token=\\S+");
    private static final String PASSWORD = "a password of some length";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void the_link_lets_the_first_administrator_in_once(boolean javaScript) throws Exception {
        try (JavaProcess server = JavaProcess.start(
                Main.class,
                directory.resolve("server.log"),
                List.of(
                        "server",
                        "--port",
                        "0",
                        "--db",
                        directory.resolve("rota.db").toString()),
                Map.of("HOME", directory.toString()))) {
            server.watching().until(() -> LINK.matcher(server.output()).find());
            Matcher link = LINK.matcher(server.output());
            assertThat(link.find()).isTrue();

            Page first = page(Look.withJavaScript(javaScript));
            logIn(first, link.group());
            assertThat(heading(first)).hasText("Overview");
            assertThat(first.getByRole(AriaRole.NAVIGATION).first()).containsText("ada");

            Page second = page(Look.withJavaScript(javaScript));
            logIn(second, link.group());
            assertThat(second.getByRole(AriaRole.ALERT)).isVisible();

            button(first, "Log out").click();
            Response asked = first.navigate(link.group(1) + "/jobs");
            assertThat(asked.url()).endsWith("/login?next=%2Fjobs");
            logInByName(first);
            assertThat(heading(first)).hasText("Jobs");
        }
    }

    private static void logIn(Page page, String link) {
        page.navigate(link);
        logInByName(page);
    }

    private static void logInByName(Page page) {
        page.getByLabel("Name").fill("ada");
        page.getByLabel("Password").fill(PASSWORD);
        button(page, "Log in").click();
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
