package dev.rota.systems.library.data;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rota.systems.common.CsvException;
import dev.rota.systems.common.EmailAddresses;
import dev.rota.systems.common.Preferences;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LibraryDataTest {
    private static final List<String> FILES = List.of(
            "users.csv",
            "books.csv",
            "book_copies.csv",
            "loans.csv",
            "terms.csv",
            "courses.csv",
            "enrollments.csv",
            "course_books.csv",
            "notice_ledger_before.csv",
            "tokens.csv",
            "opening_hours.csv");

    private final TestDatabase database;
    private LibraryFixture library;

    @TempDir
    private Path directory;

    LibraryDataTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() throws IOException {
        library = LibraryFixture.empty(database);
        for (String file : FILES) {
            try (InputStream in = LibraryData.class.getResourceAsStream("/library/data/" + file)) {
                Files.copy(Objects.requireNonNull(in), directory.resolve(file));
            }
        }
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void loads_a_directory() {
        assertThat(load()).isEqualTo(new LibraryData.Loaded(9, 21));

        assertThat(library.database.count("library_notice_ledger")).isEqualTo(9);
        assertThat(new Preferences(library.jdbc).enabled("library", 2, "due_reminder"))
                .isFalse();
        assertThat(new Preferences(library.jdbc).enabled("library", 2, "overdue_notice"))
                .isTrue();
        assertThat(new EmailAddresses(library.jdbc, () -> NOON).suppressed("cai@example.test"))
                .isTrue();
        assertThat(library.calendars
                        .calendar("library", library.settings.site().zone())
                        .isOpen(LocalDate.of(2026, 3, 22)))
                .isFalse();
    }

    @Test
    void generated_ids_go_on_after_the_loaded_ones() {
        load();
        library.jdbc
                .sql("insert into library_loan (user_id, copy_id, status) values (1, 14, 'pending')")
                .update();

        assertThat(library.ids("select max(id) from library_loan")).containsExactly(22L);
    }

    @Test
    void a_wrong_line_is_named_and_changes_nothing() throws IOException {
        replace("loans.csv", "21,7,21,active", "21,70,21,active");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(this::load)
                .withMessage(
                        "loans.csv line 22, column user_id: expected an id that stands in users.csv, found \"70\"");
        assertThat(library.database.count("library_user")).isZero();
    }

    @Test
    void a_missing_column_is_named() throws IOException {
        replace("loans.csv", "due_date", "due");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(this::load)
                .withMessageContaining("loans.csv: column due_date is missing; found id, user_id");
    }

    @Test
    void an_unknown_status_is_named() throws IOException {
        replace("book_copies.csv", "18,1,lost", "18,1,stolen");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(this::load)
                .withMessage("book_copies.csv line 19, column status: expected one of available, lost, on_loan,"
                        + " repair, reserved, withdrawn, found \"stolen\"");
    }

    @Test
    void an_id_that_occurs_twice_is_named() throws IOException {
        replace("users.csv", "9,ivy", "8,ivy");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(this::load)
                .withMessage("users.csv line 10, column id: expected an id that no earlier line has, found \"8\"");
    }

    @Test
    void what_only_the_database_can_see_changes_nothing_either() throws IOException {
        replace("users.csv", "9,ivy", "9,hal");

        assertThatExceptionOfType(org.springframework.dao.DataAccessException.class)
                .isThrownBy(this::load);
        assertThat(library.database.count("library_user")).isZero();
        assertThat(library.database.count("library_faculty")).isZero();
    }

    @Test
    void loads_into_empty_tables_only() {
        load();

        assertThatIllegalStateException().isThrownBy(this::load).withMessageContaining("load into a new database");
    }

    private LibraryData.Loaded load() {
        return new LibraryData(library.template, library.transactions, library.settings)
                .load(DataFiles.in(directory), NOON);
    }

    private void replace(String file, String found, String by) throws IOException {
        String text = Files.readString(directory.resolve(file));
        assertThat(text).contains(found);
        Files.writeString(directory.resolve(file), text.replace(found, by));
    }
}
