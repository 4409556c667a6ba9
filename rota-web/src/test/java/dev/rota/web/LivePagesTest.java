package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many open pages cost little, and what somebody opens or has just done is never old. */
final class LivePagesTest {
    private static final String QUEUE = RunningWeb.SEND.settings().queue();

    @TempDir
    private Path directory;

    @Test
    void few_pages_ask_again_after_two_seconds_and_many_or_dear_ones_later() {
        LivePages pages = new LivePages();
        pages.count(() -> 3);
        assertThat(pages.took(Duration.ofMillis(1).toNanos())).isEqualTo(Duration.ofSeconds(2));
        LivePages many = new LivePages();
        many.count(() -> 200);
        assertThat(many.took(Duration.ofMillis(1).toNanos())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        LivePages dear = new LivePages();
        dear.count(() -> 200);
        assertThat(dear.took(Duration.ofMillis(100).toNanos())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void only_a_page_that_asks_again_is_told_when_to_do_so_next() throws Exception {
        try (RunningWeb web = RunningWeb.open(directory)) {
            assertThat(web.get("/").headers().firstValue(LivePages.PACE)).isEmpty();
            HttpResponse<String> again = web.send(web.request("/").header(LivePages.ASKS, "1"));
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.headers().firstValue(LivePages.PACE)).hasValue("2000");
        }
    }

    @Test
    void what_somebody_did_here_is_on_the_next_page_that_asks_again() throws Exception {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.rota.enqueue(RunningWeb.SEND, new RunningWeb.Invoice(1, "somebody@example.com"));
            String before =
                    web.send(web.request("/").header(LivePages.ASKS, "1")).body();
            assertThat(before).doesNotContain("‖ paused");
            web.post("/api/v1/queues/" + QUEUE + "/pause", "{\"reason\":\"maintenance\"}");
            assertThat(web.send(web.request("/").header(LivePages.ASKS, "1")).body())
                    .contains("‖ paused");
        }
    }

    @Test
    void a_page_that_somebody_opens_is_read_anew() throws Exception {
        try (RunningWeb web = RunningWeb.open(directory)) {
            web.send(web.request("/").header(LivePages.ASKS, "1"));
            web.rota.enqueue(RunningWeb.SEND, new RunningWeb.Invoice(1, "somebody@example.com"));
            web.rota.queues().pause(QUEUE, "test", "by the program", null);
            assertThat(web.get("/").body()).contains("‖ paused");
        }
    }

    @Test
    void what_is_shared_says_nothing_of_who_looks() throws Exception {
        try (RunningWeb web = RunningWeb.closed(directory)) {
            web.rota.enqueue(RunningWeb.SEND, new RunningWeb.Invoice(1, "somebody@example.com"));
            web.send(web.request("/api/v1/queues/" + QUEUE + "/pause")
                    .header("Authorization", "Bearer " + RunningWeb.OPERATOR)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            String admin = again(web, RunningWeb.ADMIN);
            String viewer = again(web, RunningWeb.VIEWER);
            assertThat(admin).contains("anna").contains("Done by people");
            assertThat(viewer).contains("vera").doesNotContain("anna").doesNotContain("Done by people");
        }
    }

    private static String again(RunningWeb web, String token) {
        return web.send(web.request("/").header(LivePages.ASKS, "1").header("Authorization", "Bearer " + token))
                .body();
    }
}
