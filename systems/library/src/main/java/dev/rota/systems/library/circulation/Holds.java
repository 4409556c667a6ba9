package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reservations, first come first served. Each method takes part in the caller's transaction. */
final class Holds {
    private final JdbcClient jdbc;

    Holds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long reserve(long user, long book, Instant now) {
        if (count("library_book where id = :book and deleted_at is null", user, book) == 0) {
            throw CirculationException.notFound("book", book);
        }
        if (count(
                        "library_reservation where user_id = :user and book_id = :book and status in ('waiting', 'ready')",
                        user,
                        book)
                > 0) {
            throw CirculationException.conflict("User " + user + " has reserved book " + book + " already");
        }
        if (count("library_book_copy where book_id = :book and status = 'available' and deleted_at is null", user, book)
                > 0) {
            throw CirculationException.conflict("A copy of book " + book + " is available: request it");
        }
        return jdbc.sql("""
                insert into library_reservation (user_id, book_id, created_at, status)
                values (:user, :book, :now, 'waiting') returning id""")
                .param("user", user)
                .param("book", book)
                .param("now", Columns.of(now))
                .query(Long.class)
                .single();
    }

    /** Makes the first that waits ready; false if nobody waits. */
    boolean readyFirst(long book) {
        Optional<Long> first =
                jdbc.sql("""
                select id from library_reservation where book_id = :book and status = 'waiting'
                 order by created_at, id limit 1""").param("book", book).query(Long.class).optional();
        return first.isPresent()
                && jdbc.sql("update library_reservation set status = 'ready' where id = :id and status = 'waiting'")
                                .param("id", first.get())
                                .update()
                        == 1;
    }

    /** Ends the user's reservation of the book, as the user now has it; true if a copy was kept for it. */
    boolean fulfil(long user, long book) {
        boolean kept =
                count("library_reservation where user_id = :user and book_id = :book and status = 'ready'", user, book)
                        > 0;
        jdbc.sql("""
                update library_reservation set status = 'fulfilled'
                 where user_id = :user and book_id = :book and status in ('waiting', 'ready')""").param("user", user).param("book", book).update();
        return kept;
    }

    boolean othersWait(Loan loan) {
        long borrower = loan.userId() == null ? 0 : loan.userId();
        return count(
                        "library_reservation where book_id = :book and status = 'waiting' and user_id <> :user",
                        borrower,
                        loan.bookId())
                > 0;
    }

    private long count(String fromAndWhere, long user, long book) {
        return jdbc.sql("select count(*) from " + fromAndWhere)
                .param("user", user)
                .param("book", book)
                .query(Long.class)
                .single();
    }
}
