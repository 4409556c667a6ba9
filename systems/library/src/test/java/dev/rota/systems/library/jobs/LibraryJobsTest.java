package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.LibraryFixture.expected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.MonthlyReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LibraryJobsTest {
    /** The evening before the hand-made library's day, New York. */
    private static final String EVENING_BEFORE = "2026-03-20T03:30:00Z";

    private final TestDatabase database;

    @TempDir
    Path mails;

    private LibraryProgram program;

    LibraryJobsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() throws Exception {
        program = new LibraryProgram(database, LibraryFixture.handMade(database), mails, EVENING_BEFORE);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void a_day_by_schedule_comes_out_as_computed() {
        program.liveUntil("2026-03-20T23:00:00Z");

        assertThat(onlyResult("library.mark-overdue").at("/ids/loans")).hasToString("[9,1]");
        assertThat(onlyResult("library.infraction-reset").at("/ids/users")).hasToString("[5]");
        assertThat(infractions()).containsExactly(1, 2, 1, 0, 0, 3, 0, 0, 0);
        JsonNode consistency = onlyResult("library.consistency").get("ids");
        assertThat(consistency.toString())
                .isEqualTo(
                        "{\"madeAvailable\":[10],\"madeOnLoan\":[21],\"madeWaiting\":[],\"flagged\":[11,18,20],\"keptForNobody\":[]}");
        JsonNode notices = onlyResult("library.overdue-notices");
        assertThat(notices.at("/ids/longOverdue")).hasToString("[16]");
        assertThat(notices.at("/ids/suppressed")).hasToString("[9]");
        assertThat(program.jobs("library.pending-requests")).hasSize(6);
        assertThat(program.recipients())
                .containsExactlyInAnyOrder(
                        "ana@example.test", // a reminder
                        "ana@example.test", // overdue, as the next two
                        "ben@example.test",
                        "fay@example.test",
                        "hal@example.test", // six times: requests are pending
                        "hal@example.test",
                        "hal@example.test",
                        "hal@example.test",
                        "hal@example.test",
                        "hal@example.test");
        assertThat(availabilityOfBook1()).containsExactly(6, 1, 3, 1, 1);
        assertThat(everyJob()).allSatisfy(job -> {
            assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(job.tags()).contains("library");
        });
    }

    @Test
    void a_second_run_of_each_duty_does_nothing() {
        program.liveUntil("2026-03-20T23:00:00Z");
        int mailsBefore = program.recipients().size();

        assertThat(program.run("library.mark-overdue").at("/counts/loans").asLong())
                .isZero();
        assertThat(program.run("library.due-reminders").at("/counts/messages").asLong())
                .isZero();
        assertThat(program.run("library.overdue-notices").at("/counts/messages").asLong())
                .isZero();
        assertThat(program.run("library.infraction-reset").at("/counts/users").asLong())
                .isZero();
        assertThat(program.run("library.consistency").at("/counts/new").asLong())
                .isZero();
        assertThat(program.recipients()).hasSize(mailsBefore);
    }

    @Test
    void half_an_hour_before_midnight_it_is_still_yesterday() {
        assertThat(program.run("library.mark-overdue").at("/ids/loans")).hasToString("[9]");
    }

    @Test
    void what_was_due_while_nobody_worked_runs_once_after_the_start() {
        program.liveUntil("2026-03-20T12:50:00Z");
        program.downUntil("2026-03-20T15:30:00Z");
        program.rota().runDue();

        assertThat(onlyResult("library.due-reminders").at("/counts/messages").asLong())
                .isEqualTo(1);
        assertThat(onlyResult("library.overdue-notices").at("/counts/messages").asLong())
                .isEqualTo(3);
        assertThat(program.recipients()).filteredOn(to -> to.startsWith("ana")).hasSize(2);
    }

    @Test
    void on_sunday_tokens_and_orphans_come_out_as_computed_and_no_request_is_told_of() {
        program.liveUntil("2026-03-22T07:59:00Z");
        program.clock.set(Instant.parse("2026-03-22T08:00:00Z"));
        program.rota().runDue();

        assertThat(onlyResult("library.clean-tokens").at("/counts/tokens").asLong())
                .isEqualTo(2);
        assertThat(program.library
                        .jdbc
                        .sql("select jti from library_token order by jti")
                        .query(String.class)
                        .list())
                .containsExactly("t2", "t3");
        assertThat(onlyResult("library.orphans").get("ids"))
                .hasToString("{\"loans\":[9],\"enrollments\":[3],\"courseBooks\":[2]}");
        assertThat(program.run("library.pending-requests")
                        .at("/counts/messages")
                        .asLong())
                .isZero();
        assertThat(program.run("library.orphans").at("/counts/new").asLong()).isZero();
    }

    @Test
    void each_missed_month_has_its_report() {
        program.downUntil("2026-07-02T12:00:00Z");
        program.rota().runDue();

        assertThat(program.library
                        .jdbc
                        .sql("select period_start from library_report where kind = 'monthly' order by period_start")
                        .query(String.class)
                        .list())
                .containsExactly("2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01");
        JsonNode expected = expected().get("month_boundary_America_New_York");
        JsonNode march = report(LocalDate.of(2026, 3, 1));
        assertThat(march.get("from").asString()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(march.get("to").asString()).isEqualTo("2026-04-01T04:00:00Z");
        assertThat(expected.get("report_month").asString())
                .isEqualTo(march.get("month").asString());
        assertThat(program.jobs("library.blacklist-review")).hasSize(1);
    }

    @Test
    void each_month_that_is_made_up_for_has_its_report() {
        String schedule = "library.monthly-report";
        List<Instant> dues = program.rota()
                .schedules()
                .instants(schedule, Instant.parse("2026-01-15T00:00:00Z"), program.clock.instant(), 10);

        assertThat(program.rota().schedules().backfill(schedule, dues, "ann")).hasSize(2);
        program.rota().runDue();

        assertThat(program.library
                        .jdbc
                        .sql("select period_start from library_report where kind = 'monthly' order by period_start")
                        .query(String.class)
                        .list())
                .containsExactly("2026-01-01", "2026-02-01");
        assertThat(report(LocalDate.of(2026, 1, 1)).get("month").asString()).isEqualTo("2026-01");
    }

    @Test
    void the_last_line_of_the_log_says_what_was_done_and_names_nobody() {
        program.liveUntil("2026-03-20T04:00:00Z");

        List<LogLine> lines = program.rota()
                .jobs()
                .log(program.jobs("library.mark-overdue").get(0).id(), 0, 100);
        assertThat(lines.get(lines.size() - 1).text())
                .isEqualTo("Marked 2 loans overdue, added 1 infraction, blacklisted 0 users");
        assertThat(everyJob())
                .allSatisfy(job -> assertThat(job.args() + job.result()).doesNotContain("@", "ana", "ben", "hal"));
    }

    private Job onlyJob(String type) {
        List<Job> jobs = program.jobs(type);
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private JsonNode onlyResult(String type) {
        return LibraryProgram.result(onlyJob(type));
    }

    private List<Job> everyJob() {
        return program.rota().jobs().list(Query.NEWEST.limit(1_000));
    }

    private JsonNode report(LocalDate month) {
        return JsonMapper.builder()
                .build()
                .readTree(
                        program.library.reports.find(MonthlyReport.KIND, month).orElseThrow());
    }

    private List<Integer> infractions() {
        return program.library
                .jdbc
                .sql("select infractions_count from library_user order by id")
                .query(Integer.class)
                .list();
    }

    private List<Integer> availabilityOfBook1() {
        return program.library
                .jdbc
                .sql(
                        "select total, available, on_loan, reserved, unavailable from library_availability where book_id = 1")
                .query((row, n) -> List.of(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)))
                .single();
    }
}
