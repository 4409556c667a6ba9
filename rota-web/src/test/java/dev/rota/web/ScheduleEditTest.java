package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Schedules made and changed by people on pages. */
final class ScheduleEditTest {
    private static final String NIGHTLY = "/schedules/nightly";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory);
        define("0 3 * * *");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void define(String cron) {
        web.rota
                .schedules()
                .define(List.of(Schedule.cron("nightly", cron, ZoneId.of("Europe/Riga"))
                        .runs(SEND, new Invoice(7, "a@example.com"))));
    }

    private StoredSchedule schedule(String name) {
        return web.rota.schedules().find(name).orElseThrow(() -> new AssertionError("No schedule " + name));
    }

    private String page(String path) {
        HttpResponse<String> answer = web.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> edit(String fields) {
        return web.form(
                NIGHTLY + "/edit",
                "csrf=" + web.csrf(NIGHTLY + "/edit") + "&version="
                        + schedule("nightly").version()
                        + "&type=invoice.send&missed=run_once&overlap=skip&jitter=0s&grace=1m&priority=0&attempts=2"
                        + "&args=%7B%22number%22%3A+8%2C+%22mail%22%3A+%22%E2%80%A2%E2%80%A2%E2%80%A2%22%7D&" + fields);
    }

    private List<AuditLog.Act> acts(String prefix) {
        return web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix(prefix)).stream()
                .map(AuditLog.Entry::act)
                .toList();
    }

    @Test
    void the_form_shows_what_counts_and_what_it_will_do() {
        assertThat(page(NIGHTLY)).contains("href=\"../schedules/nightly/edit\"");
        assertThat(page(NIGHTLY + "/edit"))
                .contains("value=\"0 3 * * *\"", "value=\"Europe/Riga\"", "name=\"arg.number\" value=\"7\"", "•••")
                .contains("Sat 21 Nov 03:00", "Sat 21 Nov 01:00")
                .doesNotContain("a@example.com");
    }

    @Test
    void times_of_the_day_are_written_without_cron() {
        assertThat(page(NIGHTLY + "/edit"))
                .contains("value=\"at-times\" checked", "name=\"times\" value=\"03:00\"")
                .doesNotContain("value=\"1\" checked");
        HttpResponse<String> saved =
                edit("kind=at-times&times=17:30,+9:30&day.FRI=1&day.MON=1&zone=Europe/Riga&do=save");
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(schedule("nightly").effective().trigger().text()).isEqualTo("30 9,17 * * MON,FRI");
        assertThat(page(NIGHTLY + "/edit"))
                .contains("name=\"times\" value=\"09:30, 17:30\"")
                .contains("name=\"day.MON\" value=\"1\" checked", "name=\"cron\" class=\"code\" value=\"30 9,17");
        assertThat(edit("kind=at-times&times=9:00,+9:30&do=preview").body()).contains("share their minute");
        assertThat(edit("kind=at-times&times=25:00&do=preview").body()).contains("is no time of day");
        assertThat(edit("kind=at-times&times=&do=preview").statusCode()).isEqualTo(422);
    }

    @Test
    void expected_run_time_and_pause_windows_are_written_and_previewed() {
        String windows = "&windows=sat+00:00-24:00,+MON-FRI+02:00-04:00&kind=cron&cron=0+3+*+*+*&zone=Europe/Riga";
        assertThat(edit(windows + "&expected=10m&do=preview").body())
                .contains("skipped: pause window SAT 00:00-24:00", "skipped: pause window MON-FRI 02:00-04:00");
        HttpResponse<String> saved = edit(windows + "&expected=10m&do=save");
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(schedule("nightly").effective().policies().expected()).isEqualTo(Duration.ofMinutes(10));
        assertThat(page(NIGHTLY + "/edit"))
                .contains("name=\"windows\" value=\"SAT 00:00-24:00, MON-FRI 02:00-04:00\"")
                .contains("name=\"expected\" value=\"10m\"");
        assertThat(page(NIGHTLY)).contains("<ins>SAT 00:00-24:00, MON-FRI 02:00-04:00</ins>", "<ins>10m</ins>");
        assertThat(edit("kind=cron&cron=0+3+*+*+*&windows=nights&do=preview").body())
                .contains("Pause window \"NIGHTS\" is not valid");
        assertThat(web.json("/schedules/nightly")
                        .path("policies")
                        .path("pauseWindows")
                        .get(1)
                        .asString())
                .isEqualTo("MON-FRI 02:00-04:00");
        String none = "{\"policies\": {\"pauseWindows\": null, \"expected\": null}}";
        web.send(web.request("/api/v1/schedules/nightly")
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", BodyPublishers.ofString(none)));
        assertThat(schedule("nightly").effective().policies().pauseWindows()).isEmpty();
        assertThat(schedule("nightly").effective().policies().expected()).isNull();
    }

    @Test
    void an_interval_is_previewed_from_where_it_is_counted() {
        web.rota.schedules().put(Schedule.every("poll", Duration.ofHours(6)).runs(RunningWeb.SWEEP));
        web.test.advance(Duration.ofHours(4));
        assertThat(page("/schedules/poll/edit"))
                .contains("Fri 20 Nov 18:00", "Sat 21 Nov 00:00")
                .doesNotContain("Fri 20 Nov 22:00");
        String form = "csrf=" + web.csrf("/schedules/poll/edit") + "&version="
                + schedule("poll").version() + "&type=loans.sweep&kind=every&every=8h";
        assertThat(web.form("/schedules/poll/edit", form + "&do=preview").body())
                .contains("Sat 21 Nov 00:00");
        String from = form + "&from=2026-11-20T17:15";
        assertThat(web.form("/schedules/poll/edit", from + "&do=preview").body())
                .contains("Fri 20 Nov 17:15", "Sat 21 Nov 01:15");
        assertThat(web.form("/schedules/poll/edit", from + "&do=save").statusCode())
                .isEqualTo(303);
        assertThat(schedule("poll").nextFireAt()).hasToString("2026-11-20T17:15:00Z");
        assertThat(page("/schedules/poll/edit")).contains("name=\"from\" value=\"2026-11-20T17:15:00Z\"");
    }

    @Test
    void an_interval_made_by_rest_fires_first_after_it_has_passed_or_when_it_is_said() {
        String poll = "{\"name\": \"poll\", \"type\": \"loans.sweep\", \"every\": \"PT1H\"";
        assertThat(web.post("/api/v1/schedules", poll + "}").statusCode()).isEqualTo(201);
        assertThat(schedule("poll").nextFireAt()).hasToString("2026-11-20T13:00:00Z");
        String from = poll.replace("poll", "said") + ", \"from\": \"2026-11-20T12:10:00Z\"}";
        assertThat(web.post("/api/v1/schedules", from).statusCode()).isEqualTo(201);
        assertThat(schedule("said").nextFireAt()).hasToString("2026-11-20T12:10:00Z");
        String wrong = "{\"name\": \"x\", \"type\": \"loans.sweep\", \"cron\": \"@daily\", \"from\": "
                + "\"2026-11-20T12:10:00Z\"}";
        assertThat(web.post("/api/v1/schedules", wrong).body()).contains("It belongs to every");
    }

    @Test
    void a_preview_saves_nothing_and_warns() {
        HttpResponse<String> preview = edit("kind=cron&cron=0+4+*+*+6&zone=Europe/Riga&do=preview");
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body()).contains("only on Saturday", "! ", "value=\"0 4 * * 6\"");
        assertThat(schedule("nightly").override()).isNull();
        HttpResponse<String> wrong = edit("kind=cron&cron=0+25+*+*+6&do=preview");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("role=\"alert\">✕ ").contains("value=\"0 25 * * 6\"");
    }

    private String fields(String of) {
        return "csrf=" + web.csrf(NIGHTLY + "/edit") + "&version="
                + schedule("nightly").version()
                + "&kind=every&every=2h&missed=run_once&overlap=skip&jitter=0s&grace=1m&type=invoice.send&argsOf=" + of;
    }

    @Test
    void arguments_are_written_in_the_fields_of_their_type() {
        String hidden = "&arg.mail=%E2%80%A2%E2%80%A2%E2%80%A2";
        HttpResponse<String> saved =
                web.form(NIGHTLY + "/edit", fields("invoice.send") + "&arg.number=9&do=save" + hidden);
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(schedule("nightly").effective().job().args()).isEqualTo("{\"number\":9,\"mail\":\"a@example.com\"}");
        HttpResponse<String> wrong =
                web.form(NIGHTLY + "/edit", fields("invoice.send") + "&arg.number=nine&do=save" + hidden);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Argument number is nine, expected a number", "value=\"nine\"");
    }

    @Test
    void arguments_are_written_as_json_where_one_wants_that_or_the_type_is_another() {
        String asJson = web.form(NIGHTLY + "/edit", fields("invoice.send") + "&arg.number=9&do=json")
                .body();
        assertThat(asJson)
                .contains("name=\"argsAs\" value=\"json\"", "\"number\" : 9", "Arguments as fields")
                .doesNotContain("arg.number");
        String asFields = web.form(NIGHTLY + "/edit", fields("") + "&argsAs=json&args=%7B%22number%22%3A4%7D&do=fields")
                .body();
        assertThat(asFields).contains("name=\"arg.number\" value=\"4\"", "Arguments as JSON");
        // Fields could not give a member back that the type does not know.
        assertThat(web.form(NIGHTLY + "/edit", fields("") + "&args=%7B%22other%22%3A4%7D&do=preview")
                        .body())
                .contains("name=\"args\"")
                .doesNotContain("arg.number");
        assertThat(web.form(
                                NIGHTLY + "/edit",
                                fields("invoice.send").replace("type=invoice.send", "type=loans.sweep")
                                        + "&arg.number=9")
                        .body())
                .contains("It takes none")
                .doesNotContain("arg.number");
    }

    @Test
    void one_schedule_too_many_at_the_same_instant_is_warned_of() {
        for (int i = 1; i < Crowding.MANY; i++) {
            web.rota
                    .schedules()
                    .put(Schedule.cron("midnight-" + i, "0 0 * * *", ZoneId.of("UTC"))
                            .runs(RunningWeb.SWEEP));
        }
        String crowded = "4 other schedules fire at Sat 21 Nov 00:00 too, such as midnight-1, midnight-2, midnight-3";
        assertThat(edit("kind=cron&cron=0+0+*+*+*&zone=UTC&do=preview").body()).contains(crowded);
        assertThat(edit("kind=cron&cron=1+0+*+*+*&zone=UTC&do=preview").body()).doesNotContain("other schedules");
        JsonNode preview = Json.tree(web.post("/api/v1/schedule-previews", "{\"cron\": \"0 0 * * *\"}")
                .body());
        assertThat(preview.path("warnings").get(0).path("code").asString()).isEqualTo("crowded");
    }

    @Test
    void a_resumed_schedule_may_run_the_last_fire_that_was_skipped() {
        String csrf = "csrf=" + web.csrf(NIGHTLY);
        web.form(NIGHTLY + "/pause", csrf);
        assertThat(page(NIGHTLY)).doesNotContain("Resume and run the last one");
        web.test.advance(Duration.ofDays(2));
        assertThat(page(NIGHTLY)).contains("Resume and run the last one", "is skipped: 2 fires so far");
        assertThat(web.form(NIGHTLY + "/resume", csrf + "&last=1").headers().firstValue("Location"))
                .hasValue("../nightly?did=resumed-ran");
        assertThat(web.json("/jobs?q=schedule:nightly").path("items").size()).isEqualTo(1);
        assertThat(acts("schedule.run")).hasSize(1);
        web.form(NIGHTLY + "/pause", csrf);
        web.test.advance(Duration.ofDays(1));
        assertThat(web.form(NIGHTLY + "/resume", csrf).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).startsWith("../nightly?did=resumed&n=1&undo="));
        assertThat(page(NIGHTLY + "?did=resumed&n=1")).contains("1 fire was skipped meanwhile");
        assertThat(acts("schedule.run")).hasSize(1);
    }

    @Test
    void what_is_saved_overrides_the_code_and_keeps_what_is_hidden() {
        HttpResponse<String> saved =
                edit("kind=every&every=1h30m&reason=too+rare&starts=2026-12-01T08:00&tags=a,+b&do=save");
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(saved.headers().firstValue("Location")).hasValue("../nightly?did=saved");
        StoredSchedule now = schedule("nightly");
        assertThat(now.effective().trigger().describe()).isEqualTo("Every 1 hour and 30 minutes");
        assertThat(now.effective().job().args()).contains("a@example.com").contains("8");
        assertThat(now.effective().job().tags()).containsExactly("a", "b");
        assertThat(now.effective().job().timeout())
                .isEqualTo(now.code() == null ? null : now.code().job().timeout());
        assertThat(now.effective().policies().startsAt()).hasToString("2026-12-01T08:00:00Z");
        assertThat(page(NIGHTLY))
                .contains(">overridden<", "Override", "by loopback", "too rare", "Revert to code")
                .contains("<del>At 03:00, every day (Europe/Riga)</del>", "<ins>Every 1 hour and 30 minutes</ins>")
                .doesNotContain("Conflict", "a@example.com");
        assertThat(acts("schedule.override")).singleElement().satisfies(act -> {
            assertThat(act.target()).isEqualTo("schedule:nightly");
            assertThat(act.reason()).isEqualTo("too rare");
            assertThat(act.before()).contains("0 3 * * *");
            assertThat(act.after()).contains("PT1H30M").doesNotContain("a@example.com");
        });
    }

    @Test
    void a_form_that_was_overtaken_saves_nothing() {
        String csrf = "csrf=" + web.csrf(NIGHTLY + "/edit");
        long old = schedule("nightly").version();
        edit("kind=every&every=2h&do=save");
        HttpResponse<String> late = web.form(
                NIGHTLY + "/edit", csrf + "&version=" + old + "&type=invoice.send&kind=every&every=3h&do=save");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("expected " + old);
        assertThat(schedule("nightly").effective().trigger().describe()).isEqualTo("Every 2 hours");
    }

    @Test
    void an_override_is_reverted_or_kept_when_the_code_has_changed_too() {
        edit("kind=every&every=2h&do=save");
        web.test.advance(Duration.ofMinutes(1));
        define("0 5 * * *");
        assertThat(page(NIGHTLY)).contains("Conflict", "Keep the override", "Take the code");
        assertThat(web.json(NIGHTLY).path("contested").asBoolean()).isTrue();
        web.form(NIGHTLY + "/keep", "csrf=" + web.csrf(NIGHTLY));
        assertThat(page(NIGHTLY)).doesNotContain("Conflict").contains("Revert to code");
        web.form(NIGHTLY + "/revert", "csrf=" + web.csrf(NIGHTLY));
        assertThat(schedule("nightly").override()).isNull();
        assertThat(page(NIGHTLY)).contains("At 05:00").doesNotContain("Revert to code");
        assertThat(acts("schedule.revert")).hasSize(1);
    }

    @Test
    void a_new_schedule_is_made_on_its_page_and_deleted() {
        assertThat(page("/schedules"))
                .contains("href=\"./new-schedule\"", "schedules/nightly/edit", "schedules/nightly/backfills");
        String csrf = "csrf=" + web.csrf("/new-schedule");
        String fields = csrf + "&name=mine&kind=cron&cron=0+12+*+*+MON&zone=UTC&type=loans.sweep&args=%7B%7D";
        assertThat(web.form("/new-schedule", fields + "&do=preview").body()).contains("Mon 23 Nov 12:00");
        assertThat(web.rota.schedules().find("mine")).isEmpty();
        HttpResponse<String> made = web.form("/new-schedule", fields + "&do=save");
        assertThat(made.headers().firstValue("Location")).hasValue("schedules/mine?did=saved");
        assertThat(web.form("/new-schedule", fields + "&do=save").statusCode()).isEqualTo(409);
        assertThat(web.form("/new-schedule", csrf + "&kind=cron&cron=0+12+*+*+MON&do=save")
                        .statusCode())
                .isEqualTo(422);
        assertThat(page("/schedules/mine"))
                .contains("Delete it with its fires", "<dt>Defined by</dt><dd>an operator</dd>")
                .doesNotContain("overridden", "Overridden");
        assertThat(page(NIGHTLY)).doesNotContain("Delete it with its fires");
        web.form("/schedules/mine/delete", csrf);
        assertThat(web.rota.schedules().find("mine")).isEmpty();
        assertThat(acts("schedule.delete"))
                .singleElement()
                .satisfies(act -> assertThat(act.before()).contains("0 12 * * MON"));
    }

    @Test
    void what_the_program_defines_no_more_is_shown_as_orphaned_and_may_be_deleted() {
        web.rota.schedules().define(List.of());
        assertThat(page("/schedules")).contains("Orphaned");
        assertThat(page(NIGHTLY)).contains("Orphaned since", "Delete it with its fires");
        assertThat(web.json(NIGHTLY).path("orphanedAt").asString()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(web.json(NIGHTLY).path("orphaned").asBoolean()).isTrue();
        web.form(NIGHTLY + "/delete", "csrf=" + web.csrf(NIGHTLY));
        assertThat(web.rota.schedules().list()).isEmpty();
    }

    @Test
    void a_pause_ends_on_a_date() {
        web.form(NIGHTLY + "/pause", "csrf=" + web.csrf(NIGHTLY) + "&until=2026-11-24T08:00&reason=move");
        assertThat(page(NIGHTLY)).contains("until 24 Nov 2026 08:00:00 UTC", "move");
        assertThat(acts("schedule.pause"))
                .singleElement()
                .satisfies(act -> assertThat(act.reason()).isEqualTo("move"));
        assertThat(web.form(NIGHTLY + "/pause", "csrf=" + web.csrf(NIGHTLY) + "&until=soon")
                        .statusCode())
                .isEqualTo(422);
    }
}
