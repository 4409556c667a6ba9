package dev.rota.systems.library.duty;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Copies that are kept for a reservation, each for one, first come first served. A copy is kept as long as its reservation
 * is ready: whoever ends one without lending that very copy {@link #release releases} it. Who may not borrow, being
 * blacklisted or deleted, is passed over. Each method takes part in the caller's transaction. Thread-safe.
 */
public final class KeptCopies {
    private final JdbcClient jdbc;

    /** Works on the library's tables. */
    public KeptCopies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps a copy that is on the shelf for the first that waits for its book; it stays there if nobody does. */
    public void offer(long copy) {
        if (readyFirst(copy)) {
            change(copy, "available", "reserved");
        }
    }

    /** Lets go of a copy that was kept for a reservation that has ended: for the next that waits, or onto the shelf. */
    public void release(long copy) {
        if (change(copy, "reserved", "available")) {
            offer(copy);
        }
    }

    /**
     * Has those wait again whose copies are kept though they may not borrow, and releases the copies. They keep their place.
     *
     * @return the reservations, ascending
     */
    List<Long> takeFromBarred() {
        List<Held> taken = jdbc.sql(Statements.TAKE_FROM_BARRED)
                .query((row, n) -> new Held(row.getLong("id"), row.getLong("copy_id")))
                .list();
        taken.stream().map(Held::copy).sorted().forEach(this::release);
        return taken.stream().map(Held::reservation).sorted().toList();
    }

    /** The reservations that {@link #takeFromBarred} would have wait again, ascending. */
    List<Long> heldByBarred() {
        return jdbc.sql("select id from library_reservation where " + Statements.HELD_BY_BARRED + " order by id")
                .query(Long.class)
                .list();
    }

    /**
     * Copies that are kept though no reservation is ready for them, ascending. One for which a request is pending may be
     * kept for that: in data from elsewhere it is.
     */
    List<Long> keptForNobody() {
        return jdbc.sql(Statements.KEPT_FOR_NOBODY).query(Long.class).list();
    }

    /**
     * Another copy that comes back at the same time may be for the one who was first: then whoever is first now is asked
     * for, until one is found or nobody waits.
     */
    private boolean readyFirst(long copy) {
        Optional<Long> first = first(copy);
        while (first.isPresent() && !ready(first.get(), copy)) {
            first = first(copy);
        }
        return first.isPresent();
    }

    private Optional<Long> first(long copy) {
        return jdbc.sql(Statements.FIRST).param("copy", copy).query(Long.class).optional();
    }

    private boolean ready(long reservation, long copy) {
        return jdbc.sql("update library_reservation set status = 'ready', copy_id = :copy"
                                + " where id = :id and status = 'waiting'")
                        .param("copy", copy)
                        .param("id", reservation)
                        .update()
                == 1;
    }

    private boolean change(long copy, String from, String to) {
        return jdbc.sql("update library_book_copy set status = :to where id = :copy and status = :from")
                        .param("copy", copy)
                        .param("from", from)
                        .param("to", to)
                        .update()
                == 1;
    }

    /** A reservation and the copy that was kept for it; 0 if none was. */
    private record Held(long reservation, long copy) {}

    private static final class Statements {
        static final String FIRST = """
                select r.id
                  from library_reservation r
                  join library_book_copy c on c.book_id = r.book_id
                  join library_user u on u.id = r.user_id
                 where c.id = :copy and r.status = 'waiting' and u.blacklisted = 0 and u.deleted_at is null
                 order by r.created_at, r.id limit 1
                """;
        static final String HELD_BY_BARRED = """
                status = 'ready'
                   and user_id in (select id from library_user where blacklisted = 1 or deleted_at is not null)
                """;
        static final String TAKE_FROM_BARRED =
                "update library_reservation set status = 'waiting' where " + HELD_BY_BARRED + " returning id, copy_id";
        static final String KEPT_FOR_NOBODY = """
                select c.id
                  from library_book_copy c
                 where c.status = 'reserved' and c.deleted_at is null
                   and not exists (select 1 from library_reservation r
                                    where r.book_id = c.book_id and r.status = 'ready' and r.copy_id = c.id)
                   and not exists (select 1 from library_loan l where l.copy_id = c.id and l.status = 'pending')
                 order by c.id
                """;

        private Statements() {}
    }
}
