package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.Preferences;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a user who asks for it, in one transaction: closed loans lose their borrower and keep the faculty; tokens,
 * preferences, reservations, enrolments, infractions, and the texts and addresses of messages go; of the user remains a row
 * without a name. Copies that were kept for the user are for the next that waits. Archived loans never had a borrower.
 * Thread-safe.
 */
public final class Forgetting {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final KeptCopies keptCopies;
    private final AvailabilityRefresh availability;

    /** Works on the library's tables and its outbox. */
    public Forgetting(JdbcClient jdbc, TransactionTemplate transactions, Outbox outbox) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
        this.keptCopies = new KeptCopies(jdbc);
        this.availability = new AvailabilityRefresh(jdbc, transactions);
    }

    /** How many loans the user has to return first; a user with any cannot be forgotten. */
    public long openLoans(long user) {
        return jdbc.sql("select count(*) from library_loan where user_id = :user and status in ('active', 'overdue')")
                .param("user", user)
                .query(Long.class)
                .single();
    }

    /** Forgets a user; does nothing to one who is forgotten, or not there. Requests that wait are cancelled. */
    public Forgotten forget(long user, Instant now) {
        return transactions.execute(status -> {
            // Lends nothing more to this user: a check-out that comes later finds the user deleted.
            update(
                    "update library_user set username = 'forgotten-' || id, email = null, blacklist_reason = null,"
                            + " deleted_at = coalesce(deleted_at, :now) where id = :user",
                    user,
                    now);
            // Waits for a check-out that has begun, whose loan is then open.
            update(Statements.CANCEL, user, now);
            long open = openLoans(user);
            if (open > 0) {
                status.setRollbackOnly();
                return new Forgotten(open, 0, 0);
            }
            int loans = update(Statements.UNLINK, user, now);
            endReservations(user, now);
            for (String table : new String[] {"enrollment", "infraction", "token"}) {
                update("delete from library_" + table + " where user_id = :user", user, now);
            }
            new Preferences(jdbc).forget("library", user);
            return new Forgotten(0, loans, outbox.forget(user));
        });
    }

    private void endReservations(long user, Instant now) {
        // In this order: one that waits may be made ready meanwhile by who returns a copy, and must not be missed.
        update("delete from library_reservation where user_id = :user and status <> 'ready'", user, now);
        List<Kept> all = jdbc.sql(Statements.DELETE_READY)
                .param("user", user)
                .query((row, n) -> new Kept(row.getLong("book_id"), row.getLong("copy_id")))
                .list();
        all.stream()
                .sorted(Comparator.comparing(Kept::book).thenComparing(Kept::copy))
                .forEach(kept -> {
                    keptCopies.release(kept.copy());
                    availability.refreshBook(kept.book(), now);
                });
    }

    private int update(String sql, long user, Instant now) {
        return jdbc.sql(sql).param("user", user).param("now", Columns.of(now)).update();
    }

    /**
     * What was done.
     *
     * @param openLoans loans that stand in the way; when there are any, nothing was changed
     * @param loans closed loans that have no borrower any more
     * @param messages messages whose text and address were stripped
     */
    public record Forgotten(long openLoans, int loans, int messages) {}

    /** A copy of a book that was kept for the user; the copy is 0 if there was none. */
    private record Kept(long book, long copy) {}

    private static final class Statements {
        static final String DELETE_READY = """
                delete from library_reservation where user_id = :user and status = 'ready' returning book_id, copy_id
                """;
        static final String CANCEL = """
                update library_loan set status = 'cancelled', cancelled_at = :now, version = version + 1
                 where user_id = :user and status in ('pending', 'approved')
                """;
        static final String UNLINK = """
                update library_loan
                   set faculty_id = (select u.faculty_id from library_user u where u.id = :user), user_id = null
                 where user_id = :user
                """;

        private Statements() {}
    }
}
