package dev.rota.systems.library.data;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.systems.common.CsvException;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.SiteCalendar;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.OverdueNotices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The files here are written for the test, in the shape of the open data. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OpenLibraryDataTest {
    private static final String BOOKS = """
            book_id,isbn13,title,series_name,series_position,authors,original_publication_year,language_code,ratings_count
            1,9780000000002,First Title,,,"A. Author, B. Author",2001,eng,5
            2,,Second Title,,,C. Author,2002,eng,4
            """;
    private static final String LOANS = """
            loan_no,copy_barcode,rcn,issued_at,branch_out,last_seen_at,branch_in,seen_between,days_out
            1,C1,900,2013-01-02T10:00,27,2015-06-13T10:00,27,0,892
            2,C2,901,2016-03-01T10:00,27,2016-03-09T10:00,27,0,8
            3,C2,901,2016-03-30T16:11,27,,,0,
            4,C3,900,2016-03-01T09:00,27,,,0,
            5,C3,900,2016-03-08T09:00,27,2016-03-10T09:00,27,0,2
            """;
    private static final String HOURS = """
            venue,valid_from,day,open_morning,close_lunch,reopen_lunch,close_evening,notes
            Old Library,2015-10,MONDAY,09:00,,,17:00,
            Small Library,2015-10,FRIDAY,,,14:00,17:00,
            Small Library,2023-09-21,WEDNESDAY,10:00,12:30,13:30,16:00,
            Small Library,2023-09-21,THURSDAY,11:00,,,15:00,
            Small Library,2023-09-21,FRIDAY,,,,,
            """;

    private final TestDatabase database;
    private LibraryFixture library;

    @TempDir
    private Path directory;

    OpenLibraryDataTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() throws IOException {
        library = LibraryFixture.empty(database);
        Files.writeString(directory.resolve("books_goodbooks.csv"), BOOKS);
        Files.writeString(directory.resolve("newcastle_loans_derived.csv"), LOANS);
        Files.writeString(directory.resolve("newcastle_opening_hours.csv"), HOURS);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void keeps_every_loan_and_leaves_open_what_was_not_seen_again() {
        assertThat(load("Small Library")).isEqualTo(new OpenLibraryData.Loaded(2, 3, 5, 2));

        assertThat(library.ids("select id from library_loan where status = 'active'"))
                .containsExactly(1L, 3L);
        assertThat(library.ids("select id from library_loan where id = 4 and returned_at ="
                        + " (select loaned_at from library_loan where id = 5)"))
                .containsExactly(4L);
        assertThat(library.consistencyCheck()
                        .check(NOON, false, DutyProgress.NONE)
                        .newFindings())
                .isZero();
    }

    @Test
    void the_last_stamp_lies_yesterday_and_the_odd_ones_are_long_overdue() {
        load("Small Library");

        assertThat(library.ids("select loaned_at from library_loan where id = 3"))
                .containsExactly(LocalDate.of(2026, 3, 19)
                        .atTime(16, 11)
                        .atZone(ZoneId.of("Europe/London"))
                        .toInstant()
                        .toEpochMilli());
        OverdueNotices.Claimed claimed = library.overdueNotices().claim(NOON, DutyProgress.NONE);
        assertThat(claimed.longOverdue())
                .extracting(OverdueNotices.LongOverdue::loanId)
                .containsExactly(1L);
    }

    @Test
    void the_latest_hours_of_a_venue_become_the_librarys() {
        load("Small Library");
        SiteCalendar calendar =
                library.calendars.calendar("library", library.settings.site().zone());

        // A due date on Friday moves to Wednesday.
        assertThat(calendar.nextOpenDay(LocalDate.of(2026, 3, 20))).isEqualTo(LocalDate.of(2026, 3, 25));
        assertThat(calendar.hours(LocalDate.of(2026, 3, 25))).hasSize(2);
    }

    @Test
    void an_unknown_venue_is_named_and_changes_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("No Library"))
                .withMessage("Venue: expected one of Old Library, Small Library, found \"No Library\"");
        assertThat(library.database.count("library_user")).isZero();
    }

    @Test
    void a_wrong_stamp_is_named_and_changes_nothing() throws IOException {
        Files.writeString(
                directory.resolve("newcastle_loans_derived.csv"), LOANS.replace("2016-03-30T16:11", "30.3.2016"));

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> load("Small Library"))
                .withMessage("newcastle_loans_derived.csv line 4, column issued_at: expected a local time"
                        + " yyyy-MM-ddTHH:mm, found \"30.3.2016\"");
        assertThat(library.database.count("library_user")).isZero();
    }

    /** With the real files, where they are at hand. */
    @Test
    @EnabledIfEnvironmentVariable(named = "ROTA_OPEN_DATA", matches = ".+")
    void the_real_files_are_kept_completely() {
        OpenLibraryData.Loaded loaded = new OpenLibraryData(library.template, library.transactions, library.settings)
                .load(DataFiles.in(Path.of(System.getenv("ROTA_OPEN_DATA"))), NOON, "Blakelaw Library");

        assertThat(loaded.books()).isEqualTo(2500);
        assertThat(loaded.loans()).isEqualTo(1712);
        assertThat(library.overdueMarking().mark(NOON, DutyProgress.NONE).loans())
                .isNotEmpty();
        assertThat(library.overdueNotices().claim(NOON, DutyProgress.NONE).longOverdue())
                .anyMatch(loan -> loan.days() > 800);
    }

    private OpenLibraryData.Loaded load(String venue) {
        return new OpenLibraryData(library.template, library.transactions, library.settings)
                .load(DataFiles.in(directory), NOON, venue);
    }
}
