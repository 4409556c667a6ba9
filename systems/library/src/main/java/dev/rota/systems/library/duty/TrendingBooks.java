package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Computes which books were borrowed most in the last days, and which are reserved most. Ties go to the lower book id.
 * A second run on the same day replaces the first. Thread-safe.
 */
public final class TrendingBooks {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    /** Works on the library's tables. */
    public TrendingBooks(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Computes both lists for the local date of {@code now}; loans started in the days up to {@code now} count. */
    public Trending compute(Instant now, DutyProgress progress) {
        progress.checkpoint();
        LocalDate today = settings.today(now);
        Instant from = now.minus(Duration.ofDays(settings.lists().trendingDays()));
        List<Entry> borrowed = jdbc.sql(Statements.BORROWED)
                .param("from", Columns.of(from))
                .param("to", Columns.of(now))
                .param("top", settings.lists().top())
                .query(TrendingBooks::entry)
                .list();
        List<Entry> reserved = jdbc.sql(Statements.RESERVED)
                .param("top", settings.lists().top())
                .query(TrendingBooks::entry)
                .list();
        transactions.executeWithoutResult(status -> {
            store("borrowed_30d", today, borrowed);
            store("reserved", today, reserved);
        });
        progress.total((long) borrowed.size() + reserved.size());
        progress.ok((long) borrowed.size() + reserved.size());
        return new Trending(today, borrowed, reserved);
    }

    private static Entry entry(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Entry(n + 1, row.getLong("book_id"), row.getLong("score"));
    }

    private void store(String list, LocalDate today, List<Entry> entries) {
        for (Entry entry : entries) {
            jdbc.sql(Statements.STORE)
                    .param("list", list)
                    .param("today", Columns.of(today))
                    .param("rank", entry.rank())
                    .param("book", entry.bookId())
                    .param("score", entry.score())
                    .update();
        }
        jdbc.sql(Statements.DROP_REST)
                .param("list", list)
                .param("today", Columns.of(today))
                .param("size", entries.size())
                .update();
    }

    /**
     * One place in a list.
     *
     * @param rank from 1 on
     * @param bookId the book
     * @param score how often it was borrowed, or is reserved
     */
    public record Entry(int rank, long bookId, long score) {}

    /**
     * What one run computed.
     *
     * @param computedFor the local date it went by
     * @param borrowed the most borrowed books
     * @param reserved the most reserved books
     */
    public record Trending(LocalDate computedFor, List<Entry> borrowed, List<Entry> reserved) {}

    private static final class Statements {
        static final String BORROWED = """
                select c.book_id, count(*) as score
                  from library_loan l
                  join library_book_copy c on c.id = l.copy_id
                  join library_book b on b.id = c.book_id and b.deleted_at is null
                 where l.loaned_at >= :from and l.loaned_at <= :to
                 group by c.book_id order by score desc, c.book_id limit :top
                """;
        static final String RESERVED = """
                select r.book_id, count(*) as score
                  from library_reservation r join library_book b on b.id = r.book_id and b.deleted_at is null
                 where r.status in ('waiting', 'ready')
                 group by r.book_id order by score desc, r.book_id limit :top
                """;
        static final String STORE = """
                insert into library_trending (list, computed_for, rank, book_id, score)
                values (:list, :today, :rank, :book, :score)
                    on conflict (list, computed_for, rank) do update
                   set book_id = excluded.book_id, score = excluded.score
                """;
        static final String DROP_REST = """
                delete from library_trending where list = :list and computed_for = :today and rank > :size
                """;

        private Statements() {}
    }
}
