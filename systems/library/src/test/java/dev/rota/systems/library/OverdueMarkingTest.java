package dev.rota.systems.library;

import static dev.rota.systems.library.LibraryFixture.expected;
import static dev.rota.systems.library.LibraryFixture.ids;
import static dev.rota.systems.library.LibraryFixture.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.duty.OverdueMarking.Marked;
import dev.rota.systems.library.duty.OverdueMarking.MarkedLoan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class OverdueMarkingTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-20T04:00:00Z");

    private final TestDatabase database;
    private LibraryFixture library;

    OverdueMarkingTest(TestDatabase database) {
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
    void marks_what_fell_due_before_today() {
        Marked marked = mark(MIDNIGHT);

        assertThat(loanIds(marked))
                .containsExactlyInAnyOrderElementsOf(ids(expected().at("/mark_overdue/marked_loan_ids")));
        assertThat(library.ids("select id from library_loan where status = 'overdue' and overdue_since = '2026-03-20'"))
                .containsExactly(1L);
        assertThat(library.ids("select id from library_loan where status = 'overdue' and overdue_since = '2026-03-11'"))
                .containsExactly(9L);
        assertThat(library.ids("select id from library_loan where id = 2 and status = 'active'"))
                .containsExactly(2L);
    }

    @Test
    void goes_by_the_local_date_and_not_by_utc() {
        assertThat(loanIds(mark(Instant.parse("2026-03-20T03:30:00Z")))).containsExactly(9L);
    }

    @Test
    void a_second_run_marks_nothing() {
        mark(MIDNIGHT);
        Marked second = mark(MIDNIGHT);

        assertThat(second.loans()).isEmpty();
        assertThat(second.infractionsAdded()).isEmpty();
    }

    @Test
    void adds_one_infraction_for_each_loan_and_none_for_deleted_users() {
        Marked marked = mark(MIDNIGHT);

        assertThat(marked.infractionsAdded()).isEqualTo(Map.of(1L, 1));
        assertThat(library.ids("select user_id from library_infraction")).containsExactly(1L);
        assertThat(library.ids("select id from library_user where infractions_count = 1"))
                .containsExactly(1L, 3L, 5L);
        assertThat(library.ids("select id from library_user where id = 4 and infractions_count = 0"))
                .containsExactly(4L);
    }

    @Test
    void a_loan_that_is_renewed_and_overdue_again_counts_once() {
        mark(MIDNIGHT);
        library.jdbc
                .sql(
                        "update library_loan set status = 'active', due_date = '2026-03-22', overdue_since = null where id = 1")
                .update();

        Marked again = mark(Instant.parse("2026-03-25T04:00:00Z"));

        assertThat(loanIds(again)).contains(1L);
        assertThat(library.database.count("library_infraction where loan_id = 1"))
                .isEqualTo(1);
    }

    @Test
    void blacklists_at_the_third_infraction() {
        library.jdbc
                .sql("update library_user set infractions_count = 2 where id = 1")
                .update();

        assertThat(mark(MIDNIGHT).blacklistedUserIds()).containsExactly(1L);
        assertThat(library.database.count(
                        "library_user where id = 1 and blacklisted = 1 and blacklisted_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void two_runs_at_once_mark_each_loan_once() throws Exception {
        List<Marked> both = twice(() -> mark(MIDNIGHT));

        assertThat(both.stream().flatMap(each -> loanIds(each).stream())).containsExactlyInAnyOrder(1L, 9L);
        assertThat(both.stream()
                        .mapToInt(each -> each.infractionsAdded().size())
                        .sum())
                .isEqualTo(1);
        assertThat(library.database.count("library_infraction")).isEqualTo(1);
    }

    private Marked mark(Instant now) {
        return library.overdueMarking().mark(now, DutyProgress.NONE);
    }

    private static List<Long> loanIds(Marked marked) {
        return Stream.of(marked)
                .flatMap(each -> each.loans().stream())
                .map(MarkedLoan::id)
                .toList();
    }
}
