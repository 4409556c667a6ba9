package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

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
