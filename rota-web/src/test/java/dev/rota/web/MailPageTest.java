package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Mails that are filed instead of being delivered are looked at, and do nothing to who looks. */
final class MailPageTest {
    @TempDir
    private Path directory;

    @Test
    void mails_are_listed_with_their_jobs_and_opened() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/mails").body())
                    .contains("Your &lt;b&gt;order", "(no subject)", "ann@example.com", "href=\"./jobs/1\"")
                    .contains("aria-current=\"page\"><span>Mail</span>");
            HttpResponse<String> page = web.get("/mails/2");
            assertThat(page.body())
                    .contains("<iframe class=\"mail\" sandbox src=\"../mails/2/html\"")
                    .contains("Thank you &lt;Ann&gt;")
                    .doesNotContain("alert(1)");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("script-src 'self'", "frame-src 'self'");
            assertThat(web.get("/jobs")
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElse(""))
                    .doesNotContain("frame-src");
            assertThat(web.get("/mails/1").body()).doesNotContain("<iframe");
            assertThat(web.get("/mails/3").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void the_page_of_a_job_leads_to_the_mails_it_has_sent() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            long first = web.rota.enqueue(RunningWeb.SWEEP);
            long second = web.rota.enqueue(RunningWeb.SWEEP);
            assertThat(first).isEqualTo(1);
            assertThat(web.get("/jobs/1").body())
                    .contains(
                            "<dt>Mail</dt><dd><a href=\"../mails/2\">Your &lt;b&gt;order&lt;/b&gt; to ann@example.com</a>");
            assertThat(web.get("/jobs/" + second).body()).doesNotContain("<dt>Mail</dt>");
        }
    }

    @Test
    void what_a_mail_says_runs_nowhere() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            HttpResponse<String> html = web.get("/mails/2/html");
            String policy = html.headers().firstValue("Content-Security-Policy").orElse("");
            assertThat(policy).contains("default-src 'none'", "sandbox", "img-src data: cid:");
            assertThat(policy).doesNotContain("script-src", "allow-");
            assertThat(html.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
            HttpResponse<String> source = web.get("/mails/2/source");
            assertThat(source.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
            assertThat(source.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(web.get("/mails/1/html").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void attachments_are_listed_and_kept_as_files_and_never_shown() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/mails/2").body())
                    .contains("Attachments", "bill &lt;1&gt;.html", "href=\"../mails/2/attachments/0\" download");
            assertThat(web.get("/mails/1").body()).doesNotContain("Attachments");
            for (String path : new String[] {"/mails/2/attachments/0", "/api/v1/mails/2/attachments/0"}) {
                HttpResponse<String> file = web.get(path);
                assertThat(file.body()).isEqualTo("<b>5");
                assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
                assertThat(file.headers().firstValue("Content-Disposition"))
                        .hasValue("attachment; filename*=UTF-8''bill%20%3C1%3E.html");
                assertThat(file.headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("sandbox");
            }
            assertThat(web.get("/mails/2/attachments/9").statusCode()).isEqualTo(404);
            assertThat(web.get("/mails/2/attachments/x").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void the_head_of_a_mail_is_shown_and_html_as_wide_as_on_a_phone() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/mails/2").body())
                    .contains("1 as they were received", "<dt>Subject</dt><dd><code>Your order</code></dd>")
                    .contains("class=\"mail\"", "href=\"../mails/2?width=phone#html\"");
            assertThat(web.get("/mails/2?width=phone").body()).contains("class=\"mail phone\"");
        }
        assertThat(MailPages.headers("A: one\r\n two\r\nB:three\r\nnot a header\r\n\r\nC: body"))
                .containsExactly(new MailPages.Header("A", "one two"), new MailPages.Header("B", "three"));
    }

    @Test
    void many_mails_are_cleared_only_with_their_number_and_what_came_later_stays() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            String form = "csrf=" + web.csrf("/mails") + "&last=2";
            HttpResponse<String> refused = web.form("/mails/clear", form);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("Type 150 to delete these mails");
            assertThat(web.mails.cleared).isEmpty();
            assertThat(web.form("/mails/clear", form + "&count=150").headers().firstValue("Location"))
                    .hasValue("../mails?did=mails-cleared");
            assertThat(web.mails.cleared).containsExactly(2L);
            assertThat(audited(web, "mail.clear").reason()).isEqualTo("2 mails");
        }
    }

    private static AuditLog.Act audited(RunningWeb web, String action) {
        return web.rota
                .store()
                .console()
                .audit()
                .list(AuditLog.Query.NEWEST.actionPrefix(action))
                .get(0)
                .act();
    }

    @Test
    void a_mail_is_released_to_those_it_is_for_or_it_is_said_why_not() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/mails/2").body()).contains("Send it to ann@example.com");
            String csrf = "csrf=" + web.csrf("/mails/2");
            assertThat(web.form("/mails/2/release", csrf).headers().firstValue("Location"))
                    .hasValue("../2?did=mail-released");
            assertThat(web.mails.released).containsExactly(2L);
            assertThat(audited(web, "mail.release").target()).isEqualTo("mail:2");
            HttpResponse<String> refused = web.form("/mails/1/release", csrf);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("The mail server said 550", "Send it to ben@example.com");
            HttpResponse<String> byRest = web.post("/api/v1/mails/1/release", "");
            assertThat(byRest.statusCode()).isEqualTo(409);
            assertThat(byRest.body()).contains("urn:rota:problem:mail-refused", "It is still filed");
            assertThat(web.mails.released).containsExactly(2L);
        }
    }

    @Test
    void a_released_mail_is_marked_and_sent_once_more_only_if_that_is_said() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.post("/api/v1/mails/2/release", "").statusCode()).isEqualTo(204);
            assertThat(web.json("/mails/2").path("mail").path("releasedAt").asString())
                    .isEqualTo("2026-11-20T12:00:00Z");
            assertThat(web.get("/mails").body()).containsOnlyOnce(">released<");
            assertThat(web.get("/mails/2").body())
                    .contains(
                            "<dt>Released</dt>", "name=\"again\" value=\"true\">Send it once more to ann@example.com");
            HttpResponse<String> second = web.post("/api/v1/mails/2/release", "");
            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("urn:rota:problem:mail-released", "add ?again=true");
            String csrf = "csrf=" + web.csrf("/mails/2");
            HttpResponse<String> outdated = web.form("/mails/2/release", csrf);
            assertThat(outdated.statusCode()).isEqualTo(409);
            assertThat(outdated.body()).contains("It was released on 20 Nov 2026 12:00:00 UTC");
            assertThat(web.mails.released).hasSize(1);
            assertThat(web.form("/mails/2/release", csrf + "&again=true").statusCode())
                    .isEqualTo(303);
            assertThat(web.post("/api/v1/mails/2/release?again=true", "").statusCode())
                    .isEqualTo(204);
            assertThat(web.mails.released).hasSize(3);
            assertThat(audited(web, "mail.release").reason()).isEqualTo("sent once more");
        }
    }

    @Test
    void without_a_mail_server_nothing_is_released_and_it_is_said_what_to_do() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.mails.server = false;
            assertThat(web.get("/mails/2").body()).doesNotContain("/release");
            HttpResponse<String> refused = web.post("/api/v1/mails/2/release", "");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body())
                    .contains("urn:rota:problem:no-mail-server", "--smtp-host besides --mail-capture");
            assertThat(web.mails.released).isEmpty();
        }
    }

    @Test
    void rest_gives_mails_as_the_contract_says() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            JsonNode schemas = web.json("/openapi.json").path("components").path("schemas");
            JsonNode first = web.json("/mails?limit=1").path("items").get(0);
            assertThat(first.path("number").asLong()).isEqualTo(2);
            assertThat(first.propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                            schemas.path("Mail").path("properties").propertyNames());
            assertThat(web.json("/mails/2").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                            schemas.path("OpenedMail").path("properties").propertyNames());
            assertThat(web.json("/mails/2").path("text").asString()).isEqualTo("Thank you <Ann>");
        }
    }

    @Test
    void where_mails_are_really_sent_there_are_no_such_pages() throws IOException, InterruptedException {
        try (RunningWeb web = RunningWeb.open(directory);
                RotaWeb other = new RotaWeb(web.rota, WebSettings.DEFAULTS)) {
            String origin = "http://127.0.0.1:" + other.start(0) + "/rota";
            HttpClient client = HttpClient.newHttpClient();
            for (String path : new String[] {"/mails", "/mails/1", "/api/v1/mails"}) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(origin + path)).build();
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            HttpRequest overview =
                    HttpRequest.newBuilder(URI.create(origin + "/")).build();
            assertThat(client.send(overview, BodyHandlers.ofString()).body()).doesNotContain(">Mail<");
        }
    }
}
