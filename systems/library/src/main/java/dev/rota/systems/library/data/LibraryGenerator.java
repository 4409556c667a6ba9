package dev.rota.systems.library.data;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invents a library of any size, for measuring: one loan in a hundred is open (every third of these past its due date),
 * one in two hundred is pending, the rest are closed over the last four years. The same seed, size and instant give the
 * same rows. Needs empty tables. Not thread-safe.
 */
public final class LibraryGenerator {

    private static final int BATCH = 1000;
    private static final int LOAN_DAYS = 14;
    private static final int FACULTIES = 8;
    private static final int HISTORY_DAYS = 4 * 365;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final ZoneId zone;

    /** Writes to the library's tables; {@code zone} is where its days begin. */
    public LibraryGenerator(JdbcTemplate jdbc, TransactionTemplate transactions, ZoneId zone) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.zone = zone;
    }

    /**
     * Writes so many loans, and users, books and copies in proportion, 1,000 rows to a transaction.
     *
     * @param count how many loans; at least 1
     * @param now the loans lie before it
     * @param seed which library of that size
     * @param written told after each batch how many loans are written so far
     * @throws IllegalStateException when there are loans already
     */
    public Size loans(int count, Instant now, long seed, LongConsumer written) {
        if (count < 1) {
            throw new IllegalArgumentException("loans must be at least 1, found " + count);
        }
        LibraryTables.requireEmpty(jdbc);
        Size size = Size.forLoans(count);
        Random random = new Random(seed);
        people(size, random);
        stock(size);
        write(count, LOAN, id -> loan(id, size, now, random), written);
        jdbc.update("update library_book_copy set status = 'on_loan' where id <= ?", size.openLoans());
        LibraryTables.advanceIdentities(jdbc);
        return size;
    }

    private void people(Size size, Random random) {
        write(
                FACULTIES,
                "insert into library_faculty (id, code, name) values (?, ?, ?)",
                id -> new Object[] {id, "F" + id, "Faculty " + id},
                n -> {});
        write(
                size.users(),
                USER,
                id -> {
                    String name = "user" + id;
                    // One administrator, one librarian in two hundred, the rest borrow.
                    String role = id == 1 ? "admin" : id % 200 == 0 ? "librarian" : id % 10 == 0 ? "staff" : "student";
                    return new Object[] {id, name, name + "@example.test", role, 1 + random.nextInt(FACULTIES)};
                },
                n -> {});
    }

    private void stock(Size size) {
        write(
                size.books(),
                "insert into library_book (id, title, authors, call_number) values (?, ?, ?, ?)",
                id -> new Object[] {id, "Book " + id, "Author " + id % 997, id % 1000 + ".1 B" + id},
                n -> {});
        write(
                size.copies(),
                "insert into library_book_copy (id, book_id, barcode, status) values (?, ?, ?, ?)",
                id -> new Object[] {id, 1 + id % size.books(), "G" + id, "available"},
                n -> {});
    }

    private @Nullable Object[] loan(long id, Size size, Instant now, Random random) {
        long user = 1L + random.nextInt(size.users());
        // The first loans are open, each on a copy of its own; the others take the copies in turn.
        if (id <= size.openLoans()) {
            boolean late = id % 3 == 0;
            Instant begun = now.minus(Duration.ofHours(
                    24L * (late ? LOAN_DAYS + 1 : 0) + random.nextInt(24 * (late ? 30 : LOAN_DAYS - 1))));
            return row(id, user, id, "active", begun, null);
        }
        long copy = 1 + id % size.copies();
        Instant begun = now.minus(Duration.ofMinutes(60L * 24 * 30 + random.nextInt(HISTORY_DAYS * 24 * 60)));
        return switch ((int) (id % 200)) {
            case 0 -> row(id, user, copy, "pending", now.minus(Duration.ofHours(random.nextInt(72))), null);
            case 1, 2 -> row(id, user, copy, "rejected", begun, begun.plus(Duration.ofHours(5)));
            case 3 -> row(id, user, copy, "cancelled", begun, begun.plus(Duration.ofHours(2)));
            default ->
                row(id, user, copy, "returned", begun, begun.plus(Duration.ofHours(1 + random.nextInt(24 * 20))));
        };
    }

    /** The columns in the order of {@link #LOAN}. */
    private @Nullable Object[] row(
            long id, long user, long copy, String status, Instant begun, @Nullable Instant closed) {
        boolean lent = status.equals("active") || status.equals("returned");
        long at = Columns.of(begun);
        String due = lent ? Columns.of(begun.atZone(zone).toLocalDate().plusDays(LOAN_DAYS)) : null;
        Long end = Columns.ofNullable(closed);
        return new @Nullable Object[] {
            id,
            user,
            copy,
            status,
            at,
            lent ? at : null,
            status.equals("rejected") ? end : null,
            status.equals("cancelled") ? end : null,
            lent ? at : null,
            due,
            status.equals("returned") ? end : null
        };
    }

    private void write(long count, String sql, LongFunction<@Nullable Object[]> row, LongConsumer written) {
        for (long first = 1; first <= count; first += BATCH) {
            long last = Math.min(count, first + BATCH - 1);
            List<@Nullable Object[]> rows = new ArrayList<>(BATCH);
            for (long id = first; id <= last; id++) {
                rows.add(row.apply(id));
            }
            transactions.executeWithoutResult(status -> jdbc.batchUpdate(sql, rows));
            written.accept(last);
        }
    }

    private static final String USER = """
            insert into library_user (id, username, email, role, faculty_id) values (?, ?, ?, ?, ?)
            """;
    private static final String LOAN = """
            insert into library_loan (id, user_id, copy_id, status, requested_at, approved_at, rejected_at,
                                      cancelled_at, loaned_at, due_date, returned_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /**
     * How many of each were written.
     *
     * @param loans all loans
     * @param openLoans those that are open, each on its own copy
     * @param users borrowers and staff
     * @param books titles
     * @param copies copies of them
     */
    public record Size(int loans, int openLoans, int users, int books, int copies) {

        static Size forLoans(int loans) {
            int open = Math.max(1, loans / 100);
            int books = Math.max(10, loans / 50);
            return new Size(loans, open, Math.max(10, loans / 20), books, Math.max(2 * books, open));
        }
    }
}
