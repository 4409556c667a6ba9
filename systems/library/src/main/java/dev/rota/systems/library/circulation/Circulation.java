package dev.rota.systems.library.circulation;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.KeptCopies;
import dev.rota.systems.library.duty.LibrarySettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What happens at the desk. Each method is one transaction: the loan, its copy, waiting reservations and the availability
 * of the book change together. A change is written only while the row is still in the state it was asked for in, so two
 * who ask at once cannot both be served. All throw {@link CirculationException} when the rules do not allow it.
 * Thread-safe.
 */
public final class Circulation {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final LendingRules rules;
    private final AvailabilityRefresh availability;
    private final Holds holds;
    private final KeptCopies keptCopies;

    /** Works on the library's tables. */
    public Circulation(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LibrarySettings settings,
            LendingRules rules,
            AvailabilityRefresh availability) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.rules = rules;
        this.availability = availability;
        this.holds = new Holds(jdbc);
        this.keptCopies = new KeptCopies(jdbc);
    }

    /** Asks for a copy. Blacklisted users may not; nor may who has asked for this copy or has it. */
    public Loan request(long user, long copy, Instant now) {
        return inOne(() -> {
            requireMayBorrow(user);
            String status = jdbc.sql("select status from library_book_copy where id = :copy and deleted_at is null")
                    .param("copy", copy)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> CirculationException.notFound("copy", copy));
            if (List.of("lost", "repair", "withdrawn").contains(status)) {
                throw CirculationException.conflict("Copy " + copy + " is not lent, it is " + status);
            }
            long same = jdbc.sql(Statements.SAME)
                    .param("user", user)
                    .param("copy", copy)
                    .query(Long.class)
                    .single();
            if (same > 0) {
                throw CirculationException.conflict("User " + user + " has asked for copy " + copy + " already");
            }
            long id = jdbc.sql(Statements.REQUEST)
                    .param("user", user)
                    .param("copy", copy)
                    .param("now", Columns.of(now))
                    .query(Long.class)
                    .single();
            return loan(id);
        });
    }

    /** Grants a pending request. */
    public Loan approve(long loan, long by, Instant now) {
        return decide(loan, by, now, "approved");
    }

    /** Refuses a pending request. */
    public Loan reject(long loan, long by, Instant now) {
        return decide(loan, by, now, "rejected");
    }

    private Loan decide(long loan, long by, Instant now, String decision) {
        return inOne(() -> {
            loan(loan);
            int decided = jdbc.sql(Statements.DECIDE.formatted(decision, decision))
                    .param("loan", loan)
                    .param("by", by)
                    .param("now", Columns.of(now))
                    .update();
            requireOne(decided, loan, "pending");
            return loan(loan);
        });
    }

    /** Takes a request back that has not led to a loan yet. */
    public Loan cancel(long loan, long by, Instant now) {
        return inOne(() -> {
            if (!loan(loan).isOf(by)) {
                throw new CirculationException(
                        CirculationException.Reason.FORBIDDEN, "Loan " + loan + " is not of user " + by);
            }
            int cancelled = jdbc.sql(Statements.CANCEL)
                    .param("loan", loan)
                    .param("now", Columns.of(now))
                    .update();
            requireOne(cancelled, loan, "pending or approved");
            return loan(loan);
        });
    }

    /**
     * Hands an approved loan's copy out; one that is kept for a reservation only to whoever reserved. Whoever takes another copy of
     * the book gives up the one that is kept.
     */
    public Loan checkOut(long loan, Instant now) {
        return inOne(() -> {
            // Loan, copy, reservations: all who change several of them do it in this order, and so never wait for each
            // other.
            requireOne(jdbc.sql(Statements.HOLD).param("loan", loan).update(), loan, "approved");
            Loan approved = loan(loan);
            Long user = approved.userId();
            if (user == null) {
                throw CirculationException.conflict("The borrower of loan " + loan + " has been forgotten");
            }
            requireMayBorrow(user);
            int taken = jdbc.sql(Statements.TAKE_COPY)
                    .param("copy", approved.copyId())
                    .param("user", user)
                    .update();
            if (taken == 0) {
                throw CirculationException.conflict(
                        "Copy " + approved.copyId() + " cannot be lent now: it is " + copyStatus(approved.copyId()));
            }
            jdbc.sql(Statements.CHECK_OUT)
                    .param("loan", loan)
                    .param("now", Columns.of(now))
                    .param("due", Columns.of(dueDate(now)))
                    .update();
            holds.fulfil(user, approved.bookId()).stream()
                    .filter(copy -> copy != approved.copyId())
                    .forEach(keptCopies::release);
            return changed(loan, now);
        });
    }

    /** Takes a copy back; it is kept for who reserved the book first, if anybody did. */
    public Loan takeBack(long loan, Instant now) {
        return inOne(() -> {
            Loan open = loan(loan);
            close(loan, "returned", now);
            setCopy(open.copyId(), "available");
            keptCopies.offer(open.copyId());
            return changed(loan, now);
        });
    }

    /** Notes that an open loan's copy is lost. */
    public Loan lose(long loan, Instant now) {
        return inOne(() -> {
            Loan open = loan(loan);
            close(loan, "lost", now);
            setCopy(open.copyId(), "lost");
            return changed(loan, now);
        });
    }

    private void close(long loan, String status, Instant now) {
        int closed = jdbc.sql(Statements.CLOSE.formatted(status, status))
                .param("loan", loan)
                .param("now", Columns.of(now))
                .update();
        requireOne(closed, loan, "open");
    }

    /**
     * Moves the due date, counted from today; so begins a new cycle of notices. Not when it is overdue, was renewed as
     * often as may be, another user waits for the book, the borrower is blacklisted, or no day would be won.
     */
    public Loan renew(long loan, Instant now) {
        return inOne(() -> {
            Loan open = loan(loan);
            LocalDate due = open.dueDate();
            if (!open.status().equals("active") || due == null || due.isBefore(settings.today(now))) {
                throw CirculationException.conflict("Loan " + loan + " cannot be renewed: it is "
                        + (open.status().equals("active") ? "overdue" : open.status()));
            }
            if (open.userId() != null) {
                requireMayBorrow(open.userId());
            }
            if (open.renewals() >= rules.renewals()) {
                throw CirculationException.conflict("Loan " + loan + " has been renewed " + open.renewals()
                        + " times, which is as often as it may be");
            }
            if (holds.othersWait(open)) {
                throw CirculationException.conflict("Loan " + loan + " cannot be renewed: another user waits");
            }
            LocalDate later = dueDate(now);
            if (!later.isAfter(due)) {
                throw CirculationException.conflict("Loan " + loan + " is due on " + due + ", and renewed it would be"
                        + " due on " + later + ": renew it later");
            }
            int renewed = jdbc.sql(Statements.RENEW)
                    .param("loan", loan)
                    .param("due", Columns.of(later))
                    .param("before", Columns.of(due))
                    .update();
            requireOne(renewed, loan, "active");
            return loan(loan);
        });
    }

    /** Reserves a book of which no copy is there now; the reservation's id. */
    public long reserve(long user, long book, Instant now) {
        return inOne(() -> {
            requireMayBorrow(user);
            return holds.reserve(user, book, now);
        });
    }

    /** A loan. */
    public Loan loan(long id) {
        return jdbc.sql(Statements.LOAN)
                .param("loan", id)
                .query(Loan::of)
                .optional()
                .orElseThrow(() -> CirculationException.notFound("loan", id));
    }

    private Loan changed(long loan, Instant now) {
        Loan as = loan(loan);
        availability.refreshBook(as.bookId(), now);
        return as;
    }

    private LocalDate dueDate(Instant now) {
        return new SiteCalendars(jdbc)
                .calendar(settings.site().id(), settings.site().zone())
                .nextOpenDay(settings.today(now).plusDays(rules.days()));
    }

    private void requireMayBorrow(long user) {
        boolean blacklisted = jdbc.sql("select blacklisted from library_user where id = :user and deleted_at is null")
                .param("user", user)
                .query((row, n) -> Columns.flag(row, "blacklisted"))
                .optional()
                .orElseThrow(() -> CirculationException.notFound("user", user));
        if (blacklisted) {
            throw CirculationException.conflict("User " + user + " is blacklisted");
        }
    }

    private void requireOne(int changed, long loan, String expected) {
        if (changed == 0) {
            throw CirculationException.conflict("Loan " + loan + ": expected it to be " + expected + ", found it "
                    + loan(loan).status());
        }
    }

    private String copyStatus(long copy) {
        return jdbc.sql("select status from library_book_copy where id = :copy")
                .param("copy", copy)
                .query(String.class)
                .single();
    }

    private void setCopy(long copy, String status) {
        jdbc.sql("update library_book_copy set status = :status where id = :copy")
                .param("status", status)
                .param("copy", copy)
                .update();
    }

    private <T> T inOne(Supplier<T> work) {
        try {
            return transactions.execute(status -> work.get());
        } catch (DataIntegrityViolationException e) {
            // The table's own rule: one open loan for each copy.
            throw CirculationException.conflict("The copy is on loan to somebody else");
        } catch (ConcurrencyFailureException e) {
            throw CirculationException.conflict("Somebody else changed the same at the same time: try again");
        }
    }

    private static final class Statements {
        static final String LOAN = """
                select l.id, l.user_id, l.copy_id, c.book_id, l.status, l.due_date, l.renewals
                  from library_loan l join library_book_copy c on c.id = l.copy_id
                 where l.id = :loan
                """;
        static final String SAME = """
                select count(*) from library_loan
                 where user_id = :user and copy_id = :copy and status in ('pending', 'approved', 'active', 'overdue')
                """;
        static final String REQUEST = """
                insert into library_loan (user_id, copy_id, status, requested_at)
                values (:user, :copy, 'pending', :now) returning id
                """;
        static final String DECIDE = """
                update library_loan set status = '%s', %s_at = :now, decided_by = :by, version = version + 1
                 where id = :loan and status = 'pending'
                """;
        static final String CANCEL = """
                update library_loan set status = 'cancelled', cancelled_at = :now, version = version + 1
                 where id = :loan and status in ('pending', 'approved')
                """;
        static final String HOLD =
                "update library_loan set version = version + 1 where id = :loan and status = 'approved'";
        static final String TAKE_COPY = """
                update library_book_copy set status = 'on_loan'
                 where id = :copy and deleted_at is null
                   and (status = 'available'
                        or (status = 'reserved' and exists (
                            select 1 from library_reservation
                             where user_id = :user and copy_id = :copy and status = 'ready')))
                """;
        static final String CHECK_OUT =
                "update library_loan set status = 'active', loaned_at = :now, due_date = :due where id = :loan";
        static final String CLOSE = """
                update library_loan set status = '%s', %s_at = :now, version = version + 1
                 where id = :loan and status in ('active', 'overdue')
                """;
        static final String RENEW = """
                update library_loan set due_date = :due, renewals = renewals + 1, version = version + 1
                 where id = :loan and status = 'active' and due_date = :before
                """;

        private Statements() {}
    }
}
