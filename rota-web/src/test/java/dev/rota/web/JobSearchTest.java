package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The query language at work: by REST and on the page. */
final class JobSearchTest {
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

    private List<Long> ids(String query) {
        List<Long> ids = new ArrayList<>();
        page(query).path("items").forEach(job -> ids.add(job.path("id").asLong()));
        return ids;
    }

    private JsonNode page(String query) {
        HttpResponse<String> answer = web.get("/api/v1/jobs?q=" + Urls.encoded(query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    @Test
    void each_key_finds_its_jobs() {
        long sent = web.rota
                .job(SEND, new Invoice(7, "m"))
                .tag("tenant:acme")
                .priority(-3)
                .unique("seven")
                .trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .enqueue();
        long failed = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.advance(Duration.ofSeconds(10));
        long swept = web.rota.enqueue(SWEEP);
        assertThat(ids("state:failed,queued")).containsExactly(swept, failed);
        assertThat(ids("-state:failed,queued")).containsExactly(sent);
        assertThat(ids("type:invoice.* queue:mail")).containsExactly(failed, sent);
        assertThat(ids("queue:mail,default")).containsExactly(swept, failed, sent);
        assertThat(ids("tag:tenant:acme")).containsExactly(sent);
        assertThat(ids("id:" + sent + "," + swept + " queue:mail")).containsExactly(sent);
        assertThat(ids("unique:seven trace:4bf92f3577b34da6a3ce929d0e0e4736")).containsExactly(sent);
        assertThat(ids("priority:<0")).containsExactly(sent);
        assertThat(ids("attempt:>1")).containsExactly(failed);
        assertThat(ids("error:\"SCRIPT\"")).containsExactly(failed);
        assertThat(ids("-error:nothing queue:mail")).containsExactly(failed, sent);
        assertThat(ids("args.number:7")).containsExactly(sent);
        assertThat(ids("-args.number:7,-1")).containsExactly(swept);
    }

    @Test
    void times_and_durations_are_compared() {
        long early = web.rota.enqueue(SWEEP);
        web.test.clock().advance(Duration.ofMinutes(30));
        web.test.runDue();
        web.test.clock().advance(Duration.ofHours(2));
        long late = web.rota.enqueue(SWEEP);
        assertThat(ids("since:1h")).containsExactly(late);
        assertThat(ids("until:1h queue:default")).containsExactly(early);
        assertThat(ids("since:2026-11-20T12:00:00Z until:2026-11-20T12:00:01Z")).containsExactly(early);
        assertThat(ids("wait:>10m")).containsExactly(early);
        assertThat(ids("ran:<1h")).containsExactly(early);
    }

    @Test
    void a_word_is_an_id_a_unique_key_a_tag_or_the_beginning_of_a_type() {
        long unique = web.rota.job(SWEEP).unique("welcome").enqueue();
        long tagged = web.rota.job(SEND, new Invoice(1, "m")).tag("welcome").enqueue();
        assertThat(ids("welcome")).containsExactly(tagged, unique);
        assertThat(ids(String.valueOf(unique))).containsExactly(unique);
        assertThat(ids("invoice")).containsExactly(tagged);
        assertThat(ids("-welcome queue:mail")).isEmpty();
    }

    @Test
    void what_is_secret_cannot_be_guessed_by_searching() {
        web.rota.enqueue(SEND, new Invoice(1, "a@example.com"));
        assertThat(ids("args.mail:a@example.com")).isEmpty();
        assertThat(ids("args.mail:a@*")).isEmpty();
    }

    @Test
    void a_wrong_guess_at_a_secret_is_answered_as_a_right_one() {
        web.rota.enqueue(SEND, new Invoice(1, "a@example.com"));
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 4_100).mapToObj(number -> new Invoice(number, "m")));
        for (String path : List.of("args.mail", "args.password", "args.mail.0")) {
            JsonNode right = page(path + ":m");
            JsonNode wrong = page(path + ":n");
            assertThat(right.path("items")).isEmpty();
            assertThat(right.path("page").path("searchedBackTo").asString()).isEqualTo("2026-11-20T12:00:00Z");
            assertThat(right.path("page").path("searchedBackTo"))
                    .isEqualTo(wrong.path("page").path("searchedBackTo"));
        }
    }

    @Test
    void what_the_store_looks_for_is_found_beyond_what_could_be_read_here() {
        long wanted = web.rota
                .job(SEND, new Invoice(999, "m"))
                .unique("nine")
                .trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .enqueue();
        long failed = web.rota.enqueue(SEND, new Invoice(-1, "m"));
        web.test.runDue();
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 4_100).mapToObj(number -> new Invoice(number % 900, "m")));
        assertThat(ids("args.number:999")).containsExactly(wanted);
        assertThat(ids("unique:nine")).containsExactly(wanted);
        assertThat(ids("nine")).containsExactly(wanted);
        assertThat(ids("trace:4bf92f3577b34da6a3ce929d0e0e4736")).containsExactly(wanted);
        assertThat(ids("trace:00f067aa0ba902b7")).isEmpty();
        assertThat(ids("error:\"Script\"")).containsExactly(failed);
        assertThat(page("args.number:1000").path("page").path("truncated").asBoolean())
                .isFalse();
    }

    @Test
    void what_no_index_serves_is_held_to_the_last_day_and_says_so() {
        web.rota.enqueue(SEND, new Invoice(1, "m"));
        web.test.clock().advance(Duration.ofHours(25));
        assertThat(ids("args.number:1")).isEmpty();
        assertThat(ids("args.number:1 queue:mail")).hasSize(1);
        assertThat(web.get("/jobs?q=args.number:1").body()).contains("since:1d", "Look in the last 7 days");
    }

    @Test
    void a_search_that_stops_says_how_far_it_came_and_goes_on_from_there() {
        long wanted = web.rota.enqueue(SEND, new Invoice(999, "m"));
        web.test.clock().advance(Duration.ofMinutes(1));
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 4_100).mapToObj(number -> new Invoice(number % 900, "m")));
        JsonNode first = page("args.number:999*");
        assertThat(first.path("items").size()).isZero();
        assertThat(first.path("page").path("truncated").asBoolean()).isTrue();
        assertThat(first.path("page").path("searchedBackTo").asString()).isEqualTo("2026-11-20T12:01:00Z");
        String next = first.path("page").path("next").asString();
        JsonNode second = web.json("/jobs?q=args.number:999*&cursor=" + next);
        assertThat(second.path("items").get(0).path("id").asLong()).isEqualTo(wanted);
        assertThat(second.path("page").path("searchedBackTo").isNull()).isTrue();
        assertThat(web.get("/jobs?q=args.number:999*").body())
                .contains("looked back to", "20 Nov 2026 12:01:00 UTC", "Look further");
    }

    @Test
    void pages_of_several_parts_join_without_gap_or_double() {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 5).mapToObj(number -> new Invoice(number, "m")));
        web.rota.enqueueAll(SWEEP, java.util.stream.Stream.of(null, null));
        List<Long> seen = new ArrayList<>();
        String path = "/jobs?q=queue:mail,default&limit=2";
        JsonNode page = web.json(path);
        while (!page.path("page").path("next").isNull()) {
            page.path("items").forEach(job -> seen.add(job.path("id").asLong()));
            page = web.json(path + "&cursor=" + page.path("page").path("next").asString());
        }
        page.path("items").forEach(job -> seen.add(job.path("id").asLong()));
        assertThat(seen).hasSize(7).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void counts_what_matches_up_to_a_thousand() {
        web.rota.enqueueAll(SEND, LongStream.rangeClosed(1, 1_001).mapToObj(number -> new Invoice(number, "m")));
        JsonNode many = web.json("/jobs?q=queue:mail&limit=1&count=capped");
        assertThat(many.path("page").path("matched").toString()).isEqualTo("{\"value\":1000,\"relation\":\"gte\"}");
        JsonNode few = web.json("/jobs?q=queue:mail+args.number:5,6&count=capped");
        assertThat(few.path("page").path("matched").toString()).isEqualTo("{\"value\":2,\"relation\":\"eq\"}");
        assertThat(web.json("/jobs?q=queue:mail").path("page").path("matched").isNull())
                .isTrue();
        HttpResponse<String> linked = web.get("/api/v1/jobs?limit=1&queue=mail");
        assertThat(linked.headers().firstValue("Link").orElse("")).matches("</rota/api/v1/jobs\\?.*>; rel=\"next\"");
    }

    @Test
    void a_query_that_cannot_be_read_is_explained() {
        HttpResponse<String> api = web.get("/api/v1/jobs?q=kueue:mail");
        assertThat(api.statusCode()).isEqualTo(400);
        assertThat(Json.tree(api.body()).path("code").asString()).isEqualTo("query-invalid");
        assertThat(Json.tree(api.body()).path("detail").asString()).startsWith("At character 1: expected one of state");
        HttpResponse<String> page = web.get("/jobs?q=kueue:mail");
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("At character 1", "How to ask", "value=\"kueue:mail\"");
        assertThat(web.get("/api/v1/jobs?q=parent:1+queue:mail").body()).contains("query-unsupported");
    }

    @Test
    void without_a_query_the_page_shows_what_is_going_on() {
        long old = web.rota.enqueue(SWEEP);
        web.test.runDue();
        web.test.clock().advance(Duration.ofMinutes(61));
        long recent = web.rota.enqueue(SWEEP);
        web.test.runDue();
        long waiting = web.rota.job(SWEEP).in(Duration.ofDays(30)).enqueue();
        String page = web.get("/jobs").body();
        assertThat(page)
                .contains("data-job=\"" + recent + "\"", "data-job=\"" + waiting + "\"")
                .contains("active, or ended in the last hour")
                .doesNotContain("data-job=\"" + old + "\"");
    }

    @Test
    void what_there_is_is_suggested() {
        web.rota.job(SWEEP).tag("tenant acme").enqueue();
        assertThat(web.get("/jobs").body())
                .contains("<option value=\"state:retrying\">", "<option value=\"queue:default\">")
                .contains("<option value=\"type:invoice.send\">", "<option value=\"attempt:>1\">")
                .contains("<option value=\"tag:&#34;tenant acme&#34;\">");
    }

    @Test
    void a_condition_is_taken_away_by_its_chip() {
        web.rota.enqueue(SWEEP);
        assertThat(web.get("/jobs?q=queue:default+state:queued").body())
                .contains("href=\"./jobs?q=state%3Aqueued\" aria-label=\"Without queue:default\"")
                .contains("href=\"./jobs?q=queue%3Adefault\" aria-label=\"Without state:queued\"")
                .contains("href=\"./jobs?q=state%3Afailed%20queue%3Adefault\"");
    }
}
