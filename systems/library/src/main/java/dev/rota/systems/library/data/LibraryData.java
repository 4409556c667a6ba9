package dev.rota.systems.library.data;

import dev.rota.systems.common.Bounce;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.CsvTable;
import dev.rota.systems.common.EmailAddresses;
import dev.rota.systems.common.OpeningHours;
import dev.rota.systems.common.Preferences;
import dev.rota.systems.common.SiteCalendars;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads a library of eleven CSV files in the shape of the hand-made one. Dates in them are local to the site and mean
 * its midnight. Needs empty tables. Thread-safe, though one load is enough.
 */
public final class LibraryData {

    private static final Set<String> ROLES = Set.of("student", "staff", "librarian", "admin");
    private static final Set<String> COPY_STATUS =
            Set.of("available", "on_loan", "reserved", "lost", "repair", "withdrawn");
    private static final Set<String> LOAN_STATUS =
            Set.of("pending", "approved", "rejected", "active", "overdue", "returned", "lost", "cancelled");
    private static final Set<String> LEDGER_STATUS = Set.of("sent", "suppressed", "bounced", "failed", "unknown");
    private static final Set<String> EMAIL_STATUS = Set.of("ok", "bounced");
    private static final List<String> PREFERENCES = List.of("due_reminder", "overdue_notice", "admin_pending");
    private static final String SYSTEM = "library";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Writes to the library's tables and the shared ones. */
    public LibraryData(JdbcTemplate jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Loads everything in one transaction.
     *
     * @param now when addresses that bounce are noted to have done so
     * @throws dev.rota.systems.common.CsvException when a file is not as expected; nothing is loaded then
     * @throws java.io.UncheckedIOException when a file cannot be read; nothing is loaded then
     * @throws IllegalStateException when there are users already
     */
    public Loaded load(DataFiles files, Instant now) {
        LibraryTables.requireEmpty(jdbc);
        Read read = new Read(files);
        return transactions.execute(status -> {
            int users = write(read.faculties, read.users).get(1);
            write(read.books, read.copies, read.courses, read.enrollments, read.courseBooks, read.terms);
            int loans = write(read.loans, read.ledger, read.tokens).get(0);
            JdbcClient client = JdbcClient.create(jdbc);
            Preferences preferences = new Preferences(client);
            read.preferences.forEach(
                    chosen -> preferences.set(SYSTEM, chosen.user(), chosen.kind(), chosen.enabled(), true));
            EmailAddresses addresses = new EmailAddresses(client, () -> now);
            read.bounced.forEach(address -> addresses.bounced(address, Bounce.HARD));
            new SiteCalendars(client).setHours(settings.site().id(), read.hours);
            LibraryTables.advanceIdentities(jdbc);
            return new Loaded(users, loans);
        });
    }

    private List<Integer> write(Rows... tables) {
        List<Integer> counts = new ArrayList<>();
        for (Rows rows : tables) {
            counts.add(rows.write(jdbc));
        }
        return counts;
    }

    /**
     * What was loaded.
     *
     * @param users all users
     * @param loans all loans
     */
    public record Loaded(int users, int loans) {}

    private record Preference(long user, String kind, boolean enabled) {}

    /** All files, read and checked before anything is written. */
    private final class Read {
        private final Map<String, Long> facultyIds = new LinkedHashMap<>();
        private final List<Preference> preferences = new ArrayList<>();
        private final List<String> bounced = new ArrayList<>();
        private final List<OpeningHours> hours = new ArrayList<>();
        private final Rows faculties = new Rows(LoadStatements.FACULTY);
        private final Rows ledger = new Rows(LoadStatements.LEDGER);
        private final Rows tokens = new Rows(LoadStatements.TOKEN);
        private final Rows users;
        private final Rows books;
        private final Rows copies;
        private final Rows loans;
        private final Rows terms;
        private final Rows courses;
        private final Rows enrollments;
        private final Rows courseBooks;

        Read(DataFiles files) {
            CsvTable people = files.table(
                    "users.csv",
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
                    "deleted_at");
            users = Rows.withIds(people, LoadStatements.USER, this::user);
            facultyIds.forEach((code, id) -> faculties.add(id, code, code));
            books = Rows.withIds(
                    files.table("books.csv", "id", "title", "call_number", "deleted_at"),
                    LoadStatements.BOOK,
                    row -> values(row.text("title"), row.textOrNull("call_number"), midnight(row, "deleted_at")));
            copies = Rows.withIds(
                    files.table("book_copies.csv", "id", "book_id", "status"),
                    LoadStatements.COPY,
                    row -> values(
                            books.reference(row, "book_id", "books.csv"),
                            "C" + row.number("id"),
                            Rows.choice(row, "status", COPY_STATUS)));
            loans = Rows.withIds(
                    files.table(
                            "loans.csv",
                            "id",
                            "user_id",
                            "copy_id",
                            "status",
                            "requested_on",
                            "approved_on",
                            "rejected_on",
                            "loaned_on",
                            "due_date",
                            "return_date"),
                    LoadStatements.LOAN,
                    this::loan);
            terms = Rows.withIds(
                    files.table("terms.csv", "id", "code", "starts_on", "ends_on"), LoadStatements.TERM, Read::term);
            courses = Rows.withIds(
                    files.table("courses.csv", "id", "code", "deleted_at"),
                    LoadStatements.COURSE,
                    row -> values(row.text("code"), midnight(row, "deleted_at")));
            enrollments = Rows.withIds(
                    files.table("enrollments.csv", "id", "user_id", "course_id"),
                    LoadStatements.ENROLLMENT,
                    row -> values(
                            users.reference(row, "user_id", "users.csv"),
                            courses.reference(row, "course_id", "courses.csv")));
            courseBooks = Rows.withIds(
                    files.table("course_books.csv", "id", "course_id", "book_id"),
                    LoadStatements.COURSE_BOOK,
                    row -> values(
                            courses.reference(row, "course_id", "courses.csv"),
                            books.reference(row, "book_id", "books.csv")));
            files.table("notice_ledger_before.csv", "loan_id", "stage", "due_date", "sent_on", "status")
                    .forEach(this::ledger);
            files.table("tokens.csv", "jti", "expires_at", "revoked").forEach(this::token);
            files.table("opening_hours.csv", "iso_weekday", "opens", "closes").forEach(this::hours);
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
            Long facultyId =
                    faculty == null ? null : facultyIds.computeIfAbsent(faculty, code -> facultyIds.size() + 1L);
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
            hours.add(new OpeningHours(
                    DayOfWeek.of(row.number("iso_weekday", 1, 7)), row.time("opens"), row.time("closes")));
        }

        private @Nullable Long midnight(CsvRow row, String column) {
            LocalDate date = row.dateOrNull(column);
            return date == null ? null : Long.valueOf(Columns.of(settings.startOf(date)));
        }

        private static @Nullable Object[] values(@Nullable Object... values) {
            return values;
        }
    }
}
