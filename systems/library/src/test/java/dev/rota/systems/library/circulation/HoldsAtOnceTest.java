package dev.rota.systems.library.circulation;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transactions on the reservations of one book. On SQLite the second begins when the first has ended. */
class HoldsAtOnceTest {
    private static final long BOOK = 3;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private LibraryFixture library;
    private Desk desk;

    @BeforeEach
    void open() {
        library = LibraryFixture.handMade(TestDatabase.POSTGRES);
        desk = new Desk(library);
        desk.noneLeft(BOOK);
    }

    @AfterEach
    void close() {
        other.shutdownNow();
        library.close();
    }

    @Test
    void two_copies_that_come_back_at_once_are_kept_for_the_first_two() throws Exception {
        desk.reserve(BOOK, 1, 5);

        meanwhile(() -> desk.circulation.takeBack(5, NOON), () -> desk.circulation.takeBack(6, NOON));

        assertThat(desk.keptFor(1)).isEqualTo(5);
        assertThat(desk.keptFor(5)).isEqualTo(6);
        assertThat(desk.copy(6)).isEqualTo("reserved");
    }

    @Test
    void a_copy_that_comes_back_while_who_waits_takes_another_is_not_kept() throws Exception {
        desk.reserve(BOOK, 5);
        desk.copy(14, "available");
        long another = desk.approved(5, 14);

        meanwhile(() -> desk.circulation.takeBack(5, NOON), () -> desk.circulation.checkOut(another, NOON));

        assertThat(desk.copy(14)).isEqualTo("on_loan");
        assertThat(desk.keptFor(5)).isZero();
        assertThat(desk.copy(5)).isEqualTo("available");
    }

    @Test
    void a_copy_that_comes_back_while_who_waits_is_forgotten_is_not_kept() throws Exception {
        desk.reserve(BOOK, 5);

        meanwhile(
                () -> desk.circulation.takeBack(5, NOON),
                () -> library.forgetting().forget(5, NOON));

        assertThat(library.database.count("library_reservation")).isZero();
        assertThat(desk.copy(5)).isEqualTo("available");
    }

    @Test
    void two_who_take_one_copy_do_not_wait_for_each_other_if_both_had_reserved_the_book() throws Exception {
        desk.reserve(BOOK, 1, 5);
        desk.circulation.takeBack(5, NOON);
        desk.copy(14, "available");
        long first = desk.approved(1, 14);
        long second = desk.approved(5, 14);

        // The first has the copy and gives its kept one to the second, who meanwhile waits for the copy.
        Future<Loan> loser = library.transactions.execute(status -> {
            desk.copy(14, "available");
            Future<Loan> waiting = other.submit(() -> desk.circulation.checkOut(second, NOON));
            awaitOneThatWaitsForMe();
            desk.circulation.checkOut(first, NOON);
            return waiting;
        });

        assertConflict(loser::get, "Copy 14 cannot be lent now: it is on_loan");
        assertThat(desk.circulation.loan(first).status()).isEqualTo("active");
        assertThat(desk.keptFor(5)).isEqualTo(5);
    }

    @Test
    void who_is_chosen_to_end_a_deadlock_is_told_of_a_conflict() throws Exception {
        long loan = desk.approved(5, 17);
        CompletableFuture<Future<?>> stranger = new CompletableFuture<>();

        assertConflict(
                () -> library.transactions.executeWithoutResult(status -> {
                    library.jdbc.sql("set local deadlock_timeout = '1ms'").update();
                    touch("library_loan", loan);
                    stranger.complete(other.submit(() -> library.transactions.executeWithoutResult(theirs -> {
                        library.jdbc.sql("set local deadlock_timeout = '1h'").update();
                        touch("library_book_copy", 17);
                        touch("library_loan", loan);
                    })));
                    awaitOneThatWaitsForMe();
                    desk.circulation.checkOut(loan, NOON);
                }),
                "try again");

        stranger.get().get();
        assertThat(desk.circulation.checkOut(loan, NOON).status()).isEqualTo("active");
    }

    @Test
    void nobody_is_forgotten_who_takes_a_copy_meanwhile() throws Exception {
        long loan = desk.approved(5, 17);

        meanwhile(
                () -> desk.circulation.checkOut(loan, NOON),
                () -> library.forgetting().forget(5, NOON));

        assertThat(desk.circulation.loan(loan).isOf(5)).isTrue();
        assertThat(library.database.count("library_user where id = 5 and deleted_at is null"))
                .isEqualTo(1);
    }

    private void touch(String table, long id) {
        library.jdbc
                .sql("update " + table + " set status = status where id = :id")
                .param("id", id)
                .update();
    }

    /** The conflict itself, or as another thread's. */
    private static void assertConflict(ThrowingCallable work, String words) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown instanceof ExecutionException ? thrown.getCause() : thrown)
                .isInstanceOfSatisfying(
                        CirculationException.class,
                        e -> assertThat(e.reason()).isEqualTo(CirculationException.Reason.CONFLICT))
                .hasMessageContaining(words);
    }

    /** The second begins when the first has done all but commit, which it does when the second waits for it. */
    private void meanwhile(Runnable first, Callable<?> second) throws Exception {
        Future<?> waiting = library.transactions.execute(status -> {
            first.run();
            Future<?> begun = other.submit(second);
            awaitOneThatWaitsForMe();
            return begun;
        });
        waiting.get();
    }

    private void awaitOneThatWaitsForMe() {
        int me =
                library.jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
        await().until(() -> waitsFor(me));
    }

    private boolean waitsFor(int backend) {
        return library.database.count("pg_stat_activity where " + backend + " = any(pg_blocking_pids(pid))") > 0;
    }
}
