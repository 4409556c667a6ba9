package dev.rota.systems.library.data;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.OpeningHours;
import dev.rota.systems.library.duty.LibrarySettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a library, read and checked before anything is written. */
final class LibraryFiles {

    private static final Set<String> ROLES = Set.of("student", "staff", "librarian", "admin");
    private static final Set<String> COPY_STATUS =
            Set.of("available", "on_loan", "reserved", "lost", "repair", "withdrawn");
    private static final Set<String> LOAN_STATUS =
            Set.of("pending", "approved", "rejected", "active", "overdue", "returned", "lost", "cancelled");
    private static final Set<String> LEDGER_STATUS = Set.of("sent", "suppressed", "bounced", "failed", "unknown");
    private static final Set<String> EMAIL_STATUS = Set.of("ok", "bounced");
    private static final List<String> PREFERENCES = List.of("due_reminder", "overdue_notice", "admin_pending");
    private static final String[] USER_COLUMNS = {
        "id",
        "username",
        "email",
        "role",
        "faculty",
        "infractions_count",
        "blacklisted",
        "email_status",
        "pref_due_reminder",
        "pref_overdue_notice",
        "pref_admin_pending",
        "deleted_at"
    };
    private static final String[] LOAN_COLUMNS = {
        "id",
        "user_id",
        "copy_id",
        "status",
        "requested_on",
        "approved_on",
        "rejected_on",
        "loaned_on",
        "due_date",
        "return_date"
    };

    final List<Preference> preferences = new ArrayList<>();
    final List<String> bounced = new ArrayList<>();
    final List<OpeningHours> hours = new ArrayList<>();
    final Rows faculties = new Rows(LoadStatements.FACULTY);
    final Rows ledger = new Rows(LoadStatements.LEDGER);
    final Rows tokens = new Rows(LoadStatements.TOKEN);
    final Rows users;
    final Rows books;
    final Rows copies;
    final Rows loans;
    final Rows terms;
    final Rows courses;
    final Rows enrollments;
    final Rows courseBooks;
    private final LibrarySettings settings;
    private final Map<String, Long> facultyIds = new LinkedHashMap<>();

    LibraryFiles(DataFiles files, LibrarySettings settings) {
        this.settings = settings;
        users = Rows.withIds(files.table("users.csv", USER_COLUMNS), LoadStatements.USER, this::user);
        facultyIds.forEach((code, id) -> faculties.add(id, code, code));
        books = Rows.withIds(
                files.table("books.csv", "id", "title", "call_number", "deleted_at"), LoadStatements.BOOK, this::book);
        copies = Rows.withIds(
                files.table("book_copies.csv", "id", "book_id", "status"), LoadStatements.COPY, this::copy);
        loans = Rows.withIds(files.table("loans.csv", LOAN_COLUMNS), LoadStatements.LOAN, this::loan);
        terms = Rows.withIds(
                files.table("terms.csv", "id", "code", "starts_on", "ends_on"),
                LoadStatements.TERM,
                LibraryFiles::term);
        courses = Rows.withIds(
                files.table("courses.csv", "id", "code", "deleted_at"), LoadStatements.COURSE, this::course);
        enrollments = Rows.withIds(
                files.table("enrollments.csv", "id", "user_id", "course_id"),
                LoadStatements.ENROLLMENT,
                this::enrollment);
        courseBooks = Rows.withIds(
                files.table("course_books.csv", "id", "course_id", "book_id"),
                LoadStatements.COURSE_BOOK,
                this::courseBook);
        files.table("notice_ledger_before.csv", "loan_id", "stage", "due_date", "sent_on", "status")
                .forEach(this::ledger);
        files.table("tokens.csv", "jti", "expires_at", "revoked").forEach(this::token);
        files.table("opening_hours.csv", "iso_weekday", "opens", "closes").forEach(this::hours);
    }

    /** Whether a user wants notices of a kind. */
    record Preference(long user, String kind, boolean enabled) {}

    private @Nullable Object[] book(CsvRow row) {
        return values(row.text("title"), row.textOrNull("call_number"), midnight(row, "deleted_at"));
    }

    private @Nullable Object[] copy(CsvRow row) {
        return values(
                books.reference(row, "book_id", "books.csv"),
                "C" + row.number("id"),
                Rows.choice(row, "status", COPY_STATUS));
    }

    private @Nullable Object[] course(CsvRow row) {
        return values(row.text("code"), midnight(row, "deleted_at"));
    }

    private @Nullable Object[] enrollment(CsvRow row) {
        return values(users.reference(row, "user_id", "users.csv"), courses.reference(row, "course_id", "courses.csv"));
    }

    private @Nullable Object[] courseBook(CsvRow row) {
        return values(courses.reference(row, "course_id", "courses.csv"), books.reference(row, "book_id", "books.csv"));
    }

    private @Nullable Object[] user(CsvRow row) {
        long id = row.number("id");
        for (String kind : PREFERENCES) {
            preferences.add(new Preference(id, kind, row.flag("pref_" + kind)));
        }
        String email = row.textOrNull("email");
        if (Rows.choice(row, "email_status", EMAIL_STATUS).equals("bounced") && email != null) {
            bounced.add(email);
        }
        String faculty = row.textOrNull("faculty");
        Long facultyId = faculty == null ? null : facultyIds.computeIfAbsent(faculty, code -> facultyIds.size() + 1L);
        return values(
                row.text("username"),
                email,
                Rows.choice(row, "role", ROLES),
                facultyId,
                row.number("infractions_count", 0, 1000),
                Columns.of(row.flag("blacklisted")),
                midnight(row, "deleted_at"));
    }

    private @Nullable Object[] loan(CsvRow row) {
        return values(
                users.reference(row, "user_id", "users.csv"),
                copies.reference(row, "copy_id", "book_copies.csv"),
                Rows.choice(row, "status", LOAN_STATUS),
                midnight(row, "requested_on"),
                midnight(row, "approved_on"),
                midnight(row, "rejected_on"),
                midnight(row, "loaned_on"),
                Columns.ofNullable(row.dateOrNull("due_date")),
                midnight(row, "return_date"),
                overdueSince(row));
    }

    private @Nullable String overdueSince(CsvRow row) {
        return row.text("status").equals("overdue")
                ? Columns.of(row.date("due_date").plusDays(1))
                : null;
    }

    private static @Nullable Object[] term(CsvRow row) {
        LocalDate starts = row.date("starts_on");
        LocalDate ends = row.date("ends_on");
        if (ends.isBefore(starts)) {
            throw row.error("ends_on", "a date not before starts_on");
        }
        return values(row.text("code"), Columns.of(starts), Columns.of(ends));
    }

    private void ledger(CsvRow row) {
        ledger.add(
                loans.reference(row, "loan_id", "loans.csv"),
                row.text("stage"),
                Columns.of(row.date("due_date")),
                Rows.choice(row, "status", LEDGER_STATUS),
                Columns.of(settings.startOf(row.date("sent_on"))));
    }

    /** The file says that a token is revoked, not when: a week before its end is as good as any time. */
    private void token(CsvRow row) {
        Instant expires = row.instant("expires_at");
        boolean revoked = row.flag("revoked");
        tokens.add(
                row.text("jti"),
                revoked ? "denylist" : "refresh",
                Columns.of(expires),
                revoked ? Long.valueOf(Columns.of(expires.minus(Duration.ofDays(7)))) : null);
    }

    private void hours(CsvRow row) {
        hours.add(
                new OpeningHours(DayOfWeek.of(row.number("iso_weekday", 1, 7)), row.time("opens"), row.time("closes")));
    }

    private @Nullable Long midnight(CsvRow row, String column) {
        LocalDate date = row.dateOrNull(column);
        return date == null ? null : Long.valueOf(Columns.of(settings.startOf(date)));
    }

    private static @Nullable Object[] values(@Nullable Object... values) {
        return values;
    }
}
