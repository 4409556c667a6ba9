package dev.rota.systems.library.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.DueReminders;
import dev.rota.systems.library.duty.MonthlyReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HandRunTest {
    /** 12:01 on the hand-made library's day, New York: nothing is due by schedule for an hour. */
    private static final String AFTER_NOON = "2026-03-20T16:01:00Z";

    private final TestDatabase database;

    @TempDir
    Path mails;

    private LibraryProgram program;

    HandRunTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() throws Exception {
        program = new LibraryProgram(database, LibraryFixture.handMade(database), mails, AFTER_NOON);
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
    }

    @Test
    void the_archive_takes_what_it_may_and_a_dry_run_takes_nothing() {
        long dry = program.rota().enqueue(JobType.of("library.archive-loans", DryRun.class), new DryRun(true));
        program.rota().runDue();
        assertThat(result(dry).at("/ids/loans")).hasToString("[13,14]");
        assertThat(program.library.database.count("library_loan")).isEqualTo(21);

        assertThat(program.run("library.archive-loans").at("/ids/loans")).hasToString("[13,14]");
        assertThat(program.library.database.count("library_loan")).isEqualTo(19);
        assertThat(program.library.ids("select id from library_loan_archive")).containsExactly(13L, 14L);
        assertThat(program.run("library.archive-loans").at("/counts/loans").asLong())
                .isZero();
    }

    @Test
    void a_claim_that_is_rolled_back_orders_no_delivery() {
        program.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            program.bean(DueReminders.class).remind(LibraryFixture.NOON, DutyProgress.NONE);
            status.setRollbackOnly();
        });

        assertThat(program.jobs("library.deliver-mail")).isEmpty();
        assertThat(program.library.database.count("core_message")).isZero();
        assertThat(program.run("library.due-reminders").at("/counts/messages").asLong())
                .isEqualTo(1);
        assertThat(program.recipients()).containsExactly("ana@example.test");
    }

    @Test
    void a_mail_waits_for_a_server_that_is_down() throws Exception {
        program.mailServerDown();
        program.run("library.due-reminders");
        assertThat(onlyJob("library.deliver-mail").state()).isEqualTo(JobState.RETRYING);

        program.mailServerUp();
        program.clock.advance(java.time.Duration.ofMinutes(1));
        program.rota().runDue();

        assertThat(onlyJob("library.deliver-mail").state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(program.recipients()).containsExactly("ana@example.test");
    }

    @Test
    void a_refused_mail_fails_at_once() {
        program.replies.to("ana@example.test", "550 5.1.1 no such user");
        program.run("library.due-reminders");

        Job delivery = onlyJob("library.deliver-mail");
        assertThat(delivery.state()).isEqualTo(JobState.FAILED);
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.reason()).contains("refuses the recipient").doesNotContain("@");
        assertThat(program.run("library.sweep-mail").at("/counts/messages").asLong())
                .isZero();
    }

    @Test
    void a_message_that_another_attempt_has_is_left_to_it_for_a_while() {
        claimWithoutOrders();
        program.library
                .jdbc
                .sql("update core_message set status = 'sending', claim = 'other', claimed_until = :until")
                .param("until", LibraryFixture.NOON.plusSeconds(90).toEpochMilli())
                .update();
        long message = program.library.ids("select id from core_message").get(0);
        program.bean(MailOrders.class).order(message);
        program.rota().runDue();
        assertThat(onlyJob("library.deliver-mail").state()).isEqualTo(JobState.SCHEDULED);

        program.clock.advance(java.time.Duration.ofMinutes(2));
        program.rota().runDue();
        assertThat(onlyJob("library.deliver-mail").attempt()).isEqualTo(1);
        assertThat(program.recipients()).containsExactly("ana@example.test");
    }

    @Test
    void a_sweep_finds_messages_without_a_delivery() {
        claimWithoutOrders();
        assertThat(program.jobs("library.deliver-mail")).isEmpty();

        assertThat(program.run("library.sweep-mail").at("/counts/messages").asLong())
                .isEqualTo(1);
        assertThat(program.recipients()).containsExactly("ana@example.test");
        assertThat(program.run("library.sweep-mail").at("/counts/messages").asLong())
                .isZero();
    }

    @Test
    void a_report_by_hand_is_on_the_month_that_is_over() {
        program.run("library.monthly-report");

        assertThat(report(LocalDate.of(2026, 2, 1)).get("month").asString()).isEqualTo("2026-02");
    }

    /** As if the orders had been lost: the fixture's duties order no deliveries. */
    private void claimWithoutOrders() {
        program.library.dueReminders().remind(LibraryFixture.NOON, DutyProgress.NONE);
    }

    private Job onlyJob(String type) {
        List<Job> jobs = program.jobs(type);
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private JsonNode result(long job) {
        return LibraryProgram.result(program.rota().jobs().find(job).orElseThrow());
    }

    private JsonNode report(LocalDate month) {
        return JsonMapper.builder()
                .build()
                .readTree(
                        program.library.reports.find(MonthlyReport.KIND, month).orElseThrow());
    }
}
