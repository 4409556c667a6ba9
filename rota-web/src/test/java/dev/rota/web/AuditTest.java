package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Channel;
import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Entry;
import dev.rota.console.AuditLog.Query;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.ViewStore.View;
import dev.rota.schedule.Schedule;
import dev.rota.store.FailureStore.Tab;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.web.RunningWeb.Invoice;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who did what: that it is written down, whatever one does, and that it can be read. */
final class AuditTest {
    /** What changes nothing that anybody else would see. */
    private static final Set<String> OF_NO_CONSEQUENCE = Set.of(
            "POST /rota/theme",
            "POST /rota/look",
            "POST /rota/login",
            "POST /rota/logout",
            "POST /rota/redaction",
            "POST /rota/api/v1/schedule-previews",
            "POST /rota/api/v1/auth/session",
            "DELETE /rota/api/v1/auth/session");

    private static final AlertSettings ALERTS = AlertSettings.DEFAULTS.channel(Channel.mail("ops", "ops@example.org"));

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void a_time_that_cannot_be_read_is_told_beside_the_filter() {
        HttpResponse<String> page = web.get("/audit?since=yesterday&actor=ana");
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("since is yesterday, expected an instant", "value=\"yesterday\" aria-describedby=\"wrong\"")
                .contains("value=\"ana\"");
    }

    private List<Entry> entries() {
        return audit().list(Query.NEWEST.limit(1_000));
    }

    private AuditLog audit() {
        return web.rota.store().console().audit();
    }

    /** One thing of each kind that something can be done to. */
    private record Things(long failed, long queued, long worker, long operation, String fingerprint) {}

    private Things things() {
        long failed = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        web.rota
                .schedules()
                .put(Schedule.cron("s", "0 13 * * *", ZoneId.of("UTC"))
                        .flag("F")
                        .runs(SWEEP));
        long worker = web.rota
                .store()
                .workers()
                .register(new Registration("w", "h", 1, "1.0", Map.of("*", 2), Set.of("a.b", DemoJob.NAME)));
        return new Things(
                failed,
                web.rota.enqueue(SWEEP),
                worker,
                web.rota
                        .store()
                        .console()
                        .operations()
                        .create(new NewOperation("retry", null, "state:failed queue:none", null, "ana", null, null))
                        .id(),
                web.rota.store().failures().list(Tab.ALL, null, 1).get(0).fingerprint());
    }

    /** The form or body that makes the route do something; null if the empty one does. */
    private static @Nullable String body(String route) {
        String json = route.replace("/rota/api/v1", "api:");
        return switch (json) {
            case "POST api:/jobs" -> "{\"type\": \"loans.sweep\"}";
            case "POST api:/operations" -> "{\"action\": \"retry\", \"query\": \"state:failed\"}";
            case "POST api:/schedules/{name}/backfills" -> "{\"from\": \"2026-11-01T00:00:00Z\"}";
            case "POST api:/schedules" -> "{\"name\": \"new\", \"every\": \"PT1H\", \"type\": \"loans.sweep\"}";
            case "PATCH api:/schedules/{name}" -> "{\"every\": \"PT1H\"}";
            case "PUT api:/schedules/{name}" -> "{\"every\": \"PT1H\", \"type\": \"loans.sweep\"}";
            case "PATCH api:/workers/{id}" -> "{\"slots\": {\"*\": 3}}";
            case "POST /rota/workers/{id}/slots" -> "queue=*&slots=3";
            case "PATCH api:/queues/{name}" -> "{\"concurrency\": 3}";
            case "PUT api:/failures/{fp}/link" -> "{\"url\": \"https://tracker.example/1\"}";
            case "PUT api:/views/{name}" -> "{\"query\": \"state:failed\"}";
            case "POST /rota/mails/clear" -> "count=150&last=2";
            case "PUT api:/flags/{name}" -> "{\"on\": false}";
            case "PATCH api:/jobs/{id}" -> "{\"priority\": 3}";
            case "PATCH api:/alerts/{channel}", "PATCH api:/alert-kinds/{kind}" -> "{\"on\": false}";
            case "POST /rota/jobs/{id}/amend" -> "priority=3";
            case "POST /rota/views", "POST /rota/views/delete" -> "name=mine&back=q=state:failed";
            case "POST /rota/flags/{name}" -> "on=off";
            case "POST /rota/new-job" -> "type=loans.sweep";
            case "POST /rota/new-schedule" -> "do=save&name=new&kind=every&every=1h&type=loans.sweep";
            case "POST /rota/schedules/{name}/edit" -> "do=save&kind=every&every=1h&type=loans.sweep";
            case "POST /rota/schedules/{name}/backfills" -> "from=2026-11-01T00:00:00Z";
            case "POST /rota/operations" -> "action=retry&q=state:failed";
            case "POST /rota/schedule-acts/pause", "POST /rota/schedule-acts/resume", "POST /rota/schedule-acts/run" ->
                "id=s";
            case "POST /rota/jobs/selected" -> "action=cancel&id=";
            case "POST /rota/queues/{name}/limits" -> "concurrency=2";
            default -> null;
        };
    }

    private static String path(String route, Things things) {
        boolean failed = route.endsWith("/retry") || route.endsWith("/delete") || route.startsWith("DELETE");
        String id = route.contains("/workers/")
                ? things.worker() + ""
                : route.contains("/operations/")
                        ? things.operation() + ""
                        : (failed ? things.failed() : things.queued()) + "";
        String name = route.contains("/queues/") ? "default" : route.contains("/flags/") ? "F" : "s";
        return route.substring(route.indexOf(' ') + 1 + "/rota".length())
                .replace("{id}", id)
                .replace("{channel}", "ops")
                .replace("{kind}", "job.slow")
                .replace("{fp}", things.fingerprint())
                .replace("{name}", name);
    }

    /** What must have been done before. */
    private void prepare(String route, Things things) {
        if (route.endsWith("/resume")) {
            web.rota.schedules().pause("s", "ana", null, null);
            web.rota.queues().pause("default", "ana", null, null);
        }
        if (List.of("/override", "/revert", "/keep").stream().anyMatch(route::endsWith)) {
            web.send(web.request("/api/v1/schedules/s")
                    .header("Content-Type", "application/json")
                    .header("If-Match", "*")
                    .PUT(BodyPublishers.ofString("{\"every\": \"PT1H\", \"type\": \"loans.sweep\"}")));
        }
        if (route.endsWith("/views/delete")) {
            web.rota.store().console().views().put(new View("loopback", "jobs", "mine", "q=state:failed"));
        }
        if (route.equals("DELETE /rota/api/v1/views/{name}")) {
            web.rota.store().console().views().put(new View("loopback", "jobs", "s", "q=state:failed"));
        }
        if (route.endsWith("/failures/{fp}/run-now")) {
            web.rota.enqueue(SEND, new Invoice(-1, "m"));
            web.test.runDue();
        } else if (route.endsWith("/run-now")) {
            web.rota.job(SEND, new Invoice(5, "m")).in(Duration.ofHours(1)).enqueue();
        }
        assertThat(things.failed()).isPositive();
    }

    private HttpResponse<String> call(Endpoint route, Things things, String csrf) {
        String name = route.method + " " + route.path;
        String path = path(name, things);
        if (name.endsWith("/run-now")) {
            path = path.replace("/" + things.queued() + "/", "/" + (things.queued() + 1) + "/");
        }
        String body = body(name);
        if (!route.path.startsWith("/rota/api/")) {
            String ids = name.endsWith("/selected") ? String.valueOf(things.queued()) : "";
            String version = name.endsWith("/edit")
                    ? "&version=" + web.rota.schedules().find("s").orElseThrow().version()
                    : "";
            return web.form(
                    path, "csrf=" + csrf + "&reason=because" + version + (body == null ? "" : "&" + body + ids));
        }
        return web.send(web.request(path + "?reason=because")
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(
                        route.method.toString(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    @Test
    void whatever_is_changed_is_written_down_with_who_did_it_and_why() throws IOException {
        Set<String> silent = new TreeSet<>();
        List<Endpoint> routes = AccessTest.routes(web).stream()
                .filter(route -> !route.method.equals(HandlerType.GET))
                .filter(route -> !OF_NO_CONSEQUENCE.contains(route.method + " " + route.path))
                .toList();
        assertThat(routes).hasSizeGreaterThan(30);
        int turn = 0;
        for (Endpoint route : routes) {
            close();
            web = RunningWeb.alerting(Files.createDirectory(directory.resolve("turn-" + turn++)), ALERTS);
            Things things = things();
            prepare(route.method + " " + route.path, things);
            int before = entries().size();
            HttpResponse<String> answer = call(route, things, web.csrf("/jobs/" + things.queued()));
            List<Entry> after = entries();
            if (after.size() <= before
                    || !after.get(0).act().actor().equals("loopback")
                    || !String.valueOf(after.get(0).act().reason()).startsWith("because")) {
                silent.add(route.method + " " + route.path + ": " + answer.statusCode() + " "
                        + Labels.shortened(answer.body(), 300));
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void an_entry_tells_what_it_was_and_became_why_and_from_where() {
        web.rota.enqueue(SWEEP);
        web.send(web.request("/api/v1/queues/default")
                .header("Content-Type", "application/json")
                .header("User-Agent", "rota-cli")
                .method("PATCH", BodyPublishers.ofString("{\"concurrency\": 3}")));
        Act act = entries().get(0).act();
        assertThat(act.action()).isEqualTo("queue.limit");
        assertThat(act.target()).isEqualTo("queue:default");
        assertThat(act.before()).isEqualTo("{\"concurrency\":null,\"rate\":null,\"period\":null}");
        assertThat(act.after()).contains("\"concurrency\":3");
        assertThat(act.via()).isEqualTo(Via.CLI);
        assertThat(act.address()).isEqualTo("127.0.0.1");
        assertThat(act.requestId()).hasSize(36);
        JsonNode entry = web.json("/audit").path("items").get(0);
        assertThat(entry.path("after").path("concurrency").asInt()).isEqualTo(3);
        assertThat(web.get("/audit").body()).contains("queue.limit", "queue:default", "loopback", "127.0.0.1");
    }

    @Test
    void a_pause_and_its_end_name_who_did_it() {
        web.rota.enqueue(SWEEP);
        String form = "csrf=" + web.csrf("/queues");
        web.form("/queues/default/pause", form + "&reason=moving");
        web.form("/queues/default/resume", form);
        assertThat(web.rota.store().queues().acts("default", 5))
                .extracting(act -> act.by() + " " + act.verb())
                .containsExactly("loopback RESUME", "loopback PAUSE");
        assertThat(entries())
                .extracting(entry -> entry.act().action() + " " + entry.act().reason())
                .containsExactly("queue.resume null", "queue.pause moving");
    }

    private void append(int count) {
        for (int i = 1; i <= count; i++) {
            audit().append(Act.of(i % 2 == 0 ? "ana" : "bert", Via.UI, "job.retry")
                    .target("job:" + i));
        }
    }

    @Test
    void the_list_is_narrowed_and_goes_on_where_the_page_before_ended() {
        append(120);
        String first = web.get("/audit").body();
        assertThat(first).contains("job:120", "job:71").doesNotContain(">job:70<");
        String older = first.replaceFirst("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(web.get("/" + older).body()).contains(">job:70<", ">job:21<").doesNotContain(">job:20<");
        assertThat(web.json("/audit?actor=ana&limit=1000").path("items").size()).isEqualTo(60);
        assertThat(web.json("/audit?target=job:7").path("items").size()).isEqualTo(1);
        assertThat(web.json("/audit?action=schedule.").path("items").size()).isZero();
        assertThat(web.json("/audit?since=24h").path("items").size()).isEqualTo(50);
        assertThat(web.json("/audit?until=2026-11-20T12:00:00Z").path("items").size())
                .isZero();
        assertThat(web.get("/audit?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(web.json("/audit?via=ui&limit=1000").path("items").size()).isEqualTo(120);
        assertThat(web.json("/audit?via=cli").path("items").size()).isZero();
        assertThat(web.get("/audit?since=PT-24H").statusCode()).isEqualTo(400);
        assertThat(web.get("/audit?via=post").statusCode()).isEqualTo(400);
        assertThat(web.get("/audit?via=ui").body()).contains("<option value=\"ui\" selected>", "via=ui&amp;cursor=");
        assertThat(web.get("/audit?action=nothing").body()).contains("Nothing matches");
        String next = web.json("/audit?limit=10").path("page").path("next").asString();
        assertThat(web.json("/audit?limit=10&cursor=" + next)
                        .path("items")
                        .get(0)
                        .path("target")
                        .asString())
                .isEqualTo("job:110");
        assertThat(web.get("/api/v1/audit?actor=ana&cursor=" + next).statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_export_is_json_lines_and_is_written_down_itself() {
        append(1_001);
        HttpResponse<String> file = web.form("/audit/export?actor=bert", "csrf=" + web.csrf("/audit"));
        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"audit.jsonl\"");
        List<String> lines = file.body().lines().toList();
        assertThat(lines).hasSize(501).allMatch(line -> line.contains("\"actor\":\"bert\""));
        assertThat(Json.tree(lines.get(0)).path("target").asString()).isEqualTo("job:1001");
        assertThat(entries().get(0).act().action()).isEqualTo("audit.export");
        assertThat(entries().get(0).act().reason()).isEqualTo("actor=bert");
        HttpResponse<String> all = web.post("/api/v1/audit/export", "");
        assertThat(all.body().lines()).hasSize(1_002);
    }

    @Test
    void only_who_may_read_it_sees_it() {
        close();
        web = RunningWeb.closed(directory);
        String admin = "Bearer " + RunningWeb.ADMIN;
        String viewer = "Bearer " + RunningWeb.VIEWER;
        append(1);
        assertThat(web.send(web.request("/").header("Authorization", admin)).body())
                .contains("Done by people", "/audit\"");
        assertThat(web.send(web.request("/").header("Authorization", viewer)).body())
                .doesNotContain("Done by people", "/audit\"");
    }
}
