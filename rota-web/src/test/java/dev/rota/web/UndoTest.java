package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.QueueStore.Queue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done with one click is taken back with one. */
final class UndoTest {
    private static final Pattern FORM =
            Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">(.*)<button class=\"button\">Undo</button>");
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory, settings -> settings);
        web.rota
                .schedules()
                .put(Schedule.cron("sweep.all", "0 13 * * *", ZoneId.of("UTC"))
                        .flag("ENABLE_SWEEP")
                        .runs(SWEEP));
        web.rota.enqueue(SWEEP);
    }

    @AfterEach
    void close() {
        web.close();
    }

    /** Sends the form of a page, and answers with the address of the page that follows. */
    private String send(String page, String path, String fields) {
        var answer = web.form(path, "csrf=" + web.csrf(page) + fields);
        assertThat(answer.statusCode()).as(path).isEqualTo(303);
        return URI.create(path)
                .resolve(answer.headers().firstValue("Location").orElseThrow())
                .toString();
    }

    /** Presses Undo on a page, and answers with the page that follows. */
    private String undo(String page) {
        Matcher form = FORM.matcher(web.get(page).body());
        assertThat(form.find()).as("Undo on " + page).isTrue();
        StringBuilder fields = new StringBuilder();
        Matcher field = FIELD.matcher(form.group(2));
        while (field.find()) {
            fields.append('&')
                    .append(field.group(1))
                    .append('=')
                    .append(Urls.encoded(field.group(2).replace("&amp;", "&")));
        }
        return send(page, URI.create(page).resolve(form.group(1)).normalize().toString(), fields.toString());
    }

    private StoredSchedule schedule() {
        return web.rota.schedules().find("sweep.all").orElseThrow();
    }

    private Queue queue() {
        return web.rota.store().queues().list().stream()
                .filter(queue -> queue.name().equals("default"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_schedule_that_was_paused_goes_on_and_its_pause_comes_back_as_it_was() {
        String page = "/schedules/sweep.all";
        String paused = send(page, page + "/pause", "&reason=Holidays%3F+yes%26no&until=2035-12-24T18%3A00");
        StoredSchedule.Pause pause = schedule().pause();
        String resumed = undo(paused);
        assertThat(schedule().pause()).isNull();
        undo(resumed);
        StoredSchedule.Pause again = schedule().pause();
        assertThat(again).isNotNull();
        assertThat(again == null ? null : again.reason())
                .isEqualTo("Holidays? yes&no")
                .isEqualTo(pause == null ? null : pause.reason());
        assertThat(again == null ? null : again.until()).isEqualTo(Instant.parse("2035-12-24T18:00:00Z"));
    }

    @Test
    void a_queue_that_was_resumed_is_paused_as_it_was() {
        String paused = send("/queues", "/queues/default/pause", "&reason=Too+much");
        String resumed = undo(paused);
        assertThat(queue().isPaused(web.rota.store().now())).isFalse();
        undo(resumed);
        assertThat(queue().pauseReason()).isEqualTo("Too much");
    }

    @Test
    void a_flag_goes_back_to_what_it_was_before() {
        String off = send("/settings", "/flags/ENABLE_SWEEP", "&on=off");
        String code = undo(off);
        assertThat(web.rota.schedules().flags().get(0).override()).isNull();
        undo(code);
        assertThat(web.rota.schedules().flags().get(0).override()).isFalse();
    }

    @Test
    void a_worker_that_was_drained_claims_again() {
        web.rota.start();
        long id = web.rota.store().workers().list().get(0).id();
        undo(send("/workers/" + id, "/workers/" + id + "/drain", ""));
        assertThat(web.json("/audit?action=worker.").path("items").toString()).contains("worker.resume");
    }

    @Test
    void the_job_of_a_schedule_that_was_run_is_one_click_away() {
        String page = "/schedules/sweep.all";
        String ran = send(page, page + "/runs", "");
        String job = ran.substring(ran.lastIndexOf('=') + 1);
        assertThat(web.get(ran).body()).contains("<a href=\"../jobs/" + job + "\">Job " + job + "</a>");
        assertThat(web.rota.jobs().find(Long.parseLong(job))).isPresent();
    }

    @Test
    void a_link_of_somebody_else_offers_nothing() {
        String signed = send("/queues", "/queues/default/pause", "");
        assertThat(web.get(signed).body()).contains(">Undo</button>");
        assertThat(web.get(signed.replace("resume", "purge")).body())
                .contains("Paused.")
                .doesNotContain(">Undo</button>");
        assertThat(web.get("/queues?did=paused&undo=.queues/default/resume").body())
                .doesNotContain(">Undo</button>");
        assertThat(web.get("/queues?did=paused&undo=x").body()).doesNotContain(">Undo</button>");
        assertThat(web.get(signed.replace("did=paused", "did=none-such")).body())
                .doesNotContain(">Undo</button>");
    }

    @Test
    void where_a_reason_is_asked_for_no_click_without_one_is_offered() {
        web.close();
        web = RunningWeb.open(
                directory, settings -> settings.rules(WebSettings.HouseRules.NONE.requireReason(Set.of("resume"))));
        web.rota.enqueue(SWEEP);
        assertThat(web.get(send("/queues", "/queues/default/pause", "&reason=moving"))
                        .body())
                .contains("moving")
                .doesNotContain(">Undo<");
        assertThat(web.get(send("/queues", "/queues/default/resume", "&reason=moved"))
                        .body())
                .contains(">Undo<");
    }
}
