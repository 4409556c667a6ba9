package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules are listed page by page, however many there are. */
final class ScheduleListTest {
    private static final Pattern ROW = Pattern.compile("<th scope=\"row\"[^>]*><a href=\"[^\"]*/schedules/([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        for (int i = 0; i < 120; i++) {
            web.rota
                    .schedules()
                    .put(Schedule.cron((i % 2 == 0 ? "bill-" : "Mail-") + i, "0 3 * * *", ZoneOffset.UTC)
                            .runs(RunningWeb.SWEEP));
        }
    }

    @AfterEach
    void close() {
        web.close();
    }

    private List<String> all() {
        return web.rota.schedules().list().stream().map(StoredSchedule::name).toList();
    }

    private static List<String> rows(String page) {
        return ROW.matcher(page).results().map(row -> row.group(1)).toList();
    }

    private List<String> walk(String first) {
        List<String> names = new ArrayList<>();
        @Nullable String address = first;
        while (address != null) {
            String page = web.get("/" + address).body();
            assertThat(rows(page)).isNotEmpty().hasSizeLessThanOrEqualTo(50);
            names.addAll(rows(page));
            Matcher next = NEXT.matcher(page);
            address = next.find() ? next.group(1).replace("&amp;", "&") : null;
        }
        return names;
    }

    @Test
    void pages_hold_all_schedules_in_order() {
        assertThat(walk("schedules")).isEqualTo(all());
    }

    @Test
    void what_is_looked_for_is_kept_from_page_to_page() {
        List<String> mails =
                all().stream().filter(name -> name.startsWith("Mail")).toList();
        assertThat(mails).hasSize(60);
        assertThat(walk("schedules?find=mAIL-")).isEqualTo(mails);
        assertThat(web.get("/schedules?find=nothing-like-it").body())
                .contains("No schedule has <strong>nothing-like-it</strong> in its name");
    }

    @Test
    void rest_gives_pages_too() {
        List<String> names = new ArrayList<>();
        @Nullable String more = "";
        while (more != null) {
            JsonNode page = web.json("/schedules?limit=50" + more);
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            JsonNode next = page.path("page").path("next");
            more = next.isNull() ? null : "&cursor=" + next.asString();
        }
        assertThat(names).isEqualTo(all());
        assertThat(web.get("/api/v1/schedules?limit=201").statusCode()).isEqualTo(400);
    }

    @Test
    void a_cursor_is_for_one_list_alone() {
        String next = web.json("/schedules?limit=50").path("page").path("next").asString();
        assertThat(web.get("/api/v1/schedules?find=bill&cursor=" + next).statusCode())
                .isEqualTo(400);
        assertThat(web.get("/schedules?cursor=bm90aGluZw").statusCode()).isEqualTo(400);
    }

    @Test
    void schedules_are_found_by_a_tag_of_their_jobs() {
        for (String name : List.of("Mail-1", "bill-2")) {
            web.rota
                    .schedules()
                    .put(Schedule.cron(name, "0 3 * * *", ZoneOffset.UTC)
                            .runs(RunningWeb.SWEEP)
                            .tags("night & day"));
        }
        assertThat(walk("schedules?tag=night+%26+day")).containsExactly("Mail-1", "bill-2");
        assertThat(walk("schedules?tag=night+%26+day&find=bill")).containsExactly("bill-2");
        assertThat(web.get("/schedules").body()).contains("href=\"schedules?tag=night%20%26%20day\"");
        assertThat(web.get("/schedules?tag=none").body()).contains("the tag <strong>none</strong>");
        assertThat(web.json("/schedules?tag=night+%26+day").path("items").size())
                .isEqualTo(2);
    }

    @Test
    void a_row_tells_the_last_result_and_how_long_it_ran_and_why_it_is_paused() {
        assertThat(web.get("/schedules?find=bill-0").body()).contains("On</span>");
        web.rota.schedules().runNow("bill-0", "ana");
        web.test.runDue();
        web.rota.schedules().pause("bill-0", "ana", "the move", null);
        assertThat(web.get("/schedules?find=bill-0").body())
                .contains("aria-label=\"The last job of bill-0: Succeeded\"")
                .contains(" in 0 ms <span class=\"muted\">·</span> ")
                .contains("by ana: the move");
    }
}
