package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts the copies of each book by what became of them, for readers who must not wait. Readers see when it was
 * computed. Deleted copies and books do not count. Thread-safe.
 */
public final class AvailabilityRefresh {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    /** Works on the library's tables. */
    public AvailabilityRefresh(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Computes all books anew, in one transaction. */
    public Refreshed refresh(Instant now, DutyProgress progress) {
        progress.checkpoint();
        int books = transactions.execute(status -> {
            jdbc.sql(Statements.DROP_DELETED).update();
            return jdbc.sql(Statements.REFRESH.formatted(""))
                    .param("now", Columns.of(now))
                    .update();
        });
        progress.total(books);
        progress.ok(books);
        return new Refreshed(books);
    }

    /** Computes one book anew, in the caller's transaction if there is one. A book that is not there is passed over. */
    public void refreshBook(long bookId, Instant now) {
        jdbc.sql(Statements.REFRESH.formatted("and b.id = :book"))
                .param("now", Columns.of(now))
                .param("book", bookId)
                .update();
    }

    /**
     * What one run did.
     *
     * @param books the number of books counted
     */
    public record Refreshed(int books) {}

    private static final class Statements {
        static final String DROP_DELETED = """
                delete from library_availability
                 where book_id in (select id from library_book where deleted_at is not null)
                """;
        static final String REFRESH = """
                insert into library_availability
                       (book_id, total, available, on_loan, reserved, unavailable, computed_at)
                select b.id,
                       count(c.id),
                       sum(case when c.status = 'available' then 1 else 0 end),
                       sum(case when c.status = 'on_loan' then 1 else 0 end),
                       sum(case when c.status = 'reserved' then 1 else 0 end),
                       sum(case when c.status in ('lost', 'repair', 'withdrawn') then 1 else 0 end),
                       :now
                  from library_book b left join library_book_copy c on c.book_id = b.id and c.deleted_at is null
                 where b.deleted_at is null %s
                 group by b.id
                 order by b.id
                    on conflict (book_id) do update
                   set total = excluded.total, available = excluded.available, on_loan = excluded.on_loan,
                       reserved = excluded.reserved, unavailable = excluded.unavailable,
                       computed_at = excluded.computed_at
                """;

        private Statements() {}
    }
}
