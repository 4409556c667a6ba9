package dev.rota.systems.library;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static dev.rota.systems.library.LibraryFixture.expected;
import static dev.rota.systems.library.LibraryFixture.ids;
import static dev.rota.systems.library.LibraryFixture.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.duty.ConsistencyCheck.Consistency;
import dev.rota.systems.library.duty.OrphanCheck.Orphans;
import dev.rota.systems.library.duty.TrendingBooks.Entry;
import dev.rota.systems.library.duty.TrendingBooks.Trending;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class CatalogueChecksTest {
    private final TestDatabase database;
    private LibraryFixture library;

    CatalogueChecksTest(TestDatabase database) {
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
    void counts_the_copies_of_each_book() {
        assertThat(library.availabilityRefresh()
                        .refresh(NOON, DutyProgress.NONE)
                        .books())
                .isEqualTo(4);

        JsonNode expected = expected().get("availability_book_1");
        Map<String, Object> book = library.jdbc
                .sql("select total, available, on_loan, reserved, unavailable, computed_at from library_availability"
                        + " where book_id = 1")
                .query()
                .singleRow();
        assertThat(number(book, "total")).isEqualTo(expected.get("total").asLong());
        assertThat(number(book, "available"))
                .isEqualTo(expected.get("available").asLong());
        assertThat(number(book, "on_loan"))
                .isEqualTo(expected.at("/by_status/on_loan").asLong());
        assertThat(number(book, "reserved"))
                .isEqualTo(expected.at("/by_status/reserved").asLong());
        assertThat(number(book, "unavailable"))
                .isEqualTo(expected.at("/by_status/lost").asLong());
        assertThat(number(book, "computed_at")).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void a_later_refresh_replaces_the_counts_and_drops_deleted_books() {
        library.availabilityRefresh().refresh(NOON, DutyProgress.NONE);
        library.jdbc.sql("update library_book set deleted_at = 1 where id = 2").update();
        library.jdbc
                .sql("update library_book_copy set status = 'available' where id = 1")
                .update();

        library.availabilityRefresh().refresh(NOON.plusSeconds(3600), DutyProgress.NONE);

        assertThat(library.ids("select book_id from library_availability")).containsExactly(1L, 3L, 4L);
        assertThat(library.ids("select available from library_availability where book_id = 1"))
                .containsExactly(2L);
    }

    @Test
    void one_book_can_be_counted_alone() {
        library.availabilityRefresh().refreshBook(1, NOON);
        library.availabilityRefresh().refreshBook(5, NOON);

        assertThat(library.ids("select book_id from library_availability")).containsExactly(1L);
    }

    @Test
    void two_refreshes_at_once_count_every_book() throws Exception {
        twice(() -> library.availabilityRefresh().refresh(NOON, DutyProgress.NONE));

        assertThat(library.database.count("library_availability")).isEqualTo(4);
    }

    @Test
    void lists_what_was_borrowed_in_the_last_thirty_days_and_breaks_ties_by_id() {
        Trending trending = trend();

        // Of loans 1-6, 7, 9, 17, 20 and 21, by book: 1 has three, 2 three, 3 four, 4 one.
        assertThat(trending.borrowed())
                .containsExactly(new Entry(1, 3, 4), new Entry(2, 1, 3), new Entry(3, 2, 3), new Entry(4, 4, 1));
        assertThat(trending.reserved()).isEmpty();
        assertThat(trending.computedFor()).isEqualTo(LocalDate.of(2026, 3, 22));
    }

    @Test
    void a_second_list_of_the_day_replaces_the_first() throws Exception {
        twice(this::trend);
        library.jdbc
                .sql("insert into library_reservation (user_id, book_id, created_at, status)"
                        + " values (1, 2, 1, 'waiting'), (2, 2, 2, 'ready'), (2, 1, 2, 'cancelled')")
                .update();
        library.jdbc.sql("update library_book set deleted_at = 1 where id = 1").update();
        trend();

        assertThat(library.ids("select book_id from library_trending where list = 'borrowed_30d'"))
                .containsExactly(2L, 3L, 4L);
        assertThat(library.database.count(
                        "library_trending where list = 'reserved' and rank = 1 and book_id = 2 and score = 2"))
                .isEqualTo(1);
    }

    @Test
    void puts_right_what_is_certain_and_flags_the_rest() {
        JsonNode expected = expected().get("consistency");

        Consistency found = consistency();

        assertThat(found.madeAvailable()).isEqualTo(answer(expected, "copy_on_loan_without_open_loan"));
        assertThat(found.madeOnLoan()).isEqualTo(answer(expected, "open_loan_but_copy_not_on_loan"));
        for (String check : List.of(
                "returned_without_return_date",
                "approved_and_rejected",
                "loaned_before_approved",
                "returned_before_loaned")) {
            assertThat(found.flagged().get(check)).as(check).isEqualTo(answer(expected, check));
        }
        assertThat(library.ids("select subject_id from library_check_finding where resolution = 'open'"))
                .containsExactly(11L, 18L, 20L);
        assertThat(library.ids("select id from library_book_copy where id = 10 and status = 'available'"))
                .containsExactly(10L);
        assertThat(library.ids("select id from library_book_copy where id = 21 and status = 'on_loan'"))
                .containsExactly(21L);
    }

    @Test
    void a_second_check_finds_nothing_new_and_changes_nothing() {
        consistency();
        Consistency second = consistency();

        assertThat(second.madeAvailable()).isEmpty();
        assertThat(second.madeOnLoan()).isEmpty();
        assertThat(second.newFindings()).isZero();
        assertThat(library.database.count("library_check_finding")).isEqualTo(5);
    }

    @Test
    void a_lost_copy_that_somebody_has_is_flagged() {
        library.jdbc
                .sql("update library_book_copy set status = 'lost' where id = 1")
                .update();

        assertThat(consistency().flagged().get("lost_copy_with_open_loan")).containsExactly(1L);
        assertThat(library.database.count("library_book_copy where id = 1 and status = 'lost'"))
                .isEqualTo(1);
    }

    @Test
    void a_finding_that_is_not_seen_again_is_resolved() {
        consistency();
        library.jdbc
                .sql("update library_loan set rejected_at = null where id = 18")
                .update();

        library.consistencyCheck().check(NOON.plusSeconds(60), false, DutyProgress.NONE);

        assertThat(library.ids("select subject_id from library_check_finding where resolution = 'resolved'"))
                .containsExactly(18L);
    }

    @Test
    void a_dry_check_changes_nothing() {
        Consistency found = library.consistencyCheck().check(NOON, true, DutyProgress.NONE);

        assertThat(found.madeAvailable()).containsExactly(10L);
        assertThat(found.madeOnLoan()).containsExactly(21L);
        assertThat(library.database.count("library_check_finding")).isZero();
        assertThat(library.database.count("library_book_copy where id = 10 and status = 'on_loan'"))
                .isEqualTo(1);
    }

    @Test
    void two_checks_at_once_record_each_finding_once() throws Exception {
        List<Consistency> both = twice(this::consistency);

        assertThat(both.stream().flatMap(each -> each.madeAvailable().stream())).containsExactly(10L);
        assertThat(library.database.count("library_check_finding")).isEqualTo(5);
    }

    @Test
    void finds_what_refers_to_something_deleted() {
        JsonNode expected = expected().get("orphans");

        Orphans orphans = orphans();

        assertThat(orphans.loanIds()).isEqualTo(ids(expected.get("loans_of_deleted_users")));
        assertThat(orphans.enrollmentIds()).isEqualTo(ids(expected.get("enrollments_of_deleted_courses")));
        assertThat(orphans.courseBookIds()).isEqualTo(ids(expected.get("course_books_of_deleted_books")));
        assertThat(orphans.newFindings()).isEqualTo(3);
        assertThat(orphans().newFindings()).isZero();
        assertThat(library.database.count("library_check_finding where resolution = 'open'"))
                .isEqualTo(3);
        assertThat(library.reports.find("orphans", LocalDate.of(2026, 3, 20)).orElseThrow())
                .contains("\"loanIds\":[9]");
    }

    private Trending trend() {
        return library.trendingBooks().compute(Instant.parse("2026-03-22T09:00:00Z"), DutyProgress.NONE);
    }

    private Consistency consistency() {
        return library.consistencyCheck().check(NOON, false, DutyProgress.NONE);
    }

    private Orphans orphans() {
        return library.orphanCheck().check(NOON, DutyProgress.NONE);
    }

    /** The file's keys say in brackets what is to be done. */
    private static List<Long> answer(JsonNode consistency, String check) {
        return consistency
                .propertyStream()
                .filter(property -> property.getKey().startsWith(check + " "))
                .map(property -> ids(property.getValue()))
                .findFirst()
                .orElseThrow();
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) java.util.Objects.requireNonNull(row.get(column))).longValue();
    }
}
