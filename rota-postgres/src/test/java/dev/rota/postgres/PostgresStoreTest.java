package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore;
import dev.rota.store.StoreException;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import dev.rota.testing.TestClock;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final TestClock clock = TestClock.at(START);
    private final String url = TestServer.newDatabase();
    private PostgresStore store = PostgresStore.open(TestServer.settings(url), clock);

    @BeforeEach
    void migrate() {
        store.migrate();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static NewJob job() {
        return NewJob.of(TYPE, "{}");
    }

    private static long worker(PostgresStore store) {
        return store.workers()
                .register(new WorkerStore.Registration("w", "host", 1, "1", Map.of("*", 10), Set.of(TYPE.name())));
    }

    private static Job claim(PostgresStore store, long worker) {
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 1);
        return store.jobs()
                .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                .claimed()
                .get(0);
    }

    private List<String> partitions() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select relname from pg_class where relkind = 'r' "
                        + "and relname ~ '^rota_history_[0-9]' order by relname")) {
            List<String> names = new java.util.ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    @Test
    void says_what_it_is_without_a_password() {
        assertThat(store.describe())
                .startsWith("PostgreSQL ")
                .contains("rota_test_")
                .doesNotContain("user=");
        assertThat(PostgresSettings.of("jdbc:postgresql://db:5432/rota?password=secret", "rota", "secret"))
                .hasToString("PostgreSQL at db:5432/rota as rota, 10 connections");
    }

    @Test
    void a_locked_job_of_one_dead_worker_keeps_no_other_from_being_rescued() throws SQLException {
        store.jobs().enqueue(List.of(job(), job()));
        Job locked = claim(store, worker(store));
        Job free = claim(store, worker(store));
        clock.advance(Duration.ofMinutes(1));
        try (Connection other = dataSource().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select id from rota_job where id = " + locked.id() + " for update");

            assertThat(store.jobs().rescue(Duration.ofSeconds(15), 3, 10))
                    .extracting(JobStore.Rescue::jobId)
                    .containsExactly(free.id());
            store.jobs().enqueue(List.of(job()));
            Job third = claim(store, worker(store));
            clock.advance(Duration.ofMinutes(1));
            assertThat(store.jobs().rescue(Duration.ofSeconds(15), 3, 10))
                    .extracting(JobStore.Rescue::jobId)
                    .containsExactly(third.id());
            other.rollback();
        }
        assertThat(store.jobs().rescue(Duration.ofSeconds(15), 3, 10))
                .extracting(JobStore.Rescue::jobId)
                .containsExactly(locked.id());
    }

    @Test
    void the_transactions_of_handlers_leave_a_connection_to_the_heartbeat() throws Exception {
        try (PostgresStore small = PostgresStore.open(TestServer.settings(url).poolSize(2), clock)) {
            long worker = worker(small);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            List<Thread> handlers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread handler = new Thread(() -> {
                    try {
                        small.transaction(connection -> {
                            inside.countDown();
                            goOn.await();
                        });
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                handler.start();
                handlers.add(handler);
            }
            inside.await();
            assertThat(small.workers().heartbeat(worker).known()).isTrue();
            goOn.countDown();
            for (Thread handler : handlers) {
                handler.join();
            }
        }
    }

    @Test
    void a_database_that_is_missing_is_named() {
        String missing = url.replaceFirst("rota_test_[0-9_]*", "rota_missing");
        assertThatThrownBy(() -> PostgresStore.open(TestServer.settings(missing)))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.isWorthRetrying()).isFalse())
                .extracting(Throwable::getMessage)
                .asString()
                .contains("rota_missing", "create it");
    }

    @Test
    void a_server_that_does_not_answer_may_answer_later() {
        assertThatThrownBy(() ->
                        PostgresStore.open(PostgresSettings.of("jdbc:postgresql://localhost:1/rota", "rota", "secret")))
                .asInstanceOf(type(StoreException.class))
                .satisfies(e -> assertThat(e.isWorthRetrying()).isTrue())
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("PostgreSQL at localhost:1/rota cannot be reached: Connection to localhost:1 refused")
                .endsWith("(ConnectException: Connection refused); check that it runs at this address")
                .doesNotContain("secret");
    }

    @Test
    void a_host_that_is_not_there_is_named() {
        SQLException failed =
                new SQLException("The connection attempt failed.", "08001", new UnknownHostException("no-such-host"));
        assertThat(new PostgresDialect(null, "no-such-host/rota").translate(failed))
                .hasMessageStartingWith("PostgreSQL at no-such-host/rota cannot be reached:"
                        + " The connection attempt failed (UnknownHostException: no-such-host);");
    }

    @Test
    void a_url_that_is_none_of_postgres_is_refused_with_its_beginning() {
        assertThatThrownBy(() -> PostgresSettings.of("postgres://ana:secret@db/shop", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("URL of the database begins with \"postgres:\", expected"
                        + " jdbc:postgresql://host:port/database");
    }

    @Test
    void a_malformed_url_is_refused_without_its_password() {
        for (String malformed : List.of(
                "jdbc:postgresql:/localhost:abc/x", "jdbc:postgresql://ana:secret@/localhost:abc/x?password=secret")) {
            assertThatThrownBy(() -> PostgresSettings.of(malformed, null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("URL of the database is malformed: found /localhost:abc/x, expected"
                            + " jdbc:postgresql://host:port/database");
        }
    }

    @Test
    void a_wrong_password_is_said_to_be_one() {
        SQLException refused = new SQLException("password authentication failed for user \"rota\"", "28P01");
        StoreException said = new PostgresDialect(null).translate(refused);
        assertThat(said).hasMessageContaining("password").hasMessageContaining("check both");
        assertThat(said.isWorthRetrying()).isFalse();
    }

    @Test
    void a_server_that_is_too_old_is_refused() {
        assertThatThrownBy(() -> PostgresStore.requireVersion("PostgreSQL", 14))
                .isInstanceOf(StoreException.class)
                .hasMessage("The database is PostgreSQL 14, expected PostgreSQL 15 or later: use a newer server");
    }

    @Test
    void missing_tables_are_to_be_migrated() {
        try (PostgresStore empty = PostgresStore.open(TestServer.settings(TestServer.newDatabase()))) {
            assertThatThrownBy(() -> empty.jobs().enqueue(List.of(job())))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("migrate the store first");
        }
    }

    @Test
    void works_on_the_connections_of_an_application() {
        try (PostgresStore shared = PostgresStore.on(dataSource())) {
            shared.migrate();
            long id = shared.jobs().enqueue(List.of(job())).get(0).id();
            long worker = worker(shared);
            Finish finish = new Finish(claim(shared, worker), new Transition.Succeed("7"), null);
            shared.jobs().exchange(new Exchange(worker, List.of(finish), List.of(), Set.of()));
            assertThat(shared.archive().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void a_users_transaction_is_planned_as_the_server_is_set_up() throws Exception {
        store.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("show enable_seqscan")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("on");
            }
        });
    }

    @Test
    void a_queue_is_known_though_the_transaction_that_named_it_first_was_rolled_back() throws Exception {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            store.jobs().enqueue(connection, List.of(job().queue("mail")));
            connection.rollback();
        }
        store.jobs().enqueue(List.of(job().queue("mail")));
        assertThat(store.queues().list()).extracting("name").contains("mail");
    }

    @Test
    void makes_partitions_ahead_and_drops_them_when_retention_ends() throws SQLException {
        assertThat(partitions()).contains("rota_history_20260302", "rota_history_20260305");
        long id = store.jobs().enqueue(List.of(job())).get(0).id();
        long worker = worker(store);
        Finish finish = new Finish(claim(store, worker), new Transition.Succeed(null), null);
        store.jobs().exchange(new Exchange(worker, List.of(finish), List.of(), Set.of()));
        clock.advance(Duration.ofDays(32));
        store.jobs().prune(JobStore.Retention.DEFAULTS, 100);
        assertThat(partitions())
                .contains("rota_history_20260403", "rota_history_20260406")
                .doesNotContain("rota_history_20260302");
        assertThat(store.archive().find(id)).isEmpty();
    }

    @Test
    void a_day_whose_partition_is_missing_keeps_its_jobs_in_the_rest() {
        clock.advance(Duration.ofDays(10));
        long id = store.jobs().enqueue(List.of(job())).get(0).id();
        long worker = worker(store);
        Finish finish = new Finish(claim(store, worker), new Transition.Succeed(null), null);
        store.jobs().exchange(new Exchange(worker, List.of(finish), List.of(), Set.of()));
        store.migrate();
        assertThat(store.archive().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void an_error_with_a_nul_character_is_kept() {
        long id = store.jobs().enqueue(List.of(job())).get(0).id();
        long worker = worker(store);
        JobError error = new JobError("java.io.IOException", "bad\0byte", null, "0123456789abcdef");
        Finish finish = new Finish(claim(store, worker), new Transition.Fail(error, "bad\0byte"), null);
        assertThat(store.jobs()
                        .exchange(new Exchange(worker, List.of(finish), List.of(), Set.of()))
                        .lost())
                .isEmpty();
        assertThat(store.archive().attempts(id).get(0).error())
                .extracting("message")
                .isEqualTo("bad\uFFFDbyte");
    }
}
