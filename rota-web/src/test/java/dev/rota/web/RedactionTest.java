package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.schedule.Schedule;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hidden from people, and the place to try it out. */
final class RedactionTest {
    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        web.rota
                .schedules()
                .put(Schedule.cron("bill", "0 13 * * *", ZoneId.of("UTC"))
                        .runs(SEND, new RunningWeb.Invoice(1, "ada@example.org")));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private HttpResponse<String> tried(String type, String json) {
        return web.form(
                "/redaction", "csrf=" + web.csrf("/redaction") + "&type=" + type + "&json=" + Urls.encoded(json));
    }

    @Test
    void the_page_tells_the_names_and_the_marks_that_hide() {
        assertThat(web.get("/settings").body()).contains("href=\"./redaction\"");
        assertThat(web.get("/redaction").body())
                .contains("api[-_]?key", "invoice.send", "<code class=\"chip\">mail</code>")
                .doesNotContain("What people see");
    }

    @Test
    void what_is_tried_is_shown_as_people_would_see_it_with_the_reasons() {
        HttpResponse<String> byType = tried("invoice.send", "{\"number\": 7, \"mail\": \"ada@example.org\"}");
        assertThat(byType.statusCode()).isEqualTo(200);
        assertThat(byType.body())
                .contains("\"mail\" : \"•••\"", "\"number\" : 7")
                .contains("<code>mail</code></th><td data-label=\"Because\">it is marked as @Secret");
        String byName =
                tried("", "{\"to\": [{\"mail\": \"a\", \"apiKey\": \"k-1\"}]}").body();
        assertThat(byName)
                .contains("<code>to[0].apiKey</code></th><td data-label=\"Because\">its name holds api[-_]?key")
                .contains("\"mail\" : \"a\"");
        assertThat(tried("invoice.send", "\"seven\"").body()).contains("all of it", "does not fit the type");
        assertThat(tried("", "[1, 2]").body()).contains("Nothing of it is hidden");
    }

    @Test
    void what_cannot_be_tried_is_said() {
        HttpResponse<String> none = tried("", "{\"a\": ");
        assertThat(none.statusCode()).isEqualTo(422);
        assertThat(none.body()).contains("That is no JSON");
        assertThat(tried("no.such", "{}").body()).contains("no handler for a type of this name");
    }

    @Test
    void nothing_that_is_tried_is_kept() {
        tried("", "{\"password\": \"very-secret-value\"}");
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST))
                .isEmpty();
        assertThat(web.get("/redaction").body()).doesNotContain("very-secret-value");
    }
}
