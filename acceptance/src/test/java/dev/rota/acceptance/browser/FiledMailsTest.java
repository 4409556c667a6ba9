package dev.rota.acceptance.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.rota.acceptance.browser.Chromium.Look;
import dev.rota.web.FiledMails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody looks at a mail that was filed, keeps what came with it, and clears up. */
class FiledMailsTest extends BrowserTest {
    private static final String MAIL = """
            Message-ID: <bill.1@shop.example>
            From: shop@example.test
            To: ada@example.test
            Subject: Your bill
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=part

            --part
            Content-Type: text/plain

            It is attached.
            --part
            Content-Type: text/csv; name="bill.csv"
            Content-Disposition: attachment; filename="bill.csv"

            books,12
            --part--
            """;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "JavaScript {0}")
    @ValueSource(booleans = {true, false})
    void what_came_with_a_mail_is_kept_and_the_mails_are_cleared(boolean javaScript) throws IOException {
        Path mails = Files.createDirectories(directory.resolve("mails"));
        Files.writeString(mails.resolve("000001-your-bill.eml"), MAIL.replace("\n", "\r\n"));
        try (LiveRota live = new LiveRota(directory, new FiledMails(mails))) {
            Page page = page(Look.withJavaScript(javaScript));
            page.navigate(live.at("/mails"));
            page.getByText("Your bill").click();
            assertThat(page.getByLabel("Text of the mail")).containsText("It is attached.");
            Download file =
                    page.waitForDownload(() -> page.getByText("bill.csv").click());
            assertThat(file.suggestedFilename()).isEqualTo("bill.csv");
            assertThat(Files.readString(file.path())).isEqualTo("books,12");
            page.getByText("All mails").click();
            page.getByText("Clear…").click();
            button(page, "Delete the mail").click();
            assertThat(page.getByText("No mail has been sent yet")).isVisible();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
