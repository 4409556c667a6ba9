package dev.rota.acceptance.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.rota.acceptance.browser.Chromium.Look;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** A test with a browser of its own, and new pages for each of its methods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("acceptance")
class BrowserTest {
    private static final int PATIENCE_MS = 30_000;

    private Chromium chromium;

    @BeforeAll
    void launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        chromium = Chromium.launch();
    }

    @AfterEach
    void forget() {
        chromium.forget();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    Page page(Look look) {
        return chromium.page(look);
    }
}
