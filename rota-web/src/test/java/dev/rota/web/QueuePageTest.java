package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.JobState;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One queue, and emptying it. */
final class QueuePageTest {
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
    void shows_what_waits_by_type_and_how_long_jobs_waited() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        web.test.clock().advance(Duration.ofSeconds(40));
        web.test.runDue();
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 3).mapToObj(number -> new Invoice(number, "m")));
        web.rota.queues().pause("mail", "ana", "the relay is down", null);
        String page = web.get("/queues/mail").body();
        assertThat(page)
                .contains("Paused by ana: the relay is down", "What waits, by type", ">invoice.send</a>")
                .containsPattern("<td class=\"number\" data-label=\"Waiting\">3</td>")
                .contains("Purge the queue", "3 jobs");
        assertThat(web.get("/queues/none").statusCode()).isEqualTo(404);
        assertThat(web.get("/queues").body()).contains("href=\"./queues/mail\"");
    }

    @Test
    void what_is_done_on_its_page_leads_back_to_it() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        HttpResponse<String> paused =
                web.form("/queues/mail/pause", "csrf=" + web.csrf("/queues/mail") + "&back=queue&reason=relay");
        assertThat(paused.headers().firstValue("Location").orElseThrow())
                .startsWith("../../queues/mail?did=paused&undo=");
        assertThat(web.get("/queues/mail").body()).contains("name=\"back\" value=\"queue\"", "relay", ">Resume<");
    }

    @Test
    void says_that_jobs_wait_longer_than_they_should() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        assertThat(web.get("/queues/mail").body()).contains("should be within 5 min");
        web.test.clock().advance(Duration.ofMinutes(6));
        assertThat(web.get("/queues/mail").body()).contains("! longer than 5 min");
        assertThat(web.get("/queues").body()).contains("! longer than 5 min");
    }

    @Test
    void a_histogram_of_waits_leaves_nothing_out() {
        long[] counts = new long[dev.rota.store.Histogram.BUCKETS];
        java.util.Arrays.fill(counts, 1);
        var waits = QueuePages.waits(dev.rota.store.Histogram.of(counts));
        assertThat(waits.stream().mapToLong(QueuePages.Wait::count).sum()).isEqualTo(dev.rota.store.Histogram.BUCKETS);
        assertThat(waits).extracting(QueuePages.Wait::text).first().isEqualTo("up to 32 ms");
        assertThat(waits).extracting(QueuePages.Wait::text).last().isEqualTo("longer");
    }

    @Test
    void loads_are_told_apart_from_what_is_set() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        web.test.clock().advance(Duration.ofSeconds(90));
        HttpResponse<String> loads = web.get("/api/v1/queue-loads");
        assertThat(loads.headers().firstValue("ETag")).isEmpty();
        JsonNode mail = Json.tree(loads.body()).path("items").get(0);
        assertThat(mail.path("name").asString()).isEqualTo("mail");
        assertThat(mail.path("waiting").toString()).isEqualTo("{\"value\":1,\"relation\":\"eq\"}");
        assertThat(mail.path("longestWait").asString()).isEqualTo("PT1M30S");
    }

    @Test
    void purging_deletes_what_waits_and_nothing_else() {
        long failed = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        long waiting = web.rota.enqueue(SEND, new Invoice(1, "m"));
        long later =
                web.rota.job(SEND, new Invoice(1, "m")).in(Duration.ofDays(1)).enqueue();
        long other = web.rota.enqueue(SWEEP);
        JsonNode dry = Json.tree(
                web.post("/api/v1/queues/mail/purge", "{\"dryRun\":true}").body());
        assertThat(dry.path("matched").path("value").asInt()).isEqualTo(2);
        HttpResponse<String> begun = web.post("/api/v1/queues/mail/purge", "{\"reason\":\"a test\"}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(begun.headers().firstValue("Location").orElse("")).startsWith("/rota/api/v1/operations/");
        String id = Json.tree(begun.body()).path("id").asString();
        JsonNode ended = OperationTest.awaitEnd(web, Long.parseLong(id));
        assertThat(ended.path("done").asInt()).as(ended.toString()).isEqualTo(2);
        assertThat(web.rota.jobs().find(waiting)).isEmpty();
        assertThat(web.rota.jobs().find(later)).isEmpty();
        assertThat(web.rota.jobs().find(failed).orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(web.rota.jobs().find(other)).isPresent();
        assertThat(web.json("/audit").path("items").toString()).contains("queue.purge", "a test");
    }

    @Test
    void a_change_of_what_has_changed_is_refused() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        String tag = web.get("/api/v1/queues/mail").headers().firstValue("ETag").orElseThrow();
        web.rota.queues().pause("mail", "ana", null, null);
        assertThat(limited(tag)).isEqualTo(412);
        assertThat(limited("*")).isEqualTo(200);
    }

    private int limited(String tag) {
        return web.send(web.request("/api/v1/queues/mail")
                        .header("Content-Type", "application/json")
                        .header("If-Match", tag)
                        .method("PATCH", BodyPublishers.ofString("{\"concurrency\":1}")))
                .statusCode();
    }
}
