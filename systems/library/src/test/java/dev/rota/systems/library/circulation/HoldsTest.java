package dev.rota.systems.library.circulation;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.ConsistencyCheck.Consistency;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** On the hand-made library, with all copies of book 3 on loan: 5 and 6 to user 2 by loans of the same ids, 9, 14 and 21. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HoldsTest {
    private static final long BOOK = 3;

    private final TestDatabase database;
    private Desk desk;
    private LibraryFixture library;

    HoldsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = LibraryFixture.handMade(database);
        desk = new Desk(library);
        desk.noneLeft(BOOK);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void a_copy_is_kept_for_the_very_user_it_came_back_for() {
        desk.reserve(BOOK, 1, 5);
        desk.circulation.takeBack(5, NOON);
        desk.circulation.takeBack(6, NOON);

        assertThat(desk.keptFor(1)).isEqualTo(5);
        assertThat(desk.keptFor(5)).isEqualTo(6);
        assertThatThrownBy(() -> desk.lend(1, 6)).hasMessageContaining("it is reserved");
        assertThat(desk.lend(1, 5).status()).isEqualTo("active");
        assertThat(desk.lend(5, 6).status()).isEqualTo("active");
    }

    @Test
    void who_takes_another_copy_leaves_the_one_that_was_kept_to_the_next() {
        desk.reserve(BOOK, 1, 5);
        desk.circulation.takeBack(5, NOON);
        desk.copy(14, "available");

        desk.lend(1, 14);

        assertThat(desk.copy(5)).isEqualTo("reserved");
        assertThat(desk.keptFor(5)).isEqualTo(5);
        assertThat(desk.lend(5, 5).status()).isEqualTo("active");
    }

    @Test
    void who_takes_another_copy_leaves_the_one_that_was_kept_on_the_shelf_if_nobody_waits() {
        desk.reserve(BOOK, 1);
        desk.circulation.takeBack(5, NOON);
        desk.copy(14, "available");

        desk.lend(1, 14);

        assertThat(desk.copy(5)).isEqualTo("available");
        assertThat(Availability.of(library.jdbc, BOOK, NOON).available()).isEqualTo(1);
    }

    @Test
    void the_copy_that_was_kept_for_a_forgotten_user_is_for_the_next() {
        desk.reserve(BOOK, 5, 7);
        desk.circulation.takeBack(5, NOON);

        library.forgetting().forget(5, NOON);

        assertThat(desk.copy(5)).isEqualTo("reserved");
        assertThat(desk.keptFor(7)).isEqualTo(5);
    }

    @Test
    void the_copy_that_was_kept_for_a_forgotten_user_goes_back_to_the_shelf() {
        desk.reserve(BOOK, 5);
        desk.circulation.takeBack(5, NOON);

        library.forgetting().forget(5, NOON);

        assertThat(desk.copy(5)).isEqualTo("available");
        assertThat(Availability.of(library.jdbc, BOOK, NOON).available()).isEqualTo(1);
    }

    @Test
    void nothing_is_kept_for_who_may_not_borrow() {
        desk.reserve(BOOK, 1, 5, 7);
        desk.blacklist(1);
        library.jdbc.sql("update library_user set deleted_at = 1 where id = 5").update();

        desk.circulation.takeBack(5, NOON);

        assertThat(desk.keptFor(7)).isEqualTo(5);
        assertThat(library.database.count("library_reservation where status = 'waiting'"))
                .isEqualTo(2);
    }

    @Test
    void who_waits_but_may_not_borrow_keeps_nobody_from_renewing() {
        desk.reserve(BOOK, 1);
        desk.blacklist(1);

        assertThat(desk.circulation.renew(5, NOON).renewals()).isEqualTo(1);
    }

    @Test
    void a_copy_that_is_kept_for_who_may_not_borrow_any_more_goes_to_the_next() {
        desk.reserve(BOOK, 1, 5);
        desk.circulation.takeBack(5, NOON);
        desk.blacklist(1);

        assertThat(check(true).madeWaiting()).hasSize(1);
        assertThat(desk.keptFor(1)).isEqualTo(5);
        assertThat(check(false).madeWaiting()).hasSize(1);

        assertThat(desk.keptFor(5)).isEqualTo(5);
        assertThat(library.database.count("library_reservation where user_id = 1 and status = 'waiting'"))
                .isEqualTo(1);
        assertThat(check(false).madeWaiting()).isEmpty();
        assertThat(library.database.count(
                        "library_check_finding where subject_type = 'reservation' and resolution = 'auto_fixed'"))
                .isEqualTo(1);
    }

    @Test
    void a_copy_that_is_kept_for_nobody_is_flagged_until_somebody_sees_to_it() {
        desk.reserve(BOOK, 1);
        desk.circulation.takeBack(5, NOON);
        // As copy 12 is, but that is asked for.
        desk.copy(14, "reserved");

        assertThat(check(true).keptForNobody()).containsExactly(14L);
        Consistency found = check(false);
        assertThat(found.keptForNobody()).containsExactly(14L);
        assertThat(check(false).newFindings()).isZero();
        assertThat(openFindings()).isEqualTo(1);

        desk.copy(14, "available");
        library.consistencyCheck().check(NOON.plusSeconds(60), false, DutyProgress.NONE);
        assertThat(openFindings()).isZero();
    }

    @Test
    void one_copy_that_two_take_at_once_is_lent_to_one_whether_they_had_reserved_the_book_or_not() throws Exception {
        desk.reserve(BOOK, 1, 5);
        desk.circulation.takeBack(5, NOON);
        desk.copy(14, "available");
        Queue<Long> approved = new ConcurrentLinkedQueue<>(List.of(desk.approved(1, 14), desk.approved(5, 14)));

        List<String> outcomes = LibraryFixture.twice(() -> {
            try {
                return desk.circulation.checkOut(approved.remove(), NOON).status();
            } catch (CirculationException e) {
                return e.reason().name();
            }
        });

        assertThat(outcomes).containsExactlyInAnyOrder("active", "CONFLICT");
        assertThat(desk.copy(14)).isEqualTo("on_loan");
    }

    private long openFindings() {
        return library.database.count(
                "library_check_finding where check_name = 'kept_for_nobody' and subject_id = 14 and resolution = 'open'");
    }

    private Consistency check(boolean dryRun) {
        return library.consistencyCheck().check(NOON, dryRun, DutyProgress.NONE);
    }
}
