package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.JobState;
import dev.rota.web.RunningWeb.Invoice;
import dev.rota.web.WebSettings.HouseRules;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Why people did what they did: that they can say it everywhere, and must where it is asked for. */
final class ReasonsTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");
    private static final Pattern FORM = Pattern.compile("<form[^>]*method=\"post\".*?</form>", Pattern.DOTALL);
    /** Forms that change nothing for anybody else, that only try something out, or are not there where a reason is asked for. */
    private static final List<String> OWN = List.of(
            "/theme\"",
            "/look\"",
            "/logout\"",
            "/login\"",
            "/views\"",
            "/views/delete\"",
            "/redaction\"",
            "/account/password\"",
            "/demo-job\"",
            "/test\"",
            "shell.undo()",
            "action=\"${action}\"",
            "page.exportHref()");

    @TempDir
    private Path directory;

    private RunningWeb requiring(Set<String> verbs) {
        HouseRules rules = HouseRules.NONE.requireReason(verbs);
        return RunningWeb.open(
                directory,
                settings -> settings.rules(rules)
                        .standalone(new WebSettings.Standalone(true, false, () -> "rota_jobs_enqueued_total 1\n")));
    }

    @Test
    void a_reason_is_asked_for_by_every_route_that_changes_something() {
        Set<String> verbs = new TreeSet<>();
        Set<String> permissive = new TreeSet<>();
        try (RunningWeb web = requiring(Reasons.VERBS)) {
            String csrf = web.csrf("/jobs");
            for (Endpoint route : AccessTest.routes(web)) {
                String verb = Reasons.verb(route.method, route.path);
                boolean many = route.method.equals(HandlerType.POST)
                        && (route.path.endsWith("/operations") || route.path.endsWith("/jobs/selected"));
                if (verb == null && !many) {
                    continue;
                }
                verbs.add(String.valueOf(verb));
                String path = RouteWalk.path(route, parameter -> "1");
                if (!asks(web, route, path, csrf)) {
                    permissive.add(route.method + " " + route.path);
                }
            }
        }
        assertThat(permissive).isEmpty();
        assertThat(verbs).hasSizeGreaterThan(20);
    }

    private static boolean asks(RunningWeb web, Endpoint route, String path, String csrf) {
        if (!RouteWalk.isApi(route)) {
            HttpResponse<String> page = web.form(path, "csrf=" + csrf + "&action=cancel&field=%22kept%22");
            return page.statusCode() == 422
                    && page.body().contains("name=\"reason\"")
                    && page.body().contains("name=\"field\" value=\"&#34;kept&#34;\"");
        }
        HttpResponse<String> answer = web.send(web.request(path)
                .header("Content-Type", "application/json")
                .method(route.method.toString(), BodyPublishers.ofString("{\"action\": \"cancel\"}")));
        JsonNode problem = Json.tree(answer.body());
        return answer.statusCode() == 422
                && problem.path("code").asString().equals("reason-required")
                && problem.at("/errors/0/pointer").asString().equals("/reason");
    }

    @Test
    void what_takes_a_reason_is_done_once_it_is_given() {
        try (RunningWeb web = requiring(Set.of("cancel"))) {
            long first = web.rota.enqueue(RunningWeb.SEND, new Invoice(1, "m"));
            long second = web.rota.enqueue(RunningWeb.SEND, new Invoice(2, "m"));
            String csrf = "csrf=" + web.csrf("/jobs");

            assertThat(web.get("/jobs/" + first).body()).containsPattern("name=\"reason\"[^>]*required");
            assertThat(web.form("/jobs/" + first + "/cancel", csrf).statusCode())
                    .isEqualTo(422);
            assertThat(web.rota.jobs().find(first).orElseThrow().state()).isEqualTo(JobState.QUEUED);
            web.form("/jobs/" + first + "/cancel", csrf + "&reason=twice+in");
            assertThat(web.post("/api/v1/jobs/" + second + "/cancel", "{\"reason\": \" \"}")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(web.post("/api/v1/jobs/" + second + "/cancel?reason=no+more", "")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(web.post("/api/v1/jobs/" + second + "/clone", "{}").statusCode())
                    .isEqualTo(201);

            assertThat(web.json("/audit?action=job.cancel")
                            .path("items")
                            .valueStream()
                            .map(entry -> entry.path("reason").asString()))
                    .containsExactly("no more", "twice in");
        }
    }

    @Test
    void a_reason_in_the_body_is_taken_where_the_body_has_no_place_for_it() {
        try (RunningWeb web = RunningWeb.open(directory)) {
            HttpResponse<String> made =
                    web.post("/api/v1/jobs", "{\"type\": \"loans.sweep\", \"reason\": \"month's end\"}");
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(web.json("/audit").at("/items/0/reason").asString()).isEqualTo("month's end");
            assertThat(web.post("/api/v1/jobs", "{\"type\": \"loans.sweep\", \"reason\": 7}")
                            .statusCode())
                    .isEqualTo(422);
            assertThat(web.post("/api/v1/jobs", "{\"type\": \"loans.sweep\", \"args\": {\"reason\": \"x\"}}")
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void a_word_that_nothing_is_done_by_is_refused() {
        assertThatThrownBy(() -> HouseRules.NONE.requireReason(Set.of("erase")))
                .hasMessageStartingWith("A reason is required for \"erase\", expected words of acknowledge, amend,");
    }

    @Test
    void every_form_that_changes_something_takes_a_reason() throws IOException {
        Set<String> silent = new TreeSet<>();
        try (Stream<Path> templates = Files.list(TEMPLATES)) {
            for (Path template : templates.toList()) {
                Matcher forms = FORM.matcher(Files.readString(template));
                while (forms.find()) {
                    String form = forms.group();
                    boolean takes = form.contains("name=\"reason\"") || form.contains("@template.reason(");
                    if (!takes && OWN.stream().noneMatch(form::contains)) {
                        silent.add(template.getFileName() + ": " + Labels.shortened(form, 120));
                    }
                }
            }
        }
        assertThat(silent)
                .as("put @template.reason(shell = …, verb = …) into the form")
                .isEmpty();
    }
}
