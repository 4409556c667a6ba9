package dev.rota.web;

import static dev.rota.web.RunningWeb.OPERATOR;
import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static dev.rota.web.RunningWeb.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists of jobs that are kept by a name, or taken away as a file. */
final class ViewTest {
    @TempDir
    private Path directory;

    private static HttpResponse<String> as(RunningWeb web, String token, String path) {
        return web.send(web.request(path).header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> post(RunningWeb web, String token, String path, String fields) {
        return web.send(web.request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    @Test
    void a_view_is_its_owners_until_somebody_who_may_shares_one() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            HttpResponse<String> saved =
                    post(web, VIEWER, "/views", "name=Stuck+mails&back=q%3Dqueue%253Amail%2520state%253Afailed");
            assertThat(saved.headers().firstValue("Location"))
                    .hasValue("jobs?q=queue%3Amail%20state%3Afailed&did=saved");
            assertThat(as(web, VIEWER, "/jobs").body())
                    .contains("href=\"./jobs?q=queue%3Amail%20state%3Afailed\"", ">Stuck mails<");
            assertThat(as(web, OPERATOR, "/jobs").body()).doesNotContain("Stuck mails");
            assertThat(post(web, VIEWER, "/views", "name=All&shared=1&back=q%3Dsince%253A1d")
                            .statusCode())
                    .isEqualTo(403);
            post(web, OPERATOR, "/views", "name=All&shared=1&back=q%3Dsince%253A1d");
            assertThat(as(web, VIEWER, "/jobs").body())
                    .contains(">All<", "shared", "Delete the view Stuck mails")
                    .doesNotContain("Delete the view All");
            assertThat(post(web, VIEWER, "/views/delete", "name=All&shared=1").statusCode())
                    .isEqualTo(403);
            assertThat(post(web, OPERATOR, "/views/delete", "name=Stuck+mails").statusCode())
                    .isEqualTo(404);
            post(web, VIEWER, "/views/delete", "name=Stuck+mails");
            assertThat(as(web, VIEWER, "/jobs").body()).doesNotContain("Stuck mails");
            assertThat(post(web, VIEWER, "/views", "name=&back=q%3Dx").statusCode())
                    .isEqualTo(422);
        }
    }

    private static HttpResponse<String> rest(RunningWeb web, String token, String method, String path, String body) {
        return web.send(web.request("/api/v1" + path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    @Test
    void rest_keeps_views_that_the_page_shows() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            HttpResponse<String> put =
                    rest(web, VIEWER, "PUT", "/views/Stuck%20mails", "{\"query\": \"queue:mail state:failed\"}");
            assertThat(put.body())
                    .isEqualTo("{\"name\":\"Stuck mails\",\"query\":\"queue:mail state:failed\",\"shared\":false}");
            assertThat(as(web, VIEWER, "/jobs").body())
                    .contains("href=\"./jobs?q=queue%3Amail%20state%3Afailed\"", ">Stuck mails<");
            String shared = "{\"query\": \"since:1d\", \"shared\": true}";
            assertThat(rest(web, VIEWER, "PUT", "/views/All", shared).statusCode())
                    .isEqualTo(403);
            assertThat(rest(web, OPERATOR, "PUT", "/views/All", shared).statusCode())
                    .isEqualTo(200);
            JsonNode seen = Json.tree(as(web, VIEWER, "/api/v1/views").body()).path("items");
            assertThat(seen.valueStream().map(view -> view.path("name").asString()))
                    .containsExactly("Stuck mails", "All");
            assertThat(rest(web, VIEWER, "DELETE", "/views/All?shared=true", "").statusCode())
                    .isEqualTo(403);
            assertThat(rest(web, VIEWER, "DELETE", "/views/Stuck%20mails", "").statusCode())
                    .isEqualTo(204);
            assertThat(rest(web, VIEWER, "DELETE", "/views/Stuck%20mails", "").statusCode())
                    .isEqualTo(404);
            assertThat(rest(web, VIEWER, "PUT", "/views/x", "{\"query\": \"x:y\"}")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void a_view_leads_nowhere_else() {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            post(web, VIEWER, "/views", "name=Evil&back=%22%3E%3Cscript%3E");
            assertThat(as(web, VIEWER, "/jobs").body())
                    .doesNotContain("><script>")
                    .contains("href=\"./jobs?\"");
        }
    }

    @Test
    void a_list_is_exported_redacted_and_that_is_recorded() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 450).mapToObj(n -> new Invoice(n, "a@example.com")));
            web.rota.job(SWEEP).tag("=cmd()").tag("a,b").enqueue();
            assertThat(web.get("/jobs?q=queue:mail").body())
                    .contains("href=\"./api/v1/job-exports?q=queue%3Amail&amp;format=csv\"");
            HttpResponse<String> jsonl = web.get("/api/v1/job-exports?q=queue:mail");
            List<String> lines = jsonl.body().lines().toList();
            assertThat(lines).hasSize(450);
            assertThat(jsonl.headers().firstValue("Rota-Matched")).hasValue("450");
            assertThat(jsonl.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename=\"jobs.jsonl\"");
            JsonNode first = Json.tree(lines.get(0));
            assertThat(first.path("args").path("number").asLong()).isEqualTo(450);
            assertThat(jsonl.body()).doesNotContain("a@example.com");
            String csv =
                    web.get("/api/v1/job-exports?q=type:loans.sweep&format=csv").body();
            assertThat(csv).startsWith("id,type,queue,state,").contains("\"'=cmd() a,b\"");
            assertThat(web.get("/api/v1/job-exports?format=xml").statusCode()).isEqualTo(400);
            assertThat(web.get("/api/v1/job-exports?q=colour:red").statusCode()).isEqualTo(400);
            assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix("job.export")))
                    .extracting(entry -> entry.act().target())
                    .containsExactly("jobs:type:loans.sweep", "jobs:queue:mail");
        }
    }

    @Test
    void no_cell_is_a_formula_and_a_number_stays_one() {
        assertThat(List.of(
                        JobExport.cell("=1+1"),
                        JobExport.cell("-5"),
                        JobExport.cell("-x"),
                        JobExport.cell("a\"b"),
                        JobExport.cell("plain")))
                .containsExactly("'=1+1", "-5", "'-x", "\"a\"\"b\"", "plain");
    }
}
