package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog.Query;
import dev.rota.console.Role;
import dev.rota.job.JobState;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many schedules are paused, resumed and run at once. */
final class ScheduleBulkTest {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        for (String name : List.of("a", "b", "c")) {
            web.rota
                    .schedules()
                    .put(Schedule.cron(name, "0 3 * * *", ZoneOffset.UTC)
                            .runs(SWEEP)
                            .tags(name.equals("c") ? "day" : "night"));
        }
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String act(String act, String fields) {
        HttpResponse<String> answer =
                web.form("/schedule-acts/" + act, "csrf=" + web.csrf("/schedules") + "&" + fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElse("");
    }

    private List<String> paused() {
        return web.rota.schedules().list().stream()
                .filter(schedule -> schedule.isPaused(web.rota.store().now()))
                .map(StoredSchedule::name)
                .toList();
    }

    private StoredSchedule.@Nullable Pause pause(String name) {
        return web.rota.schedules().find(name).orElseThrow().pause();
    }

    private List<String> audit() {
        return web.rota.store().console().audit().list(Query.NEWEST.limit(100)).stream()
                .map(entry -> entry.act().action() + " " + entry.act().target() + " "
                        + entry.act().reason())
                .toList();
    }

    @Test
    void those_that_are_selected_are_paused_with_a_reason_and_an_end_each_in_the_audit() {
        assertThat(act("pause", "id=a&id=c&id=gone&reason=move&for=PT1H"))
                .isEqualTo("../schedules?did=schedules-pause&n=2&skipped=0#schedule-a");
        assertThat(web.get("/schedules").body()).contains("id=\"schedule-a\" tabindex=\"-1\"");
        assertThat(paused()).containsExactly("a", "c");
        assertThat(pause("a"))
                .isEqualTo(new StoredSchedule.Pause(
                        "loopback",
                        web.rota.store().now(),
                        "move",
                        web.rota.store().now().plus(Duration.ofHours(1))));
        assertThat(audit())
                .containsExactlyInAnyOrder("schedule.pause schedule:a move", "schedule.pause schedule:c move");
    }

    @Test
    void all_that_match_are_asked_about_and_acted_on() {
        web.rota.schedules().pause("b", "ana", "mine", null);
        assertThat(web.get("/schedule-acts?tag=night").body())
                .contains("2 schedules</strong> with the tag night, 1 of them paused")
                .contains("a, b");
        assertThat(act("pause", "all=1&tag=night&reason=move"))
                .isEqualTo("../schedules?tag=night&did=schedules-pause&n=1&skipped=1");
        assertThat(paused()).containsExactly("a", "b");
        assertThat(pause("b")).extracting(StoredSchedule.Pause::reason).isEqualTo("mine");
        assertThat(web.get("/schedules?tag=night&did=schedules-pause&n=1&skipped=1")
                        .body())
                .contains("1 schedule paused; 1 left alone");
        assertThat(act("resume", "all=1")).isEqualTo("../schedules?did=schedules-resume&n=2&skipped=1");
        assertThat(paused()).isEmpty();
        assertThat(act("run", "all=1&find=c")).isEqualTo("../schedules?find=c&did=schedules-run&n=1&skipped=0");
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(1);
    }

    @Test
    void nothing_is_done_where_nothing_is_selected_or_the_act_is_not_known() {
        assertThat(act("pause", "")).isEqualTo("../schedules?did=none-selected");
        String csrf = "csrf=" + web.csrf("/schedules");
        assertThat(web.form("/schedule-acts/delete", csrf + "&all=1").statusCode())
                .isEqualTo(404);
        assertThat(paused()).isEmpty();
        assertThat(web.get("/schedule-acts?find=none").body()).contains("There is nothing to act on");
    }

    @Test
    void a_viewer_is_shown_no_act_and_may_do_none() throws IOException {
        close();
        web = RunningWeb.open(
                Files.createDirectory(directory.resolve("viewer")), settings -> settings.loopbackRole(Role.VIEWER));
        web.rota.schedules().put(Schedule.cron("a", "0 3 * * *", ZoneOffset.UTC).runs(SWEEP));
        assertThat(web.get("/schedules").body()).doesNotContain("Run now", "Pause");
        assertThat(web.get("/schedule-acts").body()).contains("takes the role operator");
        assertThat(web.form("/schedule-acts/run", "csrf=" + web.csrf("/schedules") + "&all=1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isIn(null, 0L);
    }
}
