package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.web.RunningWeb.Invoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a browser has to fetch stays small. */
final class BudgetTest {
    private static final int FIRST_PAGE = 60 * 1024;
    private static final int SCRIPTS = 12 * 1024;
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"[./]*(/assets/[^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void the_first_page_with_all_that_belongs_to_it_is_small() throws IOException {
        try (RunningWeb web = RunningWeb.open(directory)) {
            for (int number = 1; number <= 60; number++) {
                web.rota.enqueue(RunningWeb.SEND, new Invoice(number, "somebody@example.com"));
            }
            String page = web.get("/jobs").body();
            int scripts = 0;
            int all = zipped(page);
            for (String asset : assets(page)) {
                int size = zipped(web.get(asset).body());
                all += size;
                scripts += asset.endsWith(".js") ? size : 0;
            }
            assertThat(scripts).as("scripts, in bytes").isPositive().isLessThanOrEqualTo(SCRIPTS);
            assertThat(all).as("the page with all it fetches, in bytes").isLessThanOrEqualTo(FIRST_PAGE);
        }
    }

    @Test
    void all_scripts_together_are_small() throws IOException {
        int scripts = 0;
        try (var files = Files.list(Path.of("src/main/resources/dev/rota/web/assets"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                scripts += zipped(Files.readString(file));
            }
        }
        assertThat(scripts).isPositive().isLessThanOrEqualTo(SCRIPTS);
    }

    private static Set<String> assets(String page) {
        Set<String> found = new LinkedHashSet<>();
        Matcher asset = ASSET.matcher(page);
        while (asset.find()) {
            found.add(asset.group(1));
        }
        return found;
    }

    private static int zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.size();
    }
}
