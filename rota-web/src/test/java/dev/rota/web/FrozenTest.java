package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Scope;
import dev.rota.schedule.Schedule;
import io.javalin.router.Endpoint;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dashboard where nothing may be set: {@code rota.settings.editable=false}. */
final class FrozenTest {
    private static final Set<Scope> SETTINGS =
            EnumSet.of(Scope.SETTINGS_WRITE, Scope.SCHEDULES_WRITE, Scope.QUEUES_WRITE, Scope.TOKENS_WRITE);

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(
                directory,
                settings -> settings.editable(false)
                        .standalone(new WebSettings.Standalone(true, false, () -> "rota_jobs_enqueued_total 1\n")));
        web.rota
                .schedules()
                .put(Schedule.cron("nightly", "0 3 * * *", ZoneId.of("UTC"))
                        .flag("NIGHT")
                        .runs(SWEEP));
        web.rota.enqueue(SWEEP);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void whatever_sets_something_is_refused_and_says_why() {
        List<Endpoint> setting = AccessTest.routes(web).stream()
                .filter(route -> AccessTest.access(route).setting() && !RouteWalk.isSafe(route))
                .toList();
        assertThat(setting).hasSizeGreaterThan(25);
        for (Endpoint route : setting) {
            HttpResponse<String> answer = send(route);
            assertThat(answer.statusCode()).as(RouteWalk.name(route)).isEqualTo(403);
            assertThat(answer.body()).as(RouteWalk.name(route)).contains("rota.settings.editable is false");
        }
        assertThat(Json.tree(web.send(web.request("/api/v1/flags/NIGHT")
                                        .header("Content-Type", "application/json")
                                        .PUT(BodyPublishers.ofString("{\"on\": false}")))
                                .body())
                        .path("code")
                        .asString())
                .isEqualTo("settings-frozen");
        assertThat(web.rota.schedules().flags().get(0).isOn()).isTrue();
    }

    @Test
    void what_asks_for_such_a_scope_and_sets_nothing_is_there() {
        assertThat(AccessTest.routes(web).stream()
                        .filter(route -> !RouteWalk.isSafe(route))
                        .filter(route ->
                                SETTINGS.contains(AccessTest.access(route).scope()))
                        .filter(route -> !AccessTest.access(route).setting())
                        .map(RouteWalk::name))
                .containsExactlyInAnyOrder(
                        "POST /rota/alerts/channels/{channel}/test",
                        "POST /rota/api/v1/alerts/{channel}/test",
                        "POST /rota/api/v1/schedules/{name}/backfills",
                        "POST /rota/api/v1/queues/{name}/purge",
                        "POST /rota/queues/{name}/purge",
                        "POST /rota/schedules/{name}/backfills",
                        "POST /rota/users/{name}/sessions",
                        "DELETE /rota/api/v1/users/{name}/sessions",
                        "DELETE /rota/api/v1/users/{name}/sessions/{id}");
    }

    private HttpResponse<String> send(Endpoint route) {
        return web.send(web.request(RouteWalk.path(route, name -> "1"))
                .header("Content-Type", "application/json")
                .method(route.method.name(), BodyPublishers.ofString("{}")));
    }

    @Test
    void its_buttons_are_not_there_and_the_others_are() {
        assertThat(web.get("/settings").body())
                .contains("Settings are frozen", "NIGHT", "href=\"./users\"")
                .doesNotContain("Turn off");
        assertThat(web.get("/schedules/nightly").body())
                .contains("Run now", "Pause</button>", "Backfill…")
                .doesNotContain(">Edit<", "Delete…");
        assertThat(web.get("/schedules").body()).doesNotContain("New schedule");
        assertThat(web.get("/queues").body())
                .contains("Pause</button>", "Move…")
                .doesNotContain("Limits</summary>");
        assertThat(web.get("/alerts").body()).doesNotContain("Turn off");
        assertThat(web.get("/users").body()).doesNotContain("Make the user");
        assertThat(web.get("/tokens").body()).doesNotContain("Make the token");
        assertThat(web.get("/new-schedule").statusCode()).isEqualTo(403);
    }

    @Test
    void jobs_are_acted_upon_and_schedules_run_and_paused_as_ever() {
        assertThat(web.post("/api/v1/jobs", "{\"type\": \"loans.sweep\"}").statusCode())
                .isEqualTo(201);
        assertThat(web.post("/api/v1/schedules/nightly/pause", "").statusCode()).isEqualTo(200);
        assertThat(web.post("/api/v1/schedules/nightly/runs", "").statusCode()).isEqualTo(202);
        assertThat(web.post("/api/v1/queues/default/pause", "").statusCode()).isEqualTo(200);
        assertThat(web.json("/jobs").path("items").size()).isEqualTo(3);
    }
}
