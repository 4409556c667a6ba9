package dev.rota.acceptance.browser;

import com.microsoft.playwright.Page;
import dev.rota.acceptance.browser.Chromium.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes a picture of every page, light and dark, and light on a phone: {@code acceptance/screenshots DIRECTORY}. */
public final class Screenshots {
    private static final List<Look> LOOKS =
            List.of(new Look(false, false, true), new Look(true, false, true), new Look(false, true, true));

    private Screenshots() {}

    /** Writes the pictures into the directory that is named, and makes it if need be. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println("Usage: acceptance/screenshots DIRECTORY");
            System.exit(2);
        }
        Path pictures = Files.createDirectories(Path.of(args[0]));
        Path store = Files.createTempDirectory("rota-showcase");
        try (Chromium chromium = Chromium.launch();
                Showcase showcase = new Showcase(store)) {
            Map<String, String> pages = PageWalk.pages(showcase);
            for (Look look : LOOKS) {
                Page page = chromium.page(look);
                page.clock().setFixedTime(Showcase.NOW.toEpochMilli());
                for (Map.Entry<String, String> route : pages.entrySet()) {
                    page.navigate(showcase.at(route.getValue()));
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(pictures.resolve(name(route.getKey()) + "-" + look.word() + ".png")));
                }
                chromium.forget();
            }
            System.out.println(pages.size() * LOOKS.size() + " pictures in " + pictures);
        } finally {
            delete(store);
        }
        System.exit(0);
    }

    /** {@code /jobs/{id}} is job: what stands for one of many, in the singular. */
    private static String name(String route) {
        String name = route.equals("/")
                ? "overview"
                : route.substring(1).replaceAll("s/\\{[^}]+}", "").replaceAll("[{}]", "").replace('/', '-');
        return name;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
