package dev.rota.systems.library;

import static dev.rota.systems.library.LibraryFixture.expected;
import static dev.rota.systems.library.LibraryFixture.ids;
import static dev.rota.systems.library.LibraryFixture.twice;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.mail.Mail;
import dev.rota.systems.common.Closure;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.duty.BlacklistReview;
import dev.rota.systems.library.duty.MonthlyReport;
import dev.rota.systems.library.duty.MonthlyReport.Body;
import dev.rota.systems.library.duty.MonthlyReport.FacultyUse;
import dev.rota.systems.library.duty.MonthlyReport.Reported;
import dev.rota.systems.library.duty.MonthlyReport.TopBorrower;
import dev.rota.systems.library.duty.PendingRequestNotices.Pending;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class StaffDutiesTest {
    private static final LocalDate FRIDAY = LocalDate.of(2026, 3, 20);
    private static final LocalDate SUNDAY = LocalDate.of(2026, 3, 22);
    private static final Instant FIRST_OF_APRIL = Instant.parse("2026-04-01T10:00:00Z");

    private final TestDatabase database;
    private LibraryFixture library;

    StaffDutiesTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = LibraryFixture.handMade(database);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void tells_willing_administrators_of_pending_requests_in_each_slot() throws Exception {
        JsonNode expected = expected().get("pending_requests");
        for (JsonNode slot : expected.get("slots_on_open_day")) {
            Instant at = at(FRIDAY, slot.asString());
            library.deliver(notify(at).messageIds(), at);
        }

        assertThat(library.mails).hasSize(6).extracting(Mail::to).containsOnly("hal@example.test");
        assertThat(library.mails.get(0).text().text())
                .contains("1 loan request is waiting for a decision")
                .contains("http://localhost:8080/loans?status=pending");
        assertThat(requireNonNull(library.mails.get(0).text().html())).contains("<a href=");
    }

    @Test
    void a_slot_that_starts_late_or_twice_sends_one_mail() throws Exception {
        List<Pending> both = twice(() -> notify(at(FRIDAY, "08:00")));

        assertThat(both.stream().mapToInt(each -> each.messageIds().size()).sum())
                .isEqualTo(1);
        assertThat(notify(at(FRIDAY, "08:59")).messageIds()).isEmpty();
        assertThat(notify(at(FRIDAY, "10:00")).messageIds()).hasSize(1);
    }

    @Test
    void sends_nothing_on_a_closed_day() {
        assertThat(notify(at(SUNDAY, "10:00")).messageIds()).isEmpty();
        library.calendars.close("library", new Closure(FRIDAY, FRIDAY, "strike"));
        assertThat(notify(at(FRIDAY, "10:00")).messageIds()).isEmpty();
    }

    @Test
    void sends_nothing_when_nothing_is_pending() {
        decideAll();

        assertThat(notify(at(FRIDAY, "10:00")))
                .matches(pending -> pending.count() == 0)
                .matches(pending -> pending.messageIds().isEmpty());
    }

    @Test
    void a_request_decided_before_the_mail_goes_out_stops_it() throws Exception {
        Pending pending = notify(at(FRIDAY, "10:00"));
        decideAll();

        assertThat(library.mailDelivery().deliver(pending.messageIds().get(0), at(FRIDAY, "10:01")))
                .isEqualTo(Delivery.SUPPRESSED);
        assertThat(library.mails).isEmpty();
    }

    @Test
    void lists_the_blacklisted_once_a_month() throws Exception {
        BlacklistReview.Review review = review();
        library.deliver(review.messageIds(), FIRST_OF_APRIL);

        assertThat(review.body().users())
                .extracting(BlacklistReview.Entry::userId)
                .containsExactlyElementsOf(ids(expected().at("/blacklist_review/rows")));
        assertThat(library.mails).extracting(Mail::to).containsExactly("hal@example.test", "ivy@example.test");
        assertThat(library.mails.get(0).text().text()).contains("user 6: 3 infractions, 3 overdue loans");
        assertThat(library.mails.get(0).text().text()).doesNotContain("fay");
        assertThat(review().messageIds()).isEmpty();
        assertThat(library.database.count("library_report where kind = 'blacklist_review'"))
                .isEqualTo(1);
    }

    @Test
    void reports_on_the_month_that_is_over() {
        assertThat(library.monthlyReport().previousMonth(FIRST_OF_APRIL)).isEqualTo(YearMonth.of(2026, 3));
        // Still the 31st of March in New York.
        assertThat(library.monthlyReport().previousMonth(Instant.parse("2026-04-01T03:59:59Z")))
                .isEqualTo(YearMonth.of(2026, 2));
    }

    @Test
    void a_month_is_a_half_open_local_interval() {
        JsonNode expected = expected().get("month_boundary_America_New_York");
        library.jdbc
                .sql("update library_loan set loaned_at = null, requested_at = null")
                .update();
        List<Instant> instants = new ArrayList<>();
        expected.get("instants").forEachEntry((instant, counts) -> instants.add(Instant.parse(instant)));
        assertThat(instants).hasSize(6);
        for (Instant instant : instants) {
            library.jdbc
                    .sql(
                            "insert into library_loan (user_id, copy_id, status, loaned_at) values (1, 14, 'returned', :at)")
                    .param("at", instant.toEpochMilli())
                    .update();
        }

        Body body = report().body();

        assertThat(Instant.parse(body.from())).isEqualTo(Instant.parse("2026-03-01T05:00:00Z"));
        assertThat(Instant.parse(body.to())).isEqualTo(Instant.parse("2026-04-01T04:00:00Z"));
        assertThat(body.loans()).isEqualTo(expected.get("counted").asLong());
    }

    @Test
    void the_report_of_march_counts_what_happened_in_march() {
        library.overdueMarking().mark(Instant.parse("2026-03-20T04:00:00Z"), DutyProgress.NONE);

        Body body = report().body();

        // Loans 1 to 5, 7, 17, 20 and 21 began in March.
        assertThat(body.loans()).isEqualTo(9);
        assertThat(body.topBorrowers().get(0)).isEqualTo(new TopBorrower(1, "A.", 5));
        assertThat(body.topBooks().get(0).bookId()).isEqualTo(1);
        assertThat(body.faculties())
                .containsExactly(new FacultyUse("ENG", 5), new FacultyUse("ART", 2), new FacultyUse("SCI", 2));
        assertThat(body.overdue().becameOverdue()).isEqualTo(5);
        assertThat(body.overdue().infractions()).isEqualTo(1);
    }

    @Test
    void archived_loans_count_in_the_report_of_their_month() {
        library.loanArchive()
                .archive(LocalDate.of(2024, 3, 20), LibraryFixture.NOON, "run-1", false, DutyProgress.NONE);

        Body body = library.monthlyReport()
                .report(YearMonth.of(2024, 2), FIRST_OF_APRIL, DutyProgress.NONE)
                .body();

        assertThat(body.loans()).isEqualTo(1);
        assertThat(body.topBorrowers()).isEmpty();
        assertThat(body.faculties()).containsExactly(new FacultyUse("SCI", 1));
    }

    @Test
    void a_month_is_reported_and_mailed_once() throws Exception {
        List<Reported> both = twice(this::report);
        library.deliver(
                both.stream().flatMap(each -> each.messageIds().stream()).toList(), FIRST_OF_APRIL);

        assertThat(both).filteredOn(Reported::stored).hasSize(1);
        assertThat(library.mails).extracting(Mail::to).containsExactly("hal@example.test", "ivy@example.test");
        assertThat(library.mails.get(0).text().text())
                .contains("Loans: 9")
                .contains("user 1 (A.): 5")
                .doesNotContain("ana");
        assertThat(library.reports
                        .find(MonthlyReport.KIND, LocalDate.of(2026, 3, 1))
                        .orElseThrow())
                .contains("\"month\":\"2026-03\"");
    }

    private Pending notify(Instant now) {
        return library.pendingRequestNotices().notify(now, DutyProgress.NONE);
    }

    private BlacklistReview.Review review() {
        return library.blacklistReview().review(YearMonth.of(2026, 4), FIRST_OF_APRIL, DutyProgress.NONE);
    }

    private Reported report() {
        return library.monthlyReport().report(YearMonth.of(2026, 3), FIRST_OF_APRIL, DutyProgress.NONE);
    }

    private void decideAll() {
        library.jdbc
                .sql("update library_loan set status = 'approved' where status = 'pending'")
                .update();
    }

    private Instant at(LocalDate date, String time) {
        return date.atTime(LocalTime.parse(time))
                .atZone(library.settings.site().zone())
                .toInstant();
    }
}
