package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.RotaException;
import dev.rota.job.UniqueKey;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import dev.rota.testing.EventLog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What transactions of applications that ask for unique jobs keep from going on. */
class PostgresUniqueKeysTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final NewJob PLAIN = NewJob.of(TYPE, "{}");
    private static final NewJob REPORT = PLAIN.unique(UniqueKey.of("report-42"));

    private final String url = TestServer.newDatabase();
    private final PostgresStore store = PostgresStore.open(TestServer.settings(url));

    @BeforeEach
    void migrate() {
        store.migrate();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_long_transaction_that_found_a_key_held_keeps_no_job_from_ending_and_no_other_from_asking() throws Exception {
        long first = store.jobs().enqueue(List.of(REPORT)).get(0).id();
        long worker = store.workers()
                .register(new WorkerStore.Registration("w", "host", 1, "1", Map.of("*", 10), Set.of(TYPE.name())));
        List<Job> claimed = exchange(worker, List.of()).claimed();
        try (Connection application = DriverManager.getConnection(url)) {
            application.setAutoCommit(false);
            assertThat(store.jobs().enqueue(application, List.of(REPORT)).get(0).id())
                    .isEqualTo(first);

            assertThat(soon(() -> store.jobs().enqueue(List.of(REPORT)).get(0).id()))
                    .isEqualTo(first);
            List<Finish> finishes = claimed.stream()
                    .map(job -> new Finish(job, new Transition.Succeed(null), null))
                    .toList();
            soon(() -> exchange(worker, finishes));
            assertThat(soon(() -> store.jobs().enqueue(List.of(REPORT)).get(0).fresh()))
                    .isTrue();
            application.commit();
        }
    }

    /** They wait for an application that has not committed yet, with more threads than there are connections. */
    @Test
    void who_waits_for_a_key_holds_up_no_job_without_one() throws Exception {
        EventLog log = new EventLog();
        try (Rota rota = Rota.builder(store, new JacksonCodec())
                        .handler(TYPE, (args, job) -> {})
                        .listener(log)
                        .build();
                Connection application = DriverManager.getConnection(url)) {
            rota.start();
            // Whose transaction adds the queue keeps all others waiting that would add it.
            rota.enqueue(TYPE);
            application.setAutoCommit(false);
            store.jobs().enqueue(application, List.of(REPORT));
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                OnConflict onConflict = i % 2 == 0 ? OnConflict.KEEP : OnConflict.REJECT;
                waiting.add(patient(() -> rota.job(TYPE)
                        .unique(UniqueKey.of("report-42").onConflict(onConflict))
                        .enqueue()));
            }
            awaitStandstill(waiting);

            long plain = soon(() -> rota.enqueue(TYPE));

            log.await(RotaEvent.Succeeded.class, event -> event.jobId() == plain);
            application.rollback();
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }

    @Test
    void who_waits_for_a_key_and_who_is_in_a_transaction_leave_connections_to_the_others() throws Exception {
        int users = 6;
        CountDownLatch inside = new CountDownLatch(users);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Thread> waiting = new ArrayList<>();
        try (PostgresStore small = PostgresStore.open(TestServer.settings(url).poolSize(users + 2));
                Connection application = DriverManager.getConnection(url)) {
            long worker = small.workers()
                    .register(new WorkerStore.Registration("w", "host", 1, "1", Map.of("*", 10), Set.of(TYPE.name())));
            small.jobs().enqueue(List.of(PLAIN));
            application.setAutoCommit(false);
            small.jobs().enqueue(application, List.of(REPORT));
            for (int i = 0; i < users; i++) {
                waiting.add(patient(() -> small.transaction(connection -> {
                    inside.countDown();
                    mayEnd.await();
                })));
            }
            inside.await();
            for (int i = 0; i < 4; i++) {
                waiting.add(patient(() -> small.jobs().enqueue(List.of(REPORT))));
            }
            awaitStandstill(waiting);

            long plain = soon(() -> small.jobs().enqueue(List.of(PLAIN)).get(0).id());
            Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 10);
            Exchange claim = new Exchange(worker, List.of(), List.of(request), Set.of());
            assertThat(soon(() -> small.jobs().exchange(claim)).claimed())
                    .extracting(Job::id)
                    .contains(plain);
            mayEnd.countDown();
            application.rollback();
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /** Does that, and bears being told that the key is held, or that no connection became free. */
    private static Thread patient(Attempt attempt) {
        Thread thread = new Thread(() -> {
            try {
                attempt.run();
            } catch (RotaException e) {
                assertThat(e).isNotNull();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Until each of them waits: for a lock of the database, for its turn, or for a connection. */
    private void awaitStandstill(List<Thread> threads) throws SQLException {
        try (Connection looking = DriverManager.getConnection(url);
                Statement statement = looking.createStatement()) {
            long running;
            long locked;
            do {
                running = threads.stream()
                        .filter(thread -> thread.getState() != Thread.State.WAITING
                                && thread.getState() != Thread.State.TIMED_WAITING)
                        .count();
                try (ResultSet rows = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")) {
                    rows.next();
                    locked = rows.getLong(1);
                }
            } while (locked == 0 || running != locked);
        }
    }

    private Exchange.Answer exchange(long worker, List<Finish> finishes) {
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 10);
        return store.jobs().exchange(new Exchange(worker, finishes, List.of(request), Set.of()));
    }

    /** Fails if it has to wait for something that does not happen. */
    private static <T> T soon(Supplier<T> what) throws Exception {
        return CompletableFuture.supplyAsync(what).get(30, TimeUnit.SECONDS);
    }
}
