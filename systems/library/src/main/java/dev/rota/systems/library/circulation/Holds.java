package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.List;
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

    /** Ends the user's reservation of the book, as the user now has it; the copies that were kept for it, mostly none or one. */
    List<Long> fulfil(long user, long book) {
        // In this order: one that waits may be made ready meanwhile by who returns a copy, and must not be missed.
        fulfil(user, book, "waiting");
        return fulfil(user, book, "ready");
    }

    private List<Long> fulfil(long user, long book, String status) {
        return jdbc.sql("""
                update library_reservation set status = 'fulfilled'
                 where user_id = :user and book_id = :book and status = :status
                returning coalesce(copy_id, 0)""")
                .param("user", user)
                .param("book", book)
                .param("status", status)
                .query(Long.class)
                .list();
    }

    /** Whether somebody else waits who may borrow. */
    boolean othersWait(Loan loan) {
        long borrower = loan.userId() == null ? 0 : loan.userId();
        return count("""
                library_reservation where book_id = :book and status = 'waiting' and user_id <> :user
                   and user_id in (select id from library_user where blacklisted = 0 and deleted_at is null)""", borrower, loan.bookId()) > 0;
    }

    private long count(String fromAndWhere, long user, long book) {
        return jdbc.sql("select count(*) from " + fromAndWhere)
                .param("user", user)
                .param("book", book)
                .query(Long.class)
                .single();
    }
}
