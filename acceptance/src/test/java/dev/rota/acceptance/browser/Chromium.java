package dev.rota.acceptance.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Chromium of this machine, driven by tests. Nothing is downloaded. For one thread. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    /** Others build on the same machine. */
    private static final int PATIENCE_MS = 30_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<BrowserContext> open = new ArrayList<>();

    /**
     * How a page is looked at.
     *
     * @param dark the theme that the system asks for
     * @param phone 390 pixels wide
     * @param javaScript whether scripts run
     */
    record Look(boolean dark, boolean phone, boolean javaScript) {
        static final Look DESKTOP = new Look(false, false, true);

        static Look withJavaScript(boolean on) {
            return new Look(false, false, on);
        }

        /** As in the name of a file. */
        String word() {
            return (phone ? "phone-" : "") + (dark ? "dark" : "light");
        }
    }

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** @throws IllegalStateException if there is none; the message says how to get one */
    static Chromium launch() {
        Path program = find();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"))));
    }

    private static Path find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The browser tests found no Chromium on the PATH (none of "
                        + String.join(", ", NAMES) + "): install one, on Debian with apt-get install chromium"));
    }

    /** A new page of a browser that knows nothing yet: no cookies, nothing kept. */
    Page page(Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setViewportSize(look.phone() ? PHONE_WIDTH : WIDTH, look.phone() ? PHONE_HEIGHT : HEIGHT)
                .setJavaScriptEnabled(look.javaScript())
                .setLocale("en-GB")
                .setTimezoneId("Europe/Riga"));
        context.setDefaultTimeout(PATIENCE_MS);
        open.add(context);
        return context.newPage();
    }

    /** Closes all pages. */
    void forget() {
        open.forEach(BrowserContext::close);
        open.clear();
    }

    @Override
    public void close() {
        forget();
        playwright.close();
    }
}
