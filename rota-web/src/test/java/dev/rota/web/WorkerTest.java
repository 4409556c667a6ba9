package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.job.Job;
import dev.rota.store.Exchange;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.WorkerStore;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.store.WorkerStore.Usage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Workers on pages and over REST: what they run, what they use, what is asked of them, what was rescued from them. */
final class WorkerTest {
    private static final Duration LEASE = Duration.ofSeconds(15);

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

    private WorkerStore workers() {
        return web.rota.store().workers();
    }

    private long register(String name, String version, Map<String, Integer> slots) {
        return workers().register(new Registration(name, "host", 4711, version, slots, Set.of(SWEEP.name())));
    }

    /** A job that the worker holds. */
    private Job claim(long worker) {
        web.rota.enqueue(SWEEP);
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 1);
        return web.rota
                .store()
                .jobs()
                .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                .claimed()
                .get(0);
    }

    private void lose() {
        web.test.advance(LEASE.plusSeconds(1));
        web.rota.store().jobs().rescue(LEASE, 3, 100);
    }

    private HttpResponse<String> patch(long worker, String body) {
        return web.send(web.request("/api/v1/workers/" + worker)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private String page(long worker) {
        HttpResponse<String> page = web.get("/workers/" + worker);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    /** So many runs of a type took so long each. */
    private void ran(int runs, Duration each) {
        long[] buckets = new long[Histogram.BUCKETS];
        buckets[Histogram.bucket(each)] = runs;
        Figures figures = new Figures(
                runs,
                runs,
                0,
                0,
                0,
                0,
                new Items(0, 0),
                Histogram.of(buckets),
                each.multipliedBy(runs),
                Histogram.EMPTY);
        web.rota
                .store()
                .rollups()
                .put(
                        99,
                        web.rota.store().now().truncatedTo(ChronoUnit.MINUTES),
                        List.of(new Entry(SWEEP.name(), "default", figures)));
    }

    @Test
    void the_page_shows_what_it_runs_with_what_is_usual_and_a_link_to_the_stack() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        ran(19, Duration.ofSeconds(2));
        Job job = claim(worker);
        web.test.advance(Duration.ofSeconds(10));
        workers().heartbeat(worker);
        assertThat(page(worker))
                .contains(SWEEP.name(), "jobs/" + job.id() + "?stack=now#stack", "10.00 s")
                .doesNotContain("slower than usual");
        ran(20, Duration.ofSeconds(2));
        assertThat(page(worker)).contains("slower than usual");
        ran(20, Duration.ofMinutes(2));
        assertThat(page(worker)).doesNotContain("slower than usual");
    }

    @Test
    void many_jobs_are_shown_in_part_the_one_that_has_run_longest_first() {
        long worker = register("w-1", "1.0", Map.of("*", 100));
        long first = claim(worker).id();
        web.test.advance(Duration.ofSeconds(5));
        for (int i = 1; i < WorkerPage.SHOWN + 3; i++) {
            claim(worker);
        }
        String page = page(worker);
        assertThat(page).contains("q=worker:" + worker + "+state:running\">3 more</a>", ">53 / 100</a>");
        assertThat(page.split("\\?stack=now", -1)).hasSize(WorkerPage.SHOWN + 1);
        assertThat(page.indexOf("jobs/" + first + "?stack=now")).isLessThan(page.indexOf("jobs/" + (first + 1) + "?"));
    }

    @Test
    void what_it_uses_is_shown_while_it_lives() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        assertThat(web.json("/workers/" + worker).path("cpuPercent").isNull()).isTrue();
        workers().heartbeat(worker, null, Duration.ofSeconds(-3), new Usage(37, 300L << 20, 2L << 30, 412));
        JsonNode told = web.json("/workers").path("items").get(0);
        assertThat(told.path("cpuPercent").asInt()).isEqualTo(37);
        assertThat(told.path("heapUsed").asLong()).isEqualTo(300L << 20);
        assertThat(told.path("heapMax").asLong()).isEqualTo(2L << 30);
        assertThat(told.path("jobsPerMinute").asInt()).isEqualTo(412);
        assertThat(told.path("clockOffset").asString()).isEqualTo("PT-3S");
        for (String page : List.of(web.get("/workers").body(), page(worker))) {
            assertThat(page).contains("37 %", "15 %", "300 MiB of 2.0 GiB", ">412<", "clock 3.00 s behind");
        }
        lose();
        assertThat(page(worker)).doesNotContain("37 %", ">412<");
    }

    @Test
    void what_was_rescued_from_a_lost_worker_is_shown_and_where_it_is_now() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        Job job = claim(worker);
        Job other = claim(worker);
        assertThat(page(worker)).doesNotContain("rescued");
        lose();
        web.rota.jobs().cancel(other.id(), "ann", "not needed");
        assertThat(web.get("/workers").body()).contains("2 jobs rescued");
        assertThat(page(worker))
                .contains("What was rescued from it", "jobs/" + job.id() + "\"", "Queued", "Cancelled")
                .doesNotContain("Stop it after its jobs");
        JsonNode rescued = web.json("/workers/" + worker + "/rescued").path("items");
        assertThat(rescued).hasSize(2);
        assertThat(rescued.get(0).path("jobId").asLong()).isEqualTo(job.id());
        assertThat(rescued.get(0).path("attempt").asInt()).isEqualTo(1);
        assertThat(web.json("/workers/" + worker).path("rescued").asInt()).isEqualTo(2);
        assertThat(web.get("/api/v1/workers/999/rescued").statusCode()).isEqualTo(404);
    }

    @Test
    void slots_are_changed_and_it_is_written_down_what_they_were() {
        long worker = register("w-1", "1.0", Map.of("*", 4, "mail", 2));
        HttpResponse<String> answer = patch(worker, "{\"slots\": {\"mail\": 7}, \"reason\": \"more mails\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(Json.tree(answer.body()).path("slots").toString()).isEqualTo("{\"*\":4,\"mail\":7}");
        assertThat(workers().heartbeat(worker).slots()).isEqualTo(Map.of("*", 4, "mail", 7));
        AuditLog.Act act = web.rota
                .store()
                .console()
                .audit()
                .list(AuditLog.Query.NEWEST)
                .get(0)
                .act();
        assertThat(act.action()).isEqualTo("worker.slots");
        assertThat(act.target()).isEqualTo("worker:" + worker);
        assertThat(act.before()).isEqualTo("{\"slots\":{\"*\":4,\"mail\":2}}");
        assertThat(act.after()).isEqualTo("{\"slots\":{\"*\":4,\"mail\":7}}");
        assertThat(act.reason()).isEqualTo("more mails");
        HttpResponse<String> form = web.form(
                "/workers/" + worker + "/slots",
                "csrf=" + web.csrf("/workers") + "&queue=*&slots=0&queue=mail&slots=9&reason=");
        assertThat(form.statusCode()).as(form.body()).isEqualTo(303);
        assertThat(page(worker)).contains("all others 0, mail 9", "Slots changed", "more mails");
    }

    @Test
    void slots_that_cannot_be_are_refused_with_the_place() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        for (String body :
                List.of("{\"slots\": {\"*\": -1}}", "{\"slots\": {\"*\": 10001}}", "{\"slots\": {\"*\": null}}")) {
            HttpResponse<String> answer = patch(worker, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            assertThat(Json.tree(answer.body())
                            .path("errors")
                            .get(0)
                            .path("pointer")
                            .asString())
                    .isEqualTo("/slots/*");
        }
        assertThat(patch(worker, "{\"slots\": {\"a/b\": 1}}").body()).contains("/slots/a~1b", "no slots of its own");
        assertThat(patch(worker, "{\"slots\": {}}").body()).contains("\"/slots\"");
        assertThat(patch(worker, "{\"slots\": {\"*\": \"many\"}}").statusCode()).isEqualTo(422);
        assertThat(patch(999, "{\"slots\": {\"*\": 1}}").statusCode()).isEqualTo(404);
        String form = "csrf=" + web.csrf("/workers") + "&queue=*&slots=many";
        assertThat(web.form("/workers/" + worker + "/slots", form).statusCode()).isEqualTo(422);
        assertThat(workers().heartbeat(worker).slots()).isEqualTo(Map.of("*", 4));
    }

    @Test
    void a_worker_is_asked_to_stop_and_that_is_taken_back() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        HttpResponse<String> asked = web.post("/api/v1/workers/" + worker + "/stop", "{\"reason\": \"deploy\"}");
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(Json.tree(asked.body()).path("stopping").asBoolean()).isTrue();
        assertThat(Json.tree(asked.body()).path("state").asString()).isEqualTo("draining");
        assertThat(page(worker)).contains("stops when its jobs have ended", "Stop asked", "deploy");
        assertThat(web.form("/workers/" + worker + "/resume", "csrf=" + web.csrf("/workers"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(web.json("/workers/" + worker).path("stopping").asBoolean()).isFalse();
        assertThat(web.form("/workers/" + worker + "/stop", "csrf=" + web.csrf("/workers"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(workers().heartbeat(worker).stopping()).isTrue();
    }

    @Test
    void nothing_is_asked_of_a_worker_that_is_lost_and_nothing_of_it_is_written_down() {
        long worker = register("w-1", "1.0", Map.of("*", 4));
        lose();
        for (String ask : List.of("/drain", "/resume", "/stop")) {
            HttpResponse<String> answer = web.post("/api/v1/workers/" + worker + ask, "");
            assertThat(answer.statusCode()).as(ask).isEqualTo(409);
            assertThat(Json.tree(answer.body()).path("currentState").asString()).isEqualTo("lost");
            assertThat(web.post("/api/v1/workers/999" + ask, "").statusCode()).isEqualTo(404);
        }
        assertThat(patch(worker, "{\"slots\": {\"*\": 1}}").statusCode()).isEqualTo(409);
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST))
                .isEmpty();
    }

    @Test
    void the_rail_counts_queues_that_no_worker_takes_from_though_jobs_wait() {
        long elsewhere = register("w-1", "1.0", Map.of("mail", 4));
        assertThat(web.get("/audit").body()).doesNotContain("without workers");
        web.rota.enqueue(SWEEP);
        assertThat(web.get("/audit").body()).contains("1 without workers");
        web.rota.queues().pause("default", "ann", null, null);
        assertThat(web.get("/audit").body()).doesNotContain("without workers");
        web.rota.queues().resume("default", "ann", null);
        workers().giveSlots(register("w-2", "1.0", Map.of("*", 4)), Map.of("*", 0), "ann", null);
        assertThat(web.get("/audit").body()).contains("1 without workers");
        register("w-3", "1.0", Map.of("*", 4));
        assertThat(web.get("/workers/" + elsewhere).body()).doesNotContain("without workers");
    }

    @Test
    void the_overview_names_lost_workers_clocks_that_are_off_and_versions_that_stay_mixed() {
        long lost = register("w-lost", "1.0", Map.of("*", 4));
        claim(lost);
        lose();
        assertThat(web.get("/").body())
                .contains("w-lost " + lost + "</a> was not heard of any more; 1 job was rescued from it");
        long first = register("w-1", "1.0", Map.of("*", 4));
        long second = register("w-2", "1.1", Map.of("*", 4));
        workers().heartbeat(first, null, Duration.ofSeconds(2), null);
        workers().heartbeat(second, null, Duration.ofMillis(2_001), null);
        assertThat(web.get("/").body())
                .contains("w-2 " + second + "</a> clock 2.00 s ahead of the database")
                .doesNotContain("w-1 " + first + "</a>", "Mixed versions");
        web.test.advance(Duration.ofMinutes(61));
        List.of(first, second).forEach(workers()::heartbeat);
        assertThat(web.get("/").body()).contains("Mixed versions", "1.0, 1.1, unknown</a> work the same types");
        workers().stop(first);
        workers().stop(second);
        assertThat(web.get("/").body()).doesNotContain("Mixed versions", "Clock off");
    }

    @Test
    void versions_that_work_the_same_type_are_named() {
        register("w-1", "1.0", Map.of("*", 4));
        workers().register(new Registration("other", "host", 1, "9.9", Map.of("*", 1), Set.of("another.type")));
        assertThat(web.get("/workers").body()).doesNotContain("different versions");
        register("w-2", "1.1", Map.of("*", 4));
        assertThat(web.get("/workers").body()).contains("Workers of different versions work the same types: 1.0, 1.1.");
    }
}
