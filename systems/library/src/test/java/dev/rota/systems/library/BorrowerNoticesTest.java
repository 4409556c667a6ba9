package dev.rota.systems.library;

import static dev.rota.systems.library.LibraryFixture.expected;
import static dev.rota.systems.library.LibraryFixture.ids;
import static dev.rota.systems.library.LibraryFixture.twice;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.rota.mail.Mail;
import dev.rota.mail.MailUnavailableException;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LibrarySettings.NoticeRules;
import dev.rota.systems.library.duty.NoticesClaimed;
import dev.rota.systems.library.duty.OverdueNotices;
import dev.rota.systems.library.duty.OverdueNotices.LongOverdue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class BorrowerNoticesTest {
    private static final Instant NINE = Instant.parse("2026-03-20T13:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-20T14:00:00Z");

    private final TestDatabase database;
    private LibraryFixture library;

    BorrowerNoticesTest(TestDatabase database) {
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
    void reminds_once_of_everything_due_in_the_next_days() throws Exception {
        JsonNode expected = expected().get("due_reminders");

        NoticesClaimed claimed = remind();
        library.deliver(claimed.messageIds(), NINE);

        assertThat(loansByUser(claimed)).isEqualTo(Map.of(1L, ids(expected.at("/digest_by_user/1"))));
        assertThat(loanIds(claimed.suppressed())).isEqualTo(ids(expected.get("suppressed_loan_ids")));
        assertThat(library.mails).hasSize(expected.get("mails").asInt());
        assertThat(library.mails.get(0).to()).isEqualTo("ana@example.test");
        assertThat(library.database.count("library_notice_ledger where stage = 'due_soon' and status = 'sent'"))
                .isEqualTo(4);
        assertThat(library.database.count("library_notice_ledger where loan_id = 5 and status = 'suppressed'"))
                .isEqualTo(1);
        NoticesClaimed second = remind();
        assertThat(second.digests()).isEmpty();
        assertThat(second.suppressed()).isEmpty();
    }

    @Test
    void a_reminder_says_what_a_borrower_needs() throws Exception {
        library.deliver(remind().messageIds(), NINE);

        Mail mail = library.mails.get(0);
        assertThat(mail.messageId()).isEqualTo("library.due_reminder.1.2026-03-20@library.example.test");
        assertThat(mail.text().subject()).isEqualTo("University Library: 3 books are due soon");
        assertThat(mail.text().text())
                .contains("Signals and Systems [621.38 OPP], due Friday, 20 March 2026")
                .contains("Art History [709 JAN], due Monday, 23 March 2026")
                .contains("To renew")
                .contains("With 3 infractions you can borrow nothing");
        assertThat(requireNonNull(mail.text().html()))
                .contains("<li>Signals and Systems [621.38 OPP], due Saturday, 21 March 2026</li>");
    }

    @Test
    void a_renewal_begins_a_new_cycle_of_notices() {
        remind();
        library.jdbc
                .sql("update library_loan set due_date = '2026-03-23', renewals = 1 where id = 2")
                .update();

        assertThat(loansByUser(remind())).isEqualTo(Map.of(1L, List.of(2L)));
        assertThat(library.database.count("library_notice_ledger where loan_id = 2 and stage = 'due_soon'"))
                .isEqualTo(2);
        assertThat(library.database.count("core_message where kind = 'due_reminder' and status = 'queued'"))
                .isEqualTo(2);
    }

    @Test
    void what_was_returned_before_the_mail_goes_out_is_left_out() throws Exception {
        NoticesClaimed claimed = remind();
        library.jdbc
                .sql("update library_loan set status = 'returned', returned_at = 1 where id in (2, 3)")
                .update();

        library.deliver(claimed.messageIds(), NINE);

        assertThat(library.mails.get(0).text().subject()).isEqualTo("University Library: 1 book is due soon");
        assertThat(library.ids(
                        "select loan_id from library_notice_ledger where stage = 'due_soon' and status = 'suppressed'"))
                .containsExactly(2L, 3L, 5L);
    }

    @Test
    void nothing_is_sent_when_everything_was_returned() throws Exception {
        NoticesClaimed claimed = remind();
        library.jdbc
                .sql("update library_loan set status = 'returned', returned_at = 1 where id in (2, 3, 17)")
                .update();

        assertThat(library.mailDelivery().deliver(claimed.messageIds().get(0), NINE))
                .isEqualTo(Delivery.SUPPRESSED);
        assertThat(library.mails).isEmpty();
    }

    @Test
    void a_borrower_deleted_before_the_mail_goes_out_gets_none() throws Exception {
        NoticesClaimed claimed = remind();
        library.jdbc.sql("update library_user set deleted_at = 1 where id = 1").update();

        library.deliver(claimed.messageIds(), NINE);

        assertThat(library.mails).isEmpty();
    }

    @Test
    void writes_to_each_overdue_borrower_at_the_highest_stage_once() throws Exception {
        JsonNode expected = expected().get("overdue_notices");

        OverdueNotices.Claimed claimed = overdue();
        library.deliver(claimed.notices().messageIds(), TEN);

        assertThat(stagesByUser(claimed.notices())).isEqualTo(stagesByUser(expected.get("digest_by_user")));
        assertThat(library.mails)
                .extracting(Mail::to)
                .containsExactly("ana@example.test", "ben@example.test", "fay@example.test");
        assertThat(library.database.count("library_notice_ledger where status = 'sent' and message_id is not null"))
                .isEqualTo(expected.get("ledger_rows_added_sent").asLong());
        assertThat(claimed.notices().suppressed())
                .extracting(NoticesClaimed.Item::loanId, NoticesClaimed.Item::stage)
                .containsExactly(tuple(9L, "overdue_7"));
        assertThat(claimed.longOverdue()).containsExactly(new LongOverdue(16, 840));
        OverdueNotices.Claimed second = overdue();
        assertThat(second.notices().digests()).isEmpty();
        assertThat(second.notices().suppressed()).isEmpty();
    }

    @Test
    void an_overdue_notice_says_what_a_borrower_needs() throws Exception {
        library.deliver(overdue().notices().messageIds(), TEN);

        assertThat(library.mails.get(2).text().text())
                .contains("days overdue (due Wednesday, 18 February 2026)")
                .contains("30 days overdue")
                .contains("14 days overdue")
                .contains("You have 3 infractions and your account is blocked")
                .contains("Return the books at the desk");
        assertThat(library.mails.get(0).text().text()).contains("1 day overdue");
    }

    @Test
    void tells_staff_of_long_overdue_loans_and_of_whom_it_cannot_reach() {
        overdue();
        overdue();

        assertThat(library.reports.find(OverdueNotices.REPORT, LocalDate.of(2026, 3, 20)))
                .contains("{\"longOverdue\":[{\"loanId\":16,\"days\":840}],\"couldNotBeMailed\":[4]}");
    }

    @Test
    void a_worker_that_dies_after_the_first_mail_sends_none_twice() throws Exception {
        List<Long> messages = overdue().notices().messageIds();
        library.deliver(messages.subList(0, 1), TEN);
        library.serverDown = true;
        assertThatExceptionOfType(MailUnavailableException.class)
                .isThrownBy(() -> library.deliver(messages.subList(1, 2), TEN));
        library.serverDown = false;

        assertThat(overdue().notices().messageIds()).isEmpty();
        library.deliver(messages, TEN);

        assertThat(library.mails).hasSize(3);
        assertThat(library.outbox.undelivered(10)).isEmpty();
    }

    @Test
    void reminders_and_notices_that_are_late_are_the_same() {
        Instant late = Instant.parse("2026-03-20T15:30:00Z");

        assertThat(loansByUser(library.dueReminders().remind(late, DutyProgress.NONE)))
                .isEqualTo(Map.of(1L, List.of(2L, 3L, 17L)));
        assertThat(library.overdueNotices()
                        .claim(late, DutyProgress.NONE)
                        .notices()
                        .digests())
                .hasSize(3);
    }

    @Test
    void two_runs_at_once_claim_each_notice_once() throws Exception {
        List<NoticesClaimed> reminders = twice(this::remind);
        List<OverdueNotices.Claimed> notices = twice(this::overdue);

        assertThat(reminders.stream().mapToInt(each -> each.digests().size()).sum())
                .isEqualTo(1);
        assertThat(notices.stream()
                        .mapToInt(each -> each.notices().digests().size())
                        .sum())
                .isEqualTo(3);
        assertThat(library.database.count("core_message where status = 'queued'"))
                .isEqualTo(4);
        assertThat(reminders)
                .allSatisfy(each -> assertThat(each.failedUserIds()).isEmpty());
    }

    @Test
    void open_days_are_counted_if_the_library_chooses_so() {
        LibraryFixture openDays =
                library.with(LibrarySettings.DEFAULTS.with(new NoticeRules(3, List.of(1, 7, 14, 30), 90, true, 0)));

        OverdueNotices.Claimed claimed = openDays.overdueNotices().claim(TEN, DutyProgress.NONE);

        // Loan 6 fell due on Friday the 13th: of the seven days since one was a Sunday.
        assertThat(stagesByUser(claimed.notices())).doesNotContainKey(2L);
    }

    @Test
    void repeats_after_the_last_stage_if_the_library_chooses_so() {
        LibraryFixture repeating =
                library.with(LibrarySettings.DEFAULTS.with(new NoticeRules(3, List.of(1, 7), 90, false, 7)));

        OverdueNotices.Claimed claimed = repeating.overdueNotices().claim(TEN, DutyProgress.NONE);

        assertThat(stagesByUser(claimed.notices()).get(6L)).containsExactly("8 overdue_28 30", "19 overdue_14 14");
    }

    private NoticesClaimed remind() {
        return library.dueReminders().remind(NINE, DutyProgress.NONE);
    }

    private OverdueNotices.Claimed overdue() {
        return library.overdueNotices().claim(TEN, DutyProgress.NONE);
    }

    private static List<Long> loanIds(List<NoticesClaimed.Item> items) {
        return items.stream().map(NoticesClaimed.Item::loanId).toList();
    }

    private static Map<Long, List<Long>> loansByUser(NoticesClaimed claimed) {
        Map<Long, List<Long>> loans = new TreeMap<>();
        claimed.digests().forEach(digest -> loans.put(digest.userId(), loanIds(digest.items())));
        return loans;
    }

    private static Map<Long, List<String>> stagesByUser(NoticesClaimed claimed) {
        Map<Long, List<String>> stages = new TreeMap<>();
        claimed.digests()
                .forEach(digest -> stages.put(
                        digest.userId(),
                        digest.items().stream()
                                .map(item -> item.loanId() + " " + item.stage() + " " + item.days())
                                .toList()));
        return stages;
    }

    private static Map<Long, List<String>> stagesByUser(JsonNode expected) {
        Map<Long, List<String>> stages = new TreeMap<>();
        expected.forEachEntry((user, items) -> {
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(item.get(0).asLong() + " "
                    + item.get(1).asString() + " " + item.get(2).asInt()));
            stages.put(Long.valueOf(user), texts);
        });
        return stages;
    }
}
