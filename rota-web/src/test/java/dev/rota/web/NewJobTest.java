package dev.rota.web;

import static dev.rota.web.RunningWeb.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is enqueued from the dashboard, without a script: its type is chosen, then what it takes. */
final class NewJobTest {
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

    private HttpResponse<String> send(String fields) {
        return web.form("/new-job", "csrf=" + web.csrf("/new-job") + "&type=" + SEND.name() + "&" + fields);
    }

    private Job made(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        String id = answer.headers().firstValue("Location").orElseThrow().replaceAll("\\D+", "");
        return web.rota.jobs().find(Long.parseLong(id)).orElseThrow();
    }

    @Test
    void a_type_is_chosen_among_those_that_are_known() {
        assertThat(web.get("/jobs").body()).contains("href=\"new-job\"");
        assertThat(web.get("/new-job").body())
                .contains("<option value=\"invoice.send\">", "<option value=\"loans.sweep\">")
                .doesNotContain("name=\"queue\"");
        assertThat(web.get("/new-job?type=invoice.send").body())
                .contains("name=\"arg.number\"", "name=\"arg.mail\"", "empty for mail", "name=\"argsOf\"")
                .contains("<option value=\"invoice.send\" selected>");
        assertThat(web.get("/new-job?type=none").statusCode()).isEqualTo(422);
    }

    @Test
    void a_job_is_made_as_the_form_says() {
        Job job = made(send("argsOf=invoice.send&arg.number=7&arg.mail=x&queue=other&priority=-3&tags=a,+b&delay=1h30m"
                + "&unique=seven&reason=asked+for"));

        assertThat(job.args()).isEqualTo("{\"number\":7,\"mail\":\"x\"}");
        assertThat(job.queue()).isEqualTo("other");
        assertThat(job.request().priority()).isEqualTo(-3);
        assertThat(job.tags()).containsExactly("a", "b");
        assertThat(job.state()).isEqualTo(JobState.SCHEDULED);
        assertThat(job.times().dueAt()).isEqualTo(web.rota.store().now().plus(Duration.ofMinutes(90)));
        assertThat(job.request().origin().by()).isEqualTo("loopback");
        assertThat(web.json("/audit").at("/items/0/action").asString()).isEqualTo("job.enqueue");
        assertThat(web.json("/audit").at("/items/0/reason").asString()).isEqualTo("asked for");
    }

    @Test
    void what_is_left_empty_is_as_the_type_says() {
        Job job = made(send("args={\"number\":7,\"mail\":\"x\"}&at=2026-12-24T18:00"));

        assertThat(job.queue()).isEqualTo(SEND.settings().queue());
        assertThat(job.times().dueAt()).isEqualTo(Instant.parse("2026-12-24T18:00:00Z"));
    }

    @Test
    void what_is_wrong_is_told_beside_what_was_sent() {
        HttpResponse<String> args = send("argsOf=invoice.send&arg.number=seven&arg.mail=x&tags=kept");
        assertThat(args.statusCode()).isEqualTo(422);
        assertThat(args.body()).contains("Argument number is seven, expected a number", "value=\"seven\"", "kept");
        assertThat(send("args={\"number\":7,\"mail\":\"x\"}&delay=soon").body())
                .contains("is no length of time, expected one such as 90s");
        assertThat(send("args={\"number\":7,\"mail\":\"x\"}&delay=1h&at=2026-12-24T18:00")
                        .statusCode())
                .isEqualTo(422);
        assertThat(send("args={\"number\":7,\"mail\":\"•••\"}").statusCode()).isEqualTo(422);
        assertThat(web.json("/jobs").path("items")).isEmpty();
    }

    @Test
    void a_unique_key_that_is_taken_leads_to_the_job_that_has_it_or_is_refused() {
        String fields = "args={\"number\":7,\"mail\":\"x\"}&unique=seven";
        Job first = made(send(fields));
        HttpResponse<String> second = send(fields);

        assertThat(second.headers().firstValue("Location")).hasValue("jobs/" + first.id() + "?did=there");
        assertThat(send(fields + "&onDuplicate=reject").statusCode()).isEqualTo(409);
        assertThat(web.json("/audit").path("items")).hasSize(1);
    }

    @Test
    void arguments_are_seen_as_fields_and_as_json() {
        assertThat(send("argsOf=invoice.send&arg.number=7&arg.mail=x&do=json").body())
                .contains("name=\"args\"", "\"number\" : 7");
        assertThat(send("args={\"number\":7}&argsAs=json&do=fields").body())
                .contains("name=\"arg.number\" value=\"7\"");
    }

    @Test
    void who_may_only_look_does_not_get_there() {
        close();
        web = RunningWeb.closed(directory);
        String viewer = "Bearer " + RunningWeb.VIEWER;
        assertThat(web.send(web.request("/new-job").header("Authorization", viewer))
                        .statusCode())
                .isEqualTo(403);
        assertThat(web.send(web.request("/jobs").header("Authorization", viewer))
                        .body())
                .doesNotContain("new-job");
    }
}
