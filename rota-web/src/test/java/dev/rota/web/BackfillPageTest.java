package dev.rota.web;

import static dev.rota.web.RunningWeb.ADMIN;
import static dev.rota.web.RunningWeb.OPERATOR;
import static dev.rota.web.RunningWeb.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.AuditLog;
import dev.rota.console.OperationStore.Operation;
import dev.rota.schedule.Schedule;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule is made up for by its page; it is 12:00 on 20 November 2026 in UTC, and 14:00 in Riga. */
final class BackfillPageTest {
    private static final String PAGE = "/schedules/sweep/backfills";

    @TempDir
    private Path directory;

    private RunningWeb web;

    @BeforeEach
    void open() {
        web = RunningWeb.closed(directory);
        web.rota
                .schedules()
                .put(Schedule.cron("sweep", "0 * * * *", ZoneId.of("Europe/Riga"))
                        .runs(SWEEP));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private HttpResponse<String> get(String token, String path) {
        return web.send(web.request(path).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> begin(String token, String fields) {
        return web.send(web.request(PAGE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    @Test
    void times_are_asked_for_and_told_in_the_zone_of_the_schedule() {
        assertThat(get(ADMIN, "/schedules/sweep").body()).contains("href=\"../schedules/sweep/backfills\"");
        assertThat(get(ADMIN, PAGE).body())
                .contains("in Europe/Riga", "name=\"from\" value=\"\"")
                .doesNotContain("What it would do");
        web.rota.schedules().backfill("sweep", List.of(Instant.parse("2026-11-20T08:00:00Z")), "ben");
        String preview =
                get(ADMIN, PAGE + "?from=2026-11-20T09:00&to=2026-11-20T12:00").body();
        assertThat(preview)
                .contains("20 Nov 2026 09:00 to 20 Nov 2026 12:00 in Europe/Riga")
                .contains("<strong>2 jobs</strong> would be made", "1 other time has made its job already")
                .contains("Fri 20 Nov 09:00", "Fri 20 Nov 07:00", "Fri 20 Nov 11:00")
                .doesNotContain("Fri 20 Nov 12:00")
                .contains("name=\"from\" value=\"2026-11-20T07:00:00Z\"", "name=\"to\" value=\"2026-11-20T10:00:00Z\"")
                .contains("name=\"from\" value=\"2026-11-20T09:00\"");
        assertThat(web.rota.schedules().fires("sweep", 10)).hasSize(1);
    }

    @Test
    void what_was_shown_is_begun_with_its_reason_and_leads_to_its_operation() {
        HttpResponse<String> begun =
                begin(ADMIN, "from=2026-11-20T07:00:00Z&to=2026-11-20T10:00:00Z&reason=the+outage");
        Operation operation =
                web.rota.store().console().operations().list(null, 10).get(0);
        assertThat(begun.statusCode()).isEqualTo(303);
        assertThat(begun.headers().firstValue("Location")).hasValue("../../operations/" + operation.id());
        assertThat(operation.order().query()).isEqualTo("sweep from 2026-11-20T07:00:00Z to 2026-11-20T10:00:00Z");
        assertThat(operation.order().createdBy()).isEqualTo("anna");
        assertThat(operation.order().reason()).isEqualTo("the outage");
        assertThat(web.rota.store().console().audit().list(AuditLog.Query.NEWEST.actionPrefix("schedule.backfill")))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.act().target()).isEqualTo("schedule:sweep");
                    assertThat(entry.act().reason()).isEqualTo("the outage");
                });
    }

    @Test
    void only_who_may_write_schedules_is_offered_it() {
        assertThat(get(OPERATOR, "/schedules/sweep").body()).contains("Run now").doesNotContain("Backfill");
        assertThat(get(OPERATOR, PAGE).statusCode()).isEqualTo(403);
        assertThat(begin(OPERATOR, "from=2026-11-20T07:00:00Z").statusCode()).isEqualTo(403);
        assertThat(web.rota.store().console().operations().list(null, 10)).isEmpty();
    }

    @Test
    void many_are_made_only_by_who_types_how_many() {
        String fields = "from=2026-10-08T00:00:00Z&to=2026-11-20T12:00:00Z";
        assertThat(get(ADMIN, PAGE + "?from=2026-10-08T03:00&to=2026-11-20T14:00")
                        .body())
                .contains("type 1044 to make these jobs", "Make 1,044 jobs", "and 1,034 others after them");
        HttpResponse<String> refused = begin(ADMIN, fields + "&count=44");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("That is not how many times it was due", "type 1044");
        assertThat(begin(ADMIN, fields).statusCode()).isEqualTo(422);
        assertThat(web.rota.store().console().operations().list(null, 10)).isEmpty();
        assertThat(begin(ADMIN, fields + "&count=1044").statusCode()).isEqualTo(303);
    }

    @Test
    void what_cannot_be_made_up_for_is_said_at_the_form() {
        assertRefused("?from=2026-11-20T15:00", "expected a time before to");
        assertRefused("?from=2026-11-20T09:00&to=2026-11-20T15:00", "expected a time that is over");
        assertRefused("?from=yesterday", "From is yesterday, expected a time such as 2026-12-24T18:00");
        assertRefused("?to=2026-11-20T09:00", "There is no from");
        assertRefused("?from=2020-01-01T00:00", "was due more than 10000 times, expected at most 10000");
        assertThat(get(ADMIN, PAGE + "?from=2026-11-20T12:01&to=2026-11-20T12:30")
                        .body())
                .contains("It was not due in that time", "nothing to make up for")
                .doesNotContain("Make 0");
        assertThat(get(ADMIN, "/schedules/none/backfills").statusCode()).isEqualTo(404);
    }

    private void assertRefused(String query, String sentence) {
        HttpResponse<String> answer = get(ADMIN, PAGE + query);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("role=\"alert\"", sentence).doesNotContain("What it would do");
    }
}
