package dev.rota.systems.library.data;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.CsvTable;
import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.library.duty.LibrarySettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads open data of real libraries from a directory: titles of goodbooks-10k ({@code books_goodbooks.csv}), loans of
 * Newcastle Libraries ({@code newcastle_loans_derived.csv}) and their opening hours
 * ({@code newcastle_opening_hours.csv}). Needs empty tables.
 *
 * <p>What the sources do not say is invented, and only that: borrowers, faculties, and which of the titles a lent copy
 * is of. All stamps move by the same whole number of days, so that the last one lies yesterday. A copy's loan ends when
 * it was last seen, or at the latest when the copy is lent again; the last loan of a copy that was not seen again within
 * 90 days is still open. So the odd ones, up to 891 days out, are long-overdue cases.
 */
public final class OpenLibraryData {

    private static final ZoneId SOURCE_ZONE = ZoneId.of("Europe/London");
    private static final int LOAN_DAYS = 21;
    private static final Duration SEEN_WITHIN = Duration.ofDays(90);
    private static final int BORROWERS = 400;
    private static final List<String> FACULTIES = List.of("ART", "ENG", "LAW", "MED", "SCI");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Writes to the library's tables and the shared calendars. */
    public OpenLibraryData(JdbcTemplate jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Loads everything in one transaction.
     *
     * @param now the last stamp lies on the day before its local date
     * @param venue whose opening hours become the library's; all venues are loaded under their own names too
     * @throws dev.rota.systems.common.CsvException when a file is not as expected; nothing is loaded then
     * @throws java.io.UncheckedIOException when a file cannot be read; nothing is loaded then
     * @throws IllegalArgumentException when the venue is unknown
     * @throws IllegalStateException when there are users already
     */
    public Loaded load(DataFiles files, Instant now, String venue) {
        LibraryTables.requireEmpty(jdbc);
        VenueHours venues = VenueHours.read(files);
        Rows books = books(files);
        Map<String, List<Sighting>> sightings = sightings(files);
        Lending lending = new Lending(sightings, books, shiftDays(sightings, now));
        return transactions.execute(status -> {
            people();
            books.write(jdbc);
            int copies = lending.copies.write(jdbc);
            int loans = lending.loans.write(jdbc);
            venues.store(
                    new SiteCalendars(JdbcClient.create(jdbc)), settings.site().id(), venue);
            LibraryTables.advanceIdentities(jdbc);
            return new Loaded(books.size(), copies, loans, lending.open);
        });
    }

    private static Rows books(DataFiles files) {
        return Rows.withIds(
                files.table("books_goodbooks.csv", "book_id", "isbn13", "title", "authors"),
                "book_id",
                LoadStatements.BOOK_WITH_AUTHORS,
                row -> new @Nullable Object[] {
                    row.textOrNull("isbn13"),
                    row.text("title"),
                    row.textOrNull("authors"),
                    "GB " + row.number("book_id")
                });
    }

    private static Map<String, List<Sighting>> sightings(DataFiles files) {
        CsvTable table = files.table(
                "newcastle_loans_derived.csv", "loan_no", "copy_barcode", "rcn", "issued_at", "last_seen_at");
        Map<String, List<Sighting>> byCopy = new TreeMap<>();
        Set<Long> ids = new HashSet<>();
        for (CsvRow row : table) {
            long id = row.number("loan_no");
            if (!ids.add(id)) {
                throw row.error("loan_no", "a number that no earlier line has");
            }
            LocalDateTime issued = stamp(row, "issued_at");
            if (issued == null) {
                throw row.error("issued_at", "a local time yyyy-MM-ddTHH:mm");
            }
            byCopy.computeIfAbsent(row.text("copy_barcode"), barcode -> new ArrayList<>())
                    .add(new Sighting(id, row.text("rcn"), issued, stamp(row, "last_seen_at")));
        }
        byCopy.values().forEach(loans -> loans.sort(Comparator.comparing(Sighting::issued)));
        return byCopy;
    }

    private static @Nullable LocalDateTime stamp(CsvRow row, String column) {
        String text = row.textOrNull(column);
        try {
            return text == null ? null : LocalDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw row.error(column, "a local time yyyy-MM-ddTHH:mm");
        }
    }

    private long shiftDays(Map<String, List<Sighting>> sightings, Instant now) {
        LocalDateTime last = sightings.values().stream()
                .flatMap(List::stream)
                .map(loan -> loan.seen() == null || loan.seen().isBefore(loan.issued()) ? loan.issued() : loan.seen())
                .max(Comparator.naturalOrder())
                .orElse(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
        return ChronoUnit.DAYS.between(last.toLocalDate(), settings.today(now).minusDays(1));
    }

    /** Borrowers 1 to 400 and one administrator after them. */
    private void people() {
        Rows faculties = new Rows(LoadStatements.FACULTY);
        for (int n = 0; n < FACULTIES.size(); n++) {
            faculties.add(n + 1L, FACULTIES.get(n), FACULTIES.get(n));
        }
        faculties.write(jdbc);
        Rows users = new Rows(LoadStatements.USER);
        for (long id = 1; id <= BORROWERS; id++) {
            String name = "reader" + id;
            users.add(id, name, name + "@example.test", "student", 1 + id % FACULTIES.size(), 0, 0, null);
        }
        users.add(BORROWERS + 1L, "admin", "admin@example.test", "admin", null, 0, 0, null);
        users.write(jdbc);
    }

    /**
     * What was loaded.
     *
     * @param books titles
     * @param copies lent copies
     * @param loans all loans
     * @param openLoans those still open
     */
    public record Loaded(int books, int copies, int loans, int openLoans) {}

    private record Sighting(
            long id,
            String title,
            LocalDateTime issued,
            @Nullable LocalDateTime seen) {}

    /** Turns what was seen of each copy into loans. */
    private static final class Lending {
        private final Rows copies = new Rows(LoadStatements.COPY);
        private final Rows loans = new Rows(LoadStatements.LOAN);
        private final Map<String, Long> books = new LinkedHashMap<>();
        private final long shiftDays;
        private int open;

        Lending(Map<String, List<Sighting>> byCopy, Rows titles, long shiftDays) {
            this.shiftDays = shiftDays;
            List<Long> bookIds = titles.ids();
            long copy = 0;
            for (Map.Entry<String, List<Sighting>> lent : byCopy.entrySet()) {
                copy++;
                String title = lent.getValue().get(0).title();
                long book = books.computeIfAbsent(title, key -> bookIds.get(books.size() % bookIds.size()));
                boolean stillOut = lend(copy, lent.getValue());
                copies.add(copy, book, lent.getKey(), stillOut ? "on_loan" : "available");
            }
        }

        private boolean lend(long copy, List<Sighting> sightings) {
            boolean stillOut = false;
            for (int n = 0; n < sightings.size(); n++) {
                Sighting loan = sightings.get(n);
                LocalDateTime end = n + 1 < sightings.size() ? next(loan, sightings.get(n + 1)) : last(loan);
                stillOut = end == null;
                add(copy, loan, end);
            }
            open += stillOut ? 1 : 0;
            return stillOut;
        }

        private static LocalDateTime next(Sighting loan, Sighting following) {
            LocalDateTime seen = loan.seen();
            return seen == null || seen.isAfter(following.issued()) ? following.issued() : seen;
        }

        private static @Nullable LocalDateTime last(Sighting loan) {
            LocalDateTime seen = loan.seen();
            return seen == null || seen.isAfter(loan.issued().plus(SEEN_WITHIN)) ? null : seen;
        }

        private void add(long copy, Sighting loan, @Nullable LocalDateTime end) {
            long issued = instant(loan.issued());
            loans.add(
                    loan.id(),
                    1 + loan.id() * 7 % BORROWERS,
                    copy,
                    end == null ? "active" : "returned",
                    issued,
                    issued,
                    null,
                    issued,
                    Columns.of(loan.issued().toLocalDate().plusDays(shiftDays + LOAN_DAYS)),
                    end == null ? null : Long.valueOf(instant(end)),
                    null);
        }

        private long instant(LocalDateTime local) {
            return Columns.of(local.plusDays(shiftDays).atZone(SOURCE_ZONE).toInstant());
        }
    }
}
