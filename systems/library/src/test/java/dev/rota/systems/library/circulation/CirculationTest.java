package dev.rota.systems.library.circulation;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.Mail;
import dev.rota.systems.common.Closure;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.ClosedDays;
import dev.rota.systems.library.duty.Forgetting;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** On the hand-made library: copy 17 of book 1 and copy 13 of book 2 are on the shelf, user 6 is blacklisted, 8 decides. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CirculationTest {
    private static final long DESK = 8;

    private final TestDatabase database;
    private LibraryFixture library;
    private Circulation circulation;

    CirculationTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = LibraryFixture.handMade(database);
        circulation = circulation(LendingRules.DEFAULTS);
    }

    private Circulation circulation(LendingRules rules) {
        return new Circulation(
                library.jdbc, library.transactions, library.settings, rules, library.availabilityRefresh());
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void a_loan_goes_from_request_to_return() {
        Loan loan = circulation.request(5, 17, NOON);
        assertThat(loan.status()).isEqualTo("pending");
        assertThat(circulation.approve(loan.id(), DESK, NOON).status()).isEqualTo("approved");

        Loan lent = circulation.checkOut(loan.id(), NOON);
        assertThat(lent.status()).isEqualTo("active");
        assertThat(lent.dueDate()).isEqualTo("2026-04-03");
        assertThat(copy(17)).isEqualTo("on_loan");
        assertThat(Availability.of(library.jdbc, 1, NOON.plusSeconds(90)))
                .isEqualTo(new Availability(1, 6, 0, 4, 1, 1, NOON, 90));

        assertThat(circulation.takeBack(loan.id(), NOON).status()).isEqualTo("returned");
        assertThat(copy(17)).isEqualTo("available");
    }

    @Test
    void a_due_date_never_falls_on_a_closed_day() {
        // Two days on lies a Sunday; the Monday is made a holiday.
        library.calendars.close(
                "library", new Closure(LocalDate.of(2026, 3, 23), LocalDate.of(2026, 3, 23), "holiday"));
        circulation = circulation(new LendingRules(2, 2));

        assertThat(lend(5, 17).dueDate()).isEqualTo("2026-03-24");
    }

    @Test
    void a_decision_is_made_once() {
        circulation.reject(12, DESK, NOON);

        assertConflict(() -> circulation.approve(12, DESK, NOON), "expected it to be pending, found it rejected");
        assertConflict(() -> circulation.checkOut(12, NOON), "approved");
    }

    @Test
    void the_blacklisted_the_deleted_and_the_impatient_get_nothing() {
        assertConflict(() -> circulation.request(6, 17, NOON), "User 6 is blacklisted");
        assertConflict(() -> circulation.reserve(6, 3, NOON), "User 6 is blacklisted");
        assertThatThrownBy(() -> circulation.request(4, 17, NOON)).hasMessage("There is no user 4");
        assertConflict(() -> circulation.request(5, 18, NOON), "it is lost");
        circulation.request(5, 17, NOON);
        assertConflict(() -> circulation.request(5, 17, NOON), "already");
    }

    @Test
    void a_copy_is_lent_once_even_if_two_ask_at_the_same_time() throws Exception {
        List<Long> approved = List.of(approved(5, 17), approved(7, 17));
        ConcurrentLinkedQueue<Long> left = new ConcurrentLinkedQueue<>(approved);

        List<String> outcomes = LibraryFixture.twice(() -> {
            try {
                return circulation.checkOut(left.remove(), NOON).status();
            } catch (CirculationException e) {
                return e.reason().name();
            }
        });

        assertThat(outcomes).containsExactlyInAnyOrder("active", "CONFLICT");
        assertThat(library.database.count("library_loan where copy_id = 17 and status = 'active'"))
                .isEqualTo(1);
    }

    @Test
    void a_renewal_begins_a_new_cycle_of_notices_and_has_its_limits() {
        circulation = circulation(new LendingRules(14, 1));
        library.dueReminders().remind(NOON, DutyProgress.NONE);
        Loan renewed = circulation.renew(3, NOON);
        assertThat(renewed.dueDate()).isEqualTo("2026-04-03");

        assertThat(library.dueReminders()
                        .remind(NOON.plus(Duration.ofDays(12)), DutyProgress.NONE)
                        .digests())
                .anySatisfy(digest -> assertThat(digest.items()).anyMatch(item -> item.loanId() == 3));
        assertConflict(() -> circulation.renew(3, NOON.plus(Duration.ofDays(1))), "as often as it may be");
        assertConflict(() -> circulation.renew(1, NOON), "it is overdue");
        assertConflict(() -> circulation.renew(8, NOON), "it is overdue");
    }

    @Test
    void who_waits_for_a_book_keeps_others_from_renewing_and_gets_it_next() {
        // Book 3 has copies 5, 6, 9 on loan and 14, 21 on the shelf.
        assertConflict(() -> circulation.reserve(1, 3, NOON), "is available: request it");
        library.jdbc
                .sql("update library_book_copy set status = 'on_loan' where id in (14, 21)")
                .update();
        circulation.reserve(1, 3, NOON);
        assertConflict(() -> circulation.reserve(1, 3, NOON), "already");
        assertConflict(() -> circulation.renew(5, NOON), "another user waits");

        circulation.takeBack(5, NOON);
        assertThat(copy(5)).isEqualTo("reserved");
        long other = approved(5, 5);
        assertConflict(() -> circulation.checkOut(other, NOON), "it is reserved");
        assertThat(lend(1, 5).status()).isEqualTo("active");
        assertThat(library.database.count("library_reservation where status = 'fulfilled'"))
                .isEqualTo(1);
    }

    @Test
    void a_lost_copy_leaves_the_shelf() {
        assertThat(circulation.lose(6, NOON).status()).isEqualTo("lost");
        assertThat(copy(6)).isEqualTo("lost");
        assertConflict(() -> circulation.takeBack(6, NOON), "expected it to be open, found it lost");
    }

    @Test
    void only_the_borrower_takes_a_request_back() {
        assertThatThrownBy(() -> circulation.cancel(12, 1, NOON)).hasMessage("Loan 12 is not of user 1");
        assertThat(circulation.cancel(12, 5, NOON).status()).isEqualTo("cancelled");
    }

    @Test
    void a_closure_added_later_moves_due_dates_and_tells_each_borrower_once() throws Exception {
        Closure closure = new Closure(LocalDate.of(2026, 3, 23), LocalDate.of(2026, 3, 24), "repairs");
        ClosedDays days = library.closedDays();

        ClosedDays.Moved moved = days.close(closure, NOON);
        assertThat(moved.loanIds()).containsExactly(3L, 5L);
        assertThat(moved.toldUserIds()).containsExactly(1L, 2L);
        assertThat(circulation.loan(3).dueDate()).isEqualTo("2026-03-25");
        assertThat(days.close(closure, NOON)).isEqualTo(new ClosedDays.Moved(List.of(), List.of()));

        library.deliver(library.outbox.undelivered(10), NOON);
        assertThat(library.mails)
                .extracting(Mail::to)
                .containsExactlyInAnyOrder("ana@example.test", "ben@example.test");
        assertThat(library.mails.get(0).text().text()).contains("due 2026-03-25 instead of 2026-03-23");
    }

    @Test
    void a_user_is_forgotten_when_nothing_is_to_be_returned() {
        Forgetting forgetting = library.forgetting();
        assertThat(forgetting.forget(1, NOON)).isEqualTo(new Forgetting.Forgotten(5, 0, 0));
        assertThat(library.database.count("library_user where id = 1 and username = 'ana'"))
                .isEqualTo(1);

        assertThat(forgetting.forget(5, NOON).loans()).isEqualTo(3);
        assertThat(library.database.count("library_loan where user_id = 5")).isZero();
        assertThat(library.ids("select id from library_loan where faculty_id is not null"))
                .containsExactly(12L, 13L, 18L);
        assertThat(circulation.loan(12).status()).isEqualTo("cancelled");
        assertThat(library.database.count(
                        "library_user where id = 5 and username = 'forgotten-5' and email is null and deleted_at > 0"))
                .isEqualTo(1);
        assertThat(library.database.count("core_user_preference where user_id = 5"))
                .isZero();
        assertThat(forgetting.forget(5, NOON)).isEqualTo(new Forgetting.Forgotten(0, 0, 0));
    }

    private Loan lend(long user, long copy) {
        return circulation.checkOut(approved(user, copy), NOON);
    }

    private long approved(long user, long copy) {
        long loan = circulation.request(user, copy, NOON).id();
        circulation.approve(loan, DESK, NOON);
        return loan;
    }

    private String copy(long id) {
        return library.jdbc
                .sql("select status from library_book_copy where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private static void assertConflict(ThrowingCallable work, String words) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        CirculationException.class,
                        e -> assertThat(e.reason()).isEqualTo(CirculationException.Reason.CONFLICT))
                .hasMessageContaining(words);
    }
}
