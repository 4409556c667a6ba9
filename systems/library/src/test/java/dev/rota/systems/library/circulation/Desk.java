package dev.rota.systems.library.circulation;

import static dev.rota.systems.library.LibraryFixture.NOON;

import dev.rota.systems.library.LibraryFixture;

/** The desk of a library of the tests, and short ways to bring its copies about. */
final class Desk {
    private static final long LIBRARIAN = 8;

    final Circulation circulation;
    private final LibraryFixture library;

    Desk(LibraryFixture library) {
        this.library = library;
        this.circulation = new Circulation(
                library.jdbc,
                library.transactions,
                library.settings,
                LendingRules.DEFAULTS,
                library.availabilityRefresh());
    }

    /** Takes the copies of a book from the shelf. */
    void noneLeft(long book) {
        library.jdbc
                .sql("update library_book_copy set status = 'on_loan' where book_id = :book and status = 'available'")
                .param("book", book)
                .update();
    }

    /** Reserves a book for each, who wait in this order. */
    void reserve(long book, long... users) {
        for (long user : users) {
            circulation.reserve(user, book, NOON);
        }
    }

    long approved(long user, long copy) {
        long loan = circulation.request(user, copy, NOON).id();
        circulation.approve(loan, LIBRARIAN, NOON);
        return loan;
    }

    Loan lend(long user, long copy) {
        return circulation.checkOut(approved(user, copy), NOON);
    }

    void blacklist(long user) {
        library.jdbc
                .sql("update library_user set blacklisted = 1 where id = :user")
                .param("user", user)
                .update();
    }

    void copy(long id, String status) {
        library.jdbc
                .sql("update library_book_copy set status = :status where id = :id")
                .param("status", status)
                .param("id", id)
                .update();
    }

    String copy(long id) {
        return library.jdbc
                .sql("select status from library_book_copy where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    /** The copy that is kept for a user; 0 if none is. */
    long keptFor(long user) {
        return library.jdbc
                .sql("select copy_id from library_reservation where user_id = :user and status = 'ready'")
                .param("user", user)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
