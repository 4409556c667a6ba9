package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.Secret;
import dev.rota.web.RunningWeb.Invoice;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A job is enqueued once more, changed, and what is hidden in it stays what it is. */
final class CloneTest {
    private static final String HIDDEN = Urls.encoded(Redactor.BLANK);

    record Line(String text, String password) {}

    enum Colour {
        RED,
        BLUE
    }

    record Order(
            @Secret Integer pin,
            @Secret Colour colour,
            @Secret List<Integer> codes,
            List<Line> lines) {}

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

    private String page(long id) {
        HttpResponse<String> answer = web.get("/jobs/" + id + "/clone");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> send(long id, String fields) {
        return web.form("/jobs/" + id + "/clone", "csrf=" + web.csrf("/jobs/" + id) + "&queue=other&" + fields);
    }

    /** The arguments of the clone, with nothing hidden. */
    private String cloned(HttpResponse<String> made) {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String id = made.headers().firstValue("Location").orElseThrow().replaceAll("\\D+", "");
        return web.get("/api/v1/jobs/" + id + "/args?reveal=true").body();
    }

    @Test
    void a_job_is_cloned_changed_and_keeps_what_was_hidden() {
        long id = web.rota
                .job(SEND, new Invoice(1, "private@example.com"))
                .tag("a")
                .unique("u")
                .enqueue();
        assertThat(page(id)).contains("•••").doesNotContain("private@");
        HttpResponse<String> made = send(
                id, "args=" + Urls.encoded("{\"number\": 8, \"mail\": \"•••\"}") + "&priority=-2&tags=b,c&delay=PT1H");
        assertThat(cloned(made)).isEqualTo("{\"number\":8,\"mail\":\"private@example.com\"}");
        JsonNode clone = web.json("/jobs?q=queue:other").path("items").get(0);
        assertThat(clone.path("tags").toString()).isEqualTo("[\"b\",\"c\"]");
        assertThat(clone.path("priority").asInt()).isEqualTo(-2);
        assertThat(clone.path("state").asString()).isEqualTo("scheduled");
        assertThat(clone.path("enqueuedBy").asString()).contains("a clone of job " + id);
    }

    @Test
    void the_page_of_a_job_leads_to_the_clones_made_of_it() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "m"));
        assertThat(web.get("/jobs/" + id).body()).doesNotContain("Cloned");
        long byPage = Long.parseLong(send(id, "argsOf=invoice.send&arg.number=9&reason=again")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceAll("\\D+", ""));
        long byRest = Json.tree(web.post("/api/v1/jobs/" + id + "/clone", "").body())
                .path("id")
                .asLong();
        assertThat(web.get("/jobs/" + id).body())
                .contains("Cloned", "as <a href=\"../jobs/" + byPage + "\">job " + byPage + "</a> by ")
                .contains("as <a href=\"../jobs/" + byRest + "\">job " + byRest + "</a> by ");
        assertThat(web.get("/jobs/" + byPage).body()).contains("job " + id).doesNotContain("Cloned");
        web.test.runDue();
        web.test.advance(Duration.ofMinutes(1));
        web.post("/api/v1/jobs/" + id + "/clone", "");
        String page = web.get("/jobs/" + id).body();
        String timeline = page.substring(page.indexOf("<ol class=\"timeline\">"), page.indexOf("</ol>"));
        assertThat(Pattern.compile("Enqueued|Succeeded|Cloned")
                        .matcher(timeline)
                        .results())
                .as("an attempt, what came of it after two clones, and a clone of what had ended")
                .extracting(MatchResult::group)
                .containsExactly("Enqueued", "Succeeded", "Cloned", "Cloned", "Succeeded", "Cloned");
    }

    @Test
    void arguments_are_written_in_the_fields_of_their_type() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "private@example.com"));
        assertThat(page(id))
                .contains("name=\"arg.number\" value=\"1\"", "name=\"arg.mail\" value=\"•••\"", "Arguments as JSON")
                .doesNotContain("private@", "name=\"args\"");
        assertThat(cloned(send(id, "argsOf=invoice.send&arg.number=9&arg.mail=" + HIDDEN)))
                .isEqualTo("{\"number\":9,\"mail\":\"private@example.com\"}");
        assertThat(cloned(send(id, "argsOf=invoice.send&arg.number=9&arg.mail=b%40example.com")))
                .isEqualTo("{\"number\":9,\"mail\":\"b@example.com\"}");
        assertThat(cloned(send(id, "argsOf=invoice.send&arg.number=9"))).isEqualTo("{\"number\":9,\"mail\":null}");
        HttpResponse<String> wrong = send(id, "argsOf=invoice.send&arg.number=nine&tags=kept&arg.mail=" + HIDDEN);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("Argument number is nine, expected a number", "value=\"nine\"", "value=\"kept\"")
                .contains("name=\"arg.mail\" value=\"•••\"");
    }

    @Test
    void arguments_are_written_as_json_where_one_wants_that_or_fields_could_not_hold_them() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "private@example.com"));
        String asJson = send(id, "argsOf=invoice.send&arg.number=9&do=json&tags=kept&arg.mail=" + HIDDEN)
                .body();
        assertThat(asJson)
                .contains("name=\"argsAs\" value=\"json\"", "\"number\" : 9", "\"mail\" : \"•••\"", "value=\"kept\"")
                .contains("Arguments as fields")
                .doesNotContain("arg.number", "private@");
        String args = "argsAs=json&args=" + Urls.encoded("{\"number\": 4, \"mail\": \"•••\"}");
        assertThat(send(id, args + "&do=fields").body())
                .contains("name=\"arg.number\" value=\"4\"", "name=\"arg.mail\" value=\"•••\"");
        assertThat(cloned(send(id, args))).isEqualTo("{\"number\":4,\"mail\":\"private@example.com\"}");
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(2);
        long none = web.rota.enqueue(SWEEP);
        assertThat(page(none)).contains("It takes none").doesNotContain("Arguments as JSON");
        assertThat(send(none, "argsOf=loans.sweep").statusCode()).isEqualTo(303);
    }

    @Test
    void a_clone_that_does_not_fit_is_mended_in_the_form() {
        long id = web.rota.enqueue(SEND, new Invoice(1, "m"));
        HttpResponse<String> bad = send(id, "args=" + Urls.encoded("{\"nr\": 8}"));
        assertThat(bad.statusCode()).isEqualTo(422);
        assertThat(bad.body()).contains("role=\"alert\"", "{\"nr\": 8}</textarea>");
        HttpResponse<String> made = web.post("/api/v1/jobs/" + id + "/clone", "");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(web.rota.jobs().counts().get(JobState.QUEUED)).isEqualTo(2);
    }

    @Test
    void a_mask_never_becomes_a_value() {
        String body = "{\"type\": \"invoice.send\", \"args\": {\"number\": 1}}";
        long id = Json.tree(web.post("/api/v1/jobs", body).body()).path("id").asLong();
        assertThat(cloned(send(id, "argsOf=invoice.send&arg.number=9&arg.mail=" + HIDDEN)))
                .isEqualTo("{\"number\":9,\"mail\":null}");
        assertThat(web.post("/api/v1/jobs/" + id + "/clone", "{\"args\": {\"other\": \"•••\"}}")
                        .body())
                .contains("stands at args/other, where nothing was hidden");
    }

    @Test
    void what_is_hidden_is_put_back_whatever_it_is() {
        ArgsType type = ArgsType.of(web.rota, JobType.of("order.take", Order.class));
        JsonNode was = Json.tree(
                "{\"pin\":1234,\"colour\":\"RED\",\"codes\":[1,2],\"lines\":[{\"text\":\"a\",\"password\":\"p\"}]}");
        JsonNode shown = Json.tree("{\"pin\":\"•••\",\"colour\":\"•••\",\"codes\":\"•••\","
                + "\"lines\":[{\"text\":\"b\",\"password\":\"•••\"}]}");
        Optional<ArgsForm> form = ArgsForm.of(type, shown);
        assertThat(form).isPresent();
        JsonNode read = ArgsForm.read(
                type,
                input -> form.get().fields().stream()
                        .filter(field -> field.input().equals(input))
                        .findFirst()
                        .orElseThrow()
                        .value());
        assertThat(new Redactor(web.rota).restored(read, was).toString())
                .isEqualTo("{\"pin\":1234,\"colour\":\"RED\",\"codes\":[1,2],"
                        + "\"lines\":[{\"text\":\"b\",\"password\":\"p\"}]}");
    }

    @Test
    void of_a_list_that_lost_a_part_nobody_gets_the_secret_of_another() {
        JsonNode was = Json.tree("{\"lines\":[{\"password\":\"p\"},{\"password\":\"q\"}]}");
        JsonNode edited = Json.tree("{\"lines\":[{\"password\":\"•••\"}]}");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> new Redactor(web.rota).restored(edited, was))
                .withMessage(
                        "••• stands at args/lines/0/password, where nothing was hidden: expected the value itself");
    }
}
