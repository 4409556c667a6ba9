package dev.rota.web;

import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.jackson.JacksonCodec;
import dev.rota.schedule.Schedule;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is configured, flags, and types. */
final class SettingsTest {
    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.open(directory, settings -> settings.environment("stage"));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private void defineFlag() {
        web.rota
                .schedules()
                .put(Schedule.cron("alerts", "0 13 * * *", ZoneId.of("UTC"))
                        .flag("ENABLE_ALERTS")
                        .runs(SWEEP));
    }

    @Test
    void the_page_shows_what_is_in_force_and_where_it_comes_from() {
        String page = web.get("/settings").body();
        assertThat(page)
                .contains(
                        "rota.worker.slots</code></th><td data-label=\"Value\">20</td><td data-label=\"From\">default")
                .contains(
                        "rota.web.environment</code></th><td data-label=\"Value\">stage</td><td data-label=\"From\">set")
                .contains("Who did what</th><td data-label=\"For\">400 d")
                .contains("api[-_]?key")
                .contains("There are no flags")
                .contains("Apache-2.0")
                .containsPattern("<p>Rota \\d+\\.\\d+\\.\\d+")
                .contains("SQLite");
        JsonNode settings = web.json("/settings");
        assertThat(settings.path("items").get(0).toString())
                .isEqualTo("{\"name\":\"rota.application\",\"value\":\"default\",\"source\":\"default\"}");
        assertThat(settings.path("tables").asInt()).isPositive();
    }

    @Test
    void a_setting_tells_where_it_was_set_where_that_is_known() {
        close();
        web = RunningWeb.open(
                directory, settings -> settings.origins(name -> name.equals("rota.worker.slots") ? "env" : null));
        assertThat(web.get("/settings").body())
                .contains("rota.worker.slots</code></th><td data-label=\"Value\">20</td><td data-label=\"From\">env")
                .contains(
                        "rota.worker.poll</code></th><td data-label=\"Value\">1 s</td><td data-label=\"From\">default");
    }

    @Test
    void saved_views_are_there_to_be_opened() {
        assertThat(web.get("/settings").body()).doesNotContain("Saved views");
        String form = "csrf=" + web.csrf("/jobs") + "&back=state%3Dfailed&name=broken&shared=1";
        assertThat(web.form("/views", form).statusCode()).isEqualTo(303);
        assertThat(web.get("/settings").body()).contains("<a href=\"./jobs?state=failed\">broken</a>", "shared");
    }

    private HttpResponse<String> chosen(String fields) {
        return web.form("/look", "csrf=" + web.csrf("/settings") + "&" + fields);
    }

    private String as(String cookie, String path) {
        return web.send(web.request(path).header("Cookie", cookie)).body();
    }

    @Test
    void a_reader_chooses_how_close_rows_stand_and_how_many_jobs_a_page_has() {
        for (int number = 1; number <= 30; number++) {
            web.rota.enqueue(SWEEP);
        }
        assertThat(chosen("density=compact").headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("rota-density=compact; Path=/;"));
        assertThat(chosen("rows=25").headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("rota-rows=25; Path=/;"));
        assertThat(chosen("rows=7").headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("rota-rows=50;"));

        assertThat(as("rota-density=compact", "/settings")).contains("data-density=\"compact\"");
        assertThat(as("rota-density=odd", "/settings")).contains("data-density=\"comfortable\"");
        String first = as("rota-rows=25", "/jobs");
        assertThat(first).contains("limit=25&amp;cursor=").contains(">25</option>");
        String older = first.replaceFirst("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(as("rota-rows=25", "/" + older.replaceFirst("^[./]*", ""))).contains("rel=\"prev\"");
        assertThat(as("rota-rows=25", "/jobs?limit=100")).doesNotContain("cursor=");
        assertThat(as("rota-rows=25", "/jobs?limit=50")).doesNotContain("cursor=");
    }

    @Test
    void the_environment_has_a_colour_of_its_own() {
        assertThat(web.get("/settings").body()).contains("class=\"rail attention\"", ">stage</span>");
        close();
        web = RunningWeb.open(directory, settings -> settings.environment("Production EU"));
        assertThat(web.get("/settings").body()).contains("class=\"rail bad\"");
        close();
        web = RunningWeb.open(directory);
        assertThat(web.get("/settings").body()).contains("class=\"rail \"");
    }

    @Test
    void a_flag_is_turned_off_and_goes_back_to_what_the_code_says() {
        defineFlag();
        assertThat(web.get("/settings").body())
                .contains("ENABLE_ALERTS", "alerts</a>", "Turn off", "as the code says")
                .contains("id=\"flag-ENABLE_ALERTS\" tabindex=\"-1\"");
        String form = "csrf=" + web.csrf("/settings");
        assertThat(web.form("/flags/ENABLE_ALERTS", form + "&on=off").headers().firstValue("Location"))
                .hasValueSatisfying(to ->
                        assertThat(to).startsWith("../settings?did=flag&undo=").endsWith("#flag-ENABLE_ALERTS"));
        assertThat(web.get("/settings").body()).contains("Turn on", "the code says on", "loopback");
        assertThat(web.get("/schedules").body()).contains("Off by flag");
        web.form("/flags/ENABLE_ALERTS", form + "&on=code");
        assertThat(web.json("/flags/ENABLE_ALERTS").path("override").isNull()).isTrue();
        assertThat(web.form("/flags/ENABLE_ALERTS", form + "&on=maybe").statusCode())
                .isEqualTo(400);
        assertThat(web.form("/flags/NONE", form + "&on=off").statusCode()).isEqualTo(404);
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.target("flag:ENABLE_ALERTS")))
                .extracting(entry -> entry.act().action() + " " + entry.act().before() + " "
                        + entry.act().after())
                .containsExactly("flag.revert false true", "flag.set true false");
    }

    private HttpResponse<String> flag(String method, String body, Map<String, String> headers) {
        HttpRequest.Builder request = web.request("/api/v1/flags/ENABLE_ALERTS")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return web.send(request);
    }

    @Test
    void a_flag_that_somebody_else_has_changed_is_not_written_over() {
        defineFlag();
        HttpResponse<String> read = flag("GET", "", Map.of());
        String tag = read.headers().firstValue("ETag").orElse("");
        assertThat(tag).startsWith("\"");
        assertThat(flag("GET", "", Map.of("If-None-Match", tag)).statusCode()).isEqualTo(304);
        HttpResponse<String> set = flag("PUT", "{\"on\": false, \"reason\": \"too many\"}", Map.of("If-Match", tag));
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(Json.tree(set.body()).path("on").asBoolean()).isFalse();
        assertThat(Json.tree(set.body()).path("schedules").toString()).isEqualTo("[\"alerts\"]");
        HttpResponse<String> late = flag("DELETE", "", Map.of("If-Match", tag));
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(flag("PUT", "{}", Map.of()).statusCode()).isEqualTo(422);
        assertThat(Json.tree(flag("DELETE", "", Map.of()).body()).path("on").asBoolean())
                .isTrue();
    }

    @Test
    void types_are_told_with_policy_and_shape_of_arguments() {
        defineFlag();
        JsonNode sweep = null;
        for (JsonNode type : web.json("/types").path("items")) {
            sweep = type.path("name").asString().equals("loans.sweep") ? type : sweep;
        }
        assertThat(sweep).isNotNull();
        JsonNode send = web.json("/types/invoice.send");
        assertThat(send.path("type").path("handled").asBoolean()).isTrue();
        assertThat(send.path("type").path("policy").path("queue").asString()).isEqualTo("mail");
        assertThat(send.path("argsSchema").toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"integer\"},"
                        + "\"mail\":{\"type\":\"string\",\"writeOnly\":true}}}");
        assertThat(web.get("/api/v1/types/no.such").statusCode()).isEqualTo(404);
    }

    enum Colour {
        RED
    }

    record Inner(java.time.Instant at, Colour colour) {}

    record Outer(List<Inner> inner, Map<String, Double> numbers, int[] ids, Object open, Boolean yes) {}

    @Test
    void a_schema_tells_what_it_knows_and_leaves_the_rest_open() {
        assertThat(Json.tree(new String(
                        Json.write(ArgsSchema.of(new JacksonCodec(), Outer.class)),
                        java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Json.tree("""
                        {"type": "object", "properties": {
                          "inner": {"type": "array", "items": {"type": "object", "properties": {
                            "at": {"type": "string", "format": "date-time"},
                            "colour": {"type": "string", "enum": ["RED"]}}}},
                          "numbers": {"type": "object", "additionalProperties": {"type": "number"}},
                          "ids": {"type": "array", "items": {"type": "integer"}},
                          "open": {},
                          "yes": {"type": "boolean"}}}"""));
        assertThat(ArgsSchema.of(new JacksonCodec(), Void.class)).isEqualTo(Map.of("type", "null"));
    }
}
