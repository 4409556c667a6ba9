package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Deploys;
import dev.rota.store.Histogram;
import dev.rota.store.QueueStore;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.WorkerStore.Registration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What was measured, as a page, as numbers on the overview, and by REST. */
final class MetricsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

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

    private static Histogram times(Duration... durations) {
        long[] counts = new long[Histogram.BUCKETS];
        Arrays.stream(durations).forEach(each -> counts[Histogram.bucket(each)]++);
        return Histogram.of(counts);
    }

    /** Succeeded and failed jobs of a type, each of which ran a second and had waited a minute. */
    private void measure(Instant minute, String type, String queue, int succeeded, int failed) {
        Duration[] ran = new Duration[succeeded + failed];
        Arrays.fill(ran, Duration.ofSeconds(1));
        Duration[] waited = new Duration[succeeded + failed];
        Arrays.fill(waited, Duration.ofMinutes(1));
        Figures figures = new Figures(
                0,
                succeeded,
                0,
                failed,
                failed,
                0,
                new Items(0, 0),
                times(ran),
                Duration.ofSeconds(succeeded + failed),
                times(waited));
        web.rota.store().rollups().put(1, minute, List.of(new Entry(type, queue, figures)));
    }

    @Test
    void queues_have_a_table_of_their_own() {
        web.rota.queues().limit("bulk", QueueStore.Limits.NONE);
        web.rota.queues().limit("mail", QueueStore.Limits.NONE);
        measure(NOON.minus(Duration.ofMinutes(3)), "slow", "mail", 5, 4);
        measure(NOON.minus(Duration.ofMinutes(90)), "quick", "bulk", 3, 0);
        measure(NOON.minus(Duration.ofMinutes(2)), "quick", "bulk", 4, 0);
        String page = web.get("/metrics").body();
        String queues = page.substring(page.indexOf("By queue"));
        assertThat(queues.indexOf(">mail<")).isPositive().isLessThan(queues.indexOf(">bulk<"));
        assertThat(queues).contains("44 %", "data-label=\"Ended\">7<", "metrics?over=24h&amp;queue=mail");
        assertThat(web.get("/metrics?queue=mail").body()).doesNotContain("By queue");
        String quick = web.get("/metrics?type=quick").body();
        assertThat(quick.substring(quick.indexOf("By queue")))
                .contains(">bulk<")
                .doesNotContain(">mail<");
    }

    @Test
    void the_table_begins_with_the_type_that_took_most_time() {
        measure(NOON.minus(Duration.ofMinutes(3)), "quick", "default", 3, 0);
        measure(NOON.minus(Duration.ofMinutes(2)), "slow", "mail", 5, 4);
        String page = web.get("/metrics").body();
        assertThat(page.indexOf(">slow<")).isPositive().isLessThan(page.indexOf(">quick<"));
        assertThat(page)
                .contains("44 %", "75 %", "25 %")
                .contains("8 jobs succeeded and 4 attempts failed in the last 24 hours")
                .contains("role=\"img\"")
                .contains("As a table");
        assertThat(web.get("/metrics?find=QUI").body()).contains(">quick<").doesNotContain(">slow<");
        assertThat(web.get("/metrics?queue=mail").body())
                .contains(">slow<", "5 jobs succeeded")
                .doesNotContain(">quick<");
        assertThat(web.get("/metrics?type=slow&over=1h").body())
                .contains("How long attempts ran", "≤ 1.02 s", "5 jobs succeeded");
    }

    @Test
    void a_type_has_a_map_of_its_run_times_and_charts_tell_of_deploys() {
        measure(NOON.minus(Duration.ofMinutes(3)), "slow", "mail", 5, 4);
        web.rota.store().workers().register(new Registration("w", "h", 1, "1.9", Map.of("*", 8), Set.of("slow")));
        String page = web.get("/metrics?type=slow&over=1h").body();
        assertThat(page)
                .contains("How long attempts ran, over time", "class=\"heat l5\"", "half of them 1.02 s or less")
                .contains("class=\"mark\"", "┆ 1.9 since 12:00, 1 worker");
        assertThat(web.get("/metrics").body()).contains("class=\"mark\"").doesNotContain("class=\"heat");
    }

    @Test
    void a_worker_whose_version_nobody_has_said_is_no_deploy() {
        measure(NOON.minus(Duration.ofMinutes(3)), "slow", "mail", 5, 4);
        web.rota
                .store()
                .workers()
                .register(new Registration("w", "h", 1, Deploys.UNKNOWN, Map.of("*", 8), Set.of("slow")));
        assertThat(web.get("/metrics?over=1h").body())
                .contains("5 jobs succeeded")
                .doesNotContain("class=\"mark\"");
    }

    @Test
    void a_deploy_is_marked_beyond_the_workers_that_told_of_it() {
        measure(NOON.minus(Duration.ofMinutes(3)), "slow", "mail", 5, 4);
        Deploys deploys = new Deploys(web.rota.store().console().settings());
        assertThat(deploys.begin("1.8 <b>", "w")).isTrue();
        assertThat(deploys.begin("1.8 <b>", "v")).isFalse();
        assertThat(web.get("/metrics?over=1h").body()).contains("┆ 1.8 &lt;b&gt; since 12:00");
        long worker = web.rota
                .store()
                .workers()
                .register(new Registration("w", "h", 1, "1.8 <b>", Map.of("*", 8), Set.of("slow")));
        assertThat(web.get("/metrics?over=1h").body()).contains("┆ 1.8 &lt;b&gt; since 12:00, 1 worker");
        web.rota.store().workers().stop(worker);
        assertThat(web.get("/metrics?over=1h").body())
                .contains("┆ 1.8 &lt;b&gt; since 12:00")
                .doesNotContain("1 worker");
        web.test.advance(Duration.ofHours(2));
        assertThat(web.get("/metrics?over=1h").body()).doesNotContain("┆");
        assertThat(web.get("/metrics?over=24h").body()).contains("┆ 1.8 &lt;b&gt; since");
    }

    @Test
    void an_empty_system_shows_what_to_begin_with() {
        assertThat(web.get("/").body())
                .contains("Begin here", "rota.enqueue(SEND_WELCOME", "@RotaSchedule(cron", "data-copy=")
                .contains("http://127.0.0.1:" + web.port + "/rota/api/v1/jobs");
        web.rota.enqueue(SWEEP);
        assertThat(web.get("/").body()).doesNotContain("Begin here");
    }

    @Test
    void what_lies_further_back_than_is_asked_for_is_left_out() {
        measure(NOON.minus(Duration.ofHours(2)), "early", "default", 1, 0);
        assertThat(web.get("/metrics?over=1h").body()).contains("No job has come to an end in the last hour");
        for (String over : List.of("24h", "7d", "30d")) {
            assertThat(web.get("/metrics?over=" + over).body()).as(over).contains(">early<");
        }
        assertThat(web.get("/metrics?over=2h").statusCode()).isEqualTo(400);
    }

    @Test
    void the_overview_tells_rates_and_how_long_the_backlog_takes() {
        web.rota.store().workers().register(new Registration("w", "h", 1, "1.0", Map.of("*", 8), Set.of("a.b")));
        for (int minute = 1; minute <= 5; minute++) {
            measure(NOON.minus(Duration.ofMinutes(minute)), "a.b", "default", 3, 1);
        }
        for (int job = 0; job < 8; job++) {
            web.rota.enqueue(SWEEP);
        }
        assertThat(web.get("/").body())
                .contains("Done per minute</span><span class=\"figure neutral\">4.0<")
                .contains("Failed per minute</span><span class=\"figure bad\">1.0</span><span class=\"muted\">25 %")
                .contains("0 / 8")
                .contains("Backlog</span><span class=\"figure neutral\">8<")
                .contains("drains in ~2 min at this rate")
                .contains("15 jobs succeeded and 5 attempts failed in the last hour")
                .contains("./?over=7d");
        assertThat(web.get("/?over=24h").body())
                .contains("15 jobs succeeded and 5 attempts failed in the last 24 hours");
    }

    @Test
    void a_backlog_of_which_nothing_is_done_does_not_drain() {
        web.rota.enqueue(SWEEP);
        assertThat(web.get("/").body()).contains("nothing was done lately");
        assertThat(Rates.left(10, 0)).isNull();
        assertThat(Rates.left(10, 5)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void queues_tell_what_went_through_them_in_the_last_hour() {
        web.rota.enqueue(SWEEP);
        measure(NOON.minus(Duration.ofMinutes(2)), "loans.sweep", "default", 7, 2);
        assertThat(web.get("/queues").body())
                .contains("9 jobs ended in the last hour")
                .contains("<span class=\"bad\">2</span>")
                .contains("aria-label=\"Jobs of default: 1 waiting\">1<");
    }

    @Test
    void rest_gives_the_same_figures() {
        measure(NOON.minus(Duration.ofMinutes(3)), "quick", "default", 3, 0);
        measure(NOON.minus(Duration.ofMinutes(2)), "slow", "mail", 5, 4);
        JsonNode stats = web.json("/stats?over=1h");
        assertThat(stats.path("items").get(0).path("type").asString()).isEqualTo("slow");
        assertThat(stats.path("total").path("succeeded").asInt()).isEqualTo(8);
        assertThat(stats.path("total").path("waited").path("p95").asString()).isEqualTo("PT1M5.536S");
        JsonNode series =
                web.json("/stats/timeseries?from=2026-11-20T11:00:00Z&until=2026-11-20T12:00:00Z&step=PT10M&by=queue");
        assertThat(series.path("items").size()).isEqualTo(2);
        assertThat(series.path("items").get(0).path("at").asString()).isEqualTo("2026-11-20T11:50:00Z");
        assertThat(series.path("step").asString()).isEqualTo("PT10M");
        for (String query : List.of("step=PT1S", "step=x", "from=x", "by=day", "over=1y", "steps=1")) {
            assertThat(web.get("/api/v1/stats/timeseries?" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_browser_gets_the_page_where_prometheus_gets_meters() {
        close();
        web = RunningWeb.standalone(directory);
        assertThat(web.get("/metrics").body()).isEqualTo("rota_jobs_enqueued_total 1\n");
        assertThat(web.send(web.request("/metrics").header("Accept", "text/html,*/*"))
                        .body())
                .contains("<h1>Metrics</h1>");
    }
}
