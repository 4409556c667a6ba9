package dev.rota.systems.library.circulation;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** The second begins when the first has done all but commit, which it does when the second waits for it. */
    private void meanwhile(Runnable first, Callable<?> second) throws Exception {
        Future<?> waiting = library.transactions.execute(status -> {
            int me = library.jdbc
                    .sql("select pg_backend_pid()")
                    .query(Integer.class)
                    .single();
            first.run();
            Future<?> begun = other.submit(second);
            await().until(() -> waitsFor(me));
            return begun;
        });
        waiting.get();
    }

    private boolean waitsFor(int backend) {
        return library.database.count("pg_stat_activity where " + backend + " = any(pg_blocking_pids(pid))") > 0;
    }
}
