package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.job.JobState;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is done to all jobs that match. */
@Timeout(60)
final class OperationTest {
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

    private JsonNode awaitEnd(long id) {
        return awaitEnd(web, id);
    }

    static JsonNode awaitEnd(RunningWeb web, long id) {
        JsonNode operation = web.json("/operations/" + id);
        while (List.of("running", "stopping").contains(operation.path("state").asString())) {
            Thread.onSpinWait();
            operation = web.json("/operations/" + id);
        }
        return operation;
    }

    private void enqueueFailing(int jobs) {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, jobs).mapToObj(number -> new Invoice(-number, "m")));
        web.test.advance(Duration.ofSeconds(10));
    }

    @Test
    void a_dry_run_counts_shows_a_sample_and_changes_nothing() {
        enqueueFailing(7);
        web.rota.enqueue(SWEEP);
        HttpResponse<String> answer = web.post(
                "/api/v1/operations", "{\"action\": \"retry\", \"query\": \"queue:mail,default\", \"dryRun\": true}");
        JsonNode preview = Json.tree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(preview.path("matched").toString()).isEqualTo("{\"value\":8,\"relation\":\"eq\"}");
        assertThat(preview.path("eligible").asInt()).isEqualTo(7);
        assertThat(preview.path("notEligible").toString()).isEqualTo("{\"queued\":1}");
        assertThat(preview.path("sample").size()).isEqualTo(5);
        assertThat(web.json("/operations").path("items").size()).isZero();
    }

    @Test
    void all_matching_jobs_are_retried_in_the_background_and_later_ones_are_not() {
        enqueueFailing(250);
        HttpResponse<String> made = web.post(
                "/api/v1/operations",
                "{\"action\": \"retry\", \"query\": \"state:failed\", \"reason\": \"smtp is back\"}");
        assertThat(made.statusCode()).isEqualTo(202);
        long id = Json.tree(made.body()).path("id").asLong();
        assertThat(made.headers().firstValue("Location")).hasValue("/rota/api/v1/operations/" + id);
        JsonNode ended = awaitEnd(id);
        assertThat(ended.path("state").asString()).isEqualTo("finished");
        assertThat(ended.path("done").asInt()).isEqualTo(250);
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(250);
        assertThat(ended.path("query").asString()).startsWith("state:failed until:");
        assertThat(web.rota
                        .store()
                        .console()
                        .audit()
                        .list(AuditLog.Query.NEWEST.actionPrefix("operation."))
                        .get(0)
                        .act()
                        .reason())
                .isEqualTo("smtp is back");
        assertThat(web.get("/operations/" + id).body()).contains("Finished", "250 jobs done", "smtp is back");
    }

    @Test
    void what_came_after_the_time_of_a_dry_run_is_not_touched() {
        enqueueFailing(2);
        String order = "{\"action\": \"retry\", \"query\": \"state:failed\", ";
        JsonNode preview = Json.tree(
                web.post("/api/v1/operations", order + "\"dryRun\": true}").body());
        String asOf = preview.path("asOf").asString();
        web.test.advance(Duration.ofSeconds(5));
        enqueueFailing(1);
        String then = order + "\"asOf\": \"" + asOf + "\"";
        assertThat(web.post("/api/v1/operations", then + ", \"dryRun\": true}").body())
                .contains("\"value\":2", "\"asOf\":\"" + asOf);
        JsonNode ended = awaitEnd(operation(then + "}"));
        assertThat(ended.path("done").asInt()).isEqualTo(2);
        assertThat(ended.path("asOf").asString()).isEqualTo(asOf);
        assertThat(web.rota.jobs().counts().get(JobState.FAILED)).isEqualTo(1);
        assertThat(web.post("/api/v1/operations", order + "\"asOf\": \"2100-01-01T00:00:00Z\"}")
                        .body())
                .contains("\"pointer\":\"/asOf\"");
    }

    @Test
    void who_confirms_a_page_means_what_was_there_when_it_was_shown() {
        enqueueFailing(2);
        String ask = web.get("/operations/new?q=state:failed").body();
        String asOf = ask.replaceAll("(?s).*name=\"asOf\" value=\"([^\"]+)\".*", "$1");
        web.test.advance(Duration.ofSeconds(5));
        enqueueFailing(1);
        String form = "csrf=" + web.csrf("/operations/new?q=state:failed") + "&q=state:failed&action=retry&asOf=";
        String page = web.form("/operations", form + asOf)
                .headers()
                .firstValue("Location")
                .orElse("");
        long id = Long.parseLong(page.replace("operations/", ""));
        assertThat(awaitEnd(id).path("done").asInt()).isEqualTo(2);
        assertThat(web.get("/operations/" + id).body()).contains("Of jobs enqueued until");
        assertThat(web.form("/operations", form + "yesterday").statusCode()).isEqualTo(400);
    }

    @Test
    void no_more_are_changed_than_was_asked() {
        enqueueFailing(30);
        long id = Json.tree(web.post(
                                "/api/v1/operations",
                                "{\"action\": \"retry\", \"query\": \"state:failed\", \"max\": 10}")
                        .body())
                .path("id")
                .asLong();
        assertThat(awaitEnd(id).path("done").asInt()).isEqualTo(10);
        assertThat(web.rota.jobs().counts().get(JobState.FAILED)).isEqualTo(20);
    }

    @Test
    void what_a_process_left_behind_another_goes_on_with() {
        enqueueFailing(5);
        var store = web.rota.store().console().operations();
        // As if by another process that dies with it: claimed, and never heard of again.
        long id = store.create(new NewOperation("retry", null, "state:failed", null, "ana", null, null))
                .id();
        store.claimOne("dead", Duration.ofSeconds(30));
        web.test.clock().advance(Duration.ofSeconds(31));
        assertThat(awaitEnd(id).path("done").asInt()).isEqualTo(5);
    }

    @Test
    void what_is_not_understood_or_too_wide_is_refused() {
        for (String body : List.of(
                "{\"action\": \"explode\", \"query\": \"state:failed\"}",
                "{\"action\": \"retry\"}",
                "{\"action\": \"retry\", \"query\": \"state:failed\", \"max\": 0}")) {
            assertThat(web.post("/api/v1/operations", body).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(web.post("/api/v1/operations", "{\"action\": \"retry\", \"query\": \"x:y\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(web.post("/api/v1/operations/99/stop", "").statusCode()).isEqualTo(404);
    }

    @Test
    void one_that_has_ended_is_not_stopped_and_is_called_an_operation() {
        enqueueFailing(1);
        JsonNode made = Json.tree(web.post("/api/v1/operations", "{\"action\": \"retry\", \"query\": \"queue:mail\"}")
                .body());
        long id = awaitEnd(made.path("id").asLong()).path("id").asLong();
        HttpResponse<String> answer = web.post("/api/v1/operations/" + id + "/stop", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.tree(answer.body()).path("title").asString())
                .isEqualTo("The operation's state does not allow it");
        assertThat(Json.tree(answer.body()).path("detail").asString()).startsWith("Operation " + id + " is ");
    }

    @Test
    void the_page_asks_before_and_many_are_deleted_only_with_their_number() {
        enqueueFailing(101);
        String ask = web.get("/operations/new?q=state:failed").body();
        assertThat(ask).contains("101 jobs", "value=\"retry\"", "value=\"delete\"");
        String form = "csrf=" + web.csrf("/operations/new?q=state:failed") + "&q=state:failed&action=";
        HttpResponse<String> refused = web.form("/operations", form + "delete");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Type 101 to delete");
        HttpResponse<String> begun = web.form("/operations", form + "delete&count=101");
        assertThat(begun.statusCode()).isEqualTo(303);
        String page = begun.headers().firstValue("Location").orElse("");
        assertThat(awaitEnd(Long.parseLong(page.replace("operations/", "")))
                        .path("done")
                        .asInt())
                .isEqualTo(101);
        assertThat(web.get("/jobs?q=state:failed").body()).contains("There are no jobs yet");
        assertThat(web.get("/operations").body()).contains("Delete", "101 jobs done");
    }

    private long operation(String json) {
        HttpResponse<String> made = web.post("/api/v1/operations", json);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
        return Json.tree(made.body()).path("id").asLong();
    }

    @Test
    void all_that_waits_is_moved_to_another_queue_and_what_ended_is_not() {
        enqueueFailing(2);
        web.rota.enqueue(SWEEP);
        web.rota.job(SWEEP).in(Duration.ofHours(1)).enqueue();
        JsonNode ended = awaitEnd(operation(
                "{\"action\": \"move-to-queue\", \"value\": \"slow\", \"query\": \"queue:default,mail,slow\"}"));
        assertThat(ended.path("done").asInt()).isEqualTo(2);
        assertThat(ended.path("skipped").asInt()).isEqualTo(2);
        assertThat(ended.path("leftAlone").toString())
                .contains("\"outcome\":\"skipped\",\"reason\":\"is failed\",\"count\":2");
        assertThat(web.get("/operations/" + ended.path("id").asString()).body()).contains("Left alone, or failed");
        assertThat(ended.path("value").asString()).isEqualTo("slow");
        assertThat(web.json("/jobs?q=queue:slow").path("items").size()).isEqualTo(2);
        assertThat(web.get("/operations").body()).contains("Move to queue slow");
        assertThat(web.rota
                        .store()
                        .console()
                        .audit()
                        .list(AuditLog.Query.NEWEST.actionPrefix("operation."))
                        .get(0)
                        .act()
                        .after())
                .isEqualTo("\"Move to queue slow\"");
    }

    @Test
    void all_that_waits_gets_another_priority_or_one_more_tag_once() {
        long id = web.rota.job(SWEEP).tag("eu").enqueue();
        var order = web.rota.job(SWEEP);
        for (int tag = 1; tag <= 20; tag++) {
            order = order.tag("tag-" + tag);
        }
        long full = order.enqueue();
        awaitEnd(operation("{\"action\": \"change-priority\", \"value\": \"7\", \"query\": \"queue:default\"}"));
        String tag = "{\"action\": \"add-tag\", \"value\": \"late\", \"query\": \"queue:default\"}";
        JsonNode tagged = awaitEnd(operation(tag));
        assertThat(tagged.path("done").asInt()).isEqualTo(1);
        assertThat(tagged.path("failed").asInt()).isEqualTo(1);
        assertThat(awaitEnd(operation(tag)).path("skipped").asInt()).isEqualTo(1);
        var job = web.rota.jobs().find(id).orElseThrow();
        assertThat(job.request().priority()).isEqualTo(7);
        assertThat(job.tags()).containsExactly("eu", "late");
        assertThat(web.rota.jobs().find(full).orElseThrow().tags()).hasSize(20).doesNotContain("late");
    }

    @Test
    void a_change_of_many_says_what_it_changes_to() {
        for (String body : List.of(
                "{\"action\": \"move-to-queue\", \"query\": \"state:queued\"}",
                "{\"action\": \"move-to-queue\", \"value\": \"a b\", \"query\": \"state:queued\"}",
                "{\"action\": \"change-priority\", \"value\": \"high\", \"query\": \"state:queued\"}",
                "{\"action\": \"retry\", \"value\": \"mail\", \"query\": \"state:queued\"}")) {
            HttpResponse<String> answer = web.post("/api/v1/operations", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(422);
            assertThat(Json.tree(answer.body())
                            .path("errors")
                            .get(0)
                            .path("pointer")
                            .asString())
                    .isEqualTo("/value");
        }
    }

    @Test
    void what_waits_in_a_queue_is_moved_from_its_row() {
        web.rota.enqueue(SWEEP);
        String link = "operations/new?action=move-to-queue&amp;q=queue%3Adefault%20state%3Aqueued";
        assertThat(web.get("/queues").body()).contains(link);
        String page = "/operations/new?action=move-to-queue&q=queue%3Adefault%20state%3Aqueued";
        assertThat(web.get(page).body()).containsPattern("value=\"move-to-queue\" required checked");
        String form = "csrf=" + web.csrf(page) + "&q=queue:default+state:queued&action=move-to-queue";
        HttpResponse<String> refused = web.form("/operations", form + "&reason=too+slow");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("expected the queue", "value=\"too slow\"");
        HttpResponse<String> begun = web.form("/operations", form + "&queue=slow");
        String made = begun.headers().firstValue("Location").orElse("");
        assertThat(awaitEnd(Long.parseLong(made.replace("operations/", "")))
                        .path("done")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void selected_jobs_are_moved_and_each_is_written_down() {
        long first = web.rota.enqueue(SWEEP);
        long second = web.rota.job(SWEEP).queue("slow").enqueue();
        String form = "csrf=" + web.csrf("/jobs") + "&action=move-to-queue&queue=slow&id=" + first + "&id=" + second;
        String to = web.form("/jobs/selected", form)
                .headers()
                .firstValue("Location")
                .orElse("");
        assertThat(to).isEqualTo("../jobs?did=move-to-queue&n=1&skipped=1#job-" + first);
        assertThat(web.get("/jobs?did=move-to-queue&n=1&skipped=1").body()).contains("1 job moved; 1 job left alone");
        var entry = web.rota
                .store()
                .console()
                .audit()
                .list(AuditLog.Query.NEWEST.target("job:" + first))
                .get(0);
        assertThat(entry.act().action()).isEqualTo("job.amend");
        assertThat(entry.act().after()).isEqualTo("\"Move to queue slow\"");
    }

    @Test
    void operations_are_listed_page_by_page() {
        var store = web.rota.store().console().operations();
        for (int number = 1; number <= 51; number++) {
            store.create(new NewOperation("retry", null, "tag:t-" + number, null, "ana", null, null));
        }
        HttpResponse<String> first = web.get("/api/v1/operations?limit=50");
        String next = Json.tree(first.body()).path("page").path("next").asString();
        assertThat(first.headers().firstValue("Link"))
                .hasValue("</rota/api/v1/operations?limit=50&cursor=" + next + ">; rel=\"next\"");
        JsonNode last = web.json("/operations?limit=50&cursor=" + next);
        assertThat(last.path("items").size()).isEqualTo(1);
        assertThat(last.path("items").get(0).path("query").asString()).isEqualTo("tag:t-1");
        assertThat(last.path("page").path("next").isNull()).isTrue();
        assertThat(web.get("/api/v1/operations?cursor=x").body()).contains("cursor-mismatch");
        assertThat(web.get("/operations").body()).contains("Older →").doesNotContain("tag:t-1<");
        assertThat(web.get("/operations?cursor=" + next).body()).contains("← Newest", "tag:t-1<");
    }

    @Test
    void what_is_done_to_a_job_is_written_down() {
        long id = web.rota.enqueue(SWEEP);
        web.post("/api/v1/jobs/" + id + "/cancel", "{\"reason\": \"not today\"}");
        var entry = web.rota
                .store()
                .console()
                .audit()
                .list(AuditLog.Query.NEWEST.target("job:" + id))
                .get(0);
        assertThat(entry.act().action()).isEqualTo("job.cancel");
        assertThat(entry.act().reason()).isEqualTo("not today");
        assertThat(entry.act().via()).isEqualTo(AuditLog.Via.API);
    }
}
