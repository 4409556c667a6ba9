package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.StoreException;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.EventLog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What the store does with connections that are few, cut off, or an application's. */
@Timeout(120)
class PostgresConnectionsTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");

    private final String url = TestServer.newDatabase();
    private final HikariDataSource pool = pool(4, true);

    @AfterEach
    void closePool() {
        pool.close();
    }

    private HikariDataSource pool(int connections, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(300);
        return new HikariDataSource(config);
    }

    private static long worker(PostgresStore store) {
        return store.workers().register(new Registration("w", "host", 1, "1", Map.of("*", 1), Set.of()));
    }

    @Test
    void a_heart_beats_though_the_application_has_taken_all_connections() throws SQLException {
        try (PostgresStore store = PostgresStore.on(pool)) {
            store.migrate();
            long worker = worker(store);
            assertThat(store.workers().heartbeat(worker).known()).isTrue();
            List<Connection> taken = new ArrayList<>();
            while (taken.size() < 3) {
                taken.add(pool.getConnection());
            }
            assertThatThrownBy(() -> store.archive().counts(1)).isInstanceOf(StoreException.class);
            assertThat(store.workers().heartbeat(worker).known()).isTrue();
            assertThat(store.queues().list()).isEmpty();
            assertThat(store.now()).isNotNull();
            for (Connection connection : taken) {
                connection.close();
            }
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    /** The network does not always tell that it has forgotten a connection. */
    @Test
    void a_heartbeat_that_hangs_is_given_up_while_another_can_save_the_lease() {
        WatchedDataSource watched = new WatchedDataSource(url);
        try (PostgresStore store = PostgresStore.on(watched)) {
            store.migrate();
            long worker = worker(store);
            assertThat(patience(watched, store, worker, null)).isEqualTo(5_000);
            assertThat(patience(watched, store, worker, Duration.ofSeconds(60))).isEqualTo(20_000);
            assertThat(patience(watched, store, worker, Duration.ofSeconds(9))).isEqualTo(3_000);
            assertThat(patience(watched, store, worker, Duration.ofSeconds(60))).isEqualTo(3_000);
        }
    }

    private static int patience(WatchedDataSource watched, PostgresStore store, long worker, @Nullable Duration lease) {
        watched.used.clear();
        store.workers().heartbeat(worker, lease, null, null);
        assertThat(watched.used).hasSize(1);
        return watched.used.get(0);
    }

    /** As an operator locks it who looks at the workers in a transaction, and goes to lunch. */
    @Test
    void a_heartbeat_that_waits_for_a_lock_is_given_up_by_the_server_too() throws SQLException {
        Duration lease = Duration.ofMillis(1_500);
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url));
                Connection operator = DriverManager.getConnection(url);
                Statement statement = operator.createStatement()) {
            store.migrate();
            long worker = worker(store);
            operator.setAutoCommit(false);
            statement.execute("select id from rota_worker for update");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.workers().heartbeat(worker, lease, null, null))
                        .hasMessageContaining("lock timeout")
                        .satisfies(e -> assertThat(((StoreException) e).isWorthRetrying())
                                .isTrue());
            }
            try (var rows = statement.executeQuery("select count(*) from pg_stat_activity"
                    + " where wait_event_type = 'Lock' and datname = current_database()")) {
                rows.next();
                assertThat(rows.getInt(1)).as("sessions that wait for a lock").isZero();
            }
            operator.rollback();
            assertThat(store.workers().heartbeat(worker, lease, null, null).known())
                    .isTrue();
        }
    }

    @Test
    void what_the_store_asks_over_an_applications_connection_is_not_waited_for_without_end() {
        WatchedDataSource watched = new WatchedDataSource(url);
        try (PostgresStore store = PostgresStore.on(watched)) {
            store.migrate();
            watched.used.clear();
            store.jobs().enqueue(List.of(NewJob.of(TYPE, "null")));
            store.forReaders(() -> store.archive().counts(1));
            store.archive().counts(1);
            assertThat(watched.used).isNotEmpty().containsOnly(Patience.LONGEST_MS);
            store.workers().heartbeat(worker(store));
        }
        assertThat(watched.returned).isNotEmpty().containsOnly(0);
    }

    @Test
    void an_applications_own_limit_to_waiting_stays() throws Exception {
        WatchedDataSource watched = new WatchedDataSource(url);
        watched.setSocketTimeout(30);
        try (PostgresStore store = PostgresStore.on(watched)) {
            store.migrate();
            store.transaction(
                    connection -> assertThat(connection.getNetworkTimeout()).isZero());
            assertThat(watched.used).isNotEmpty().containsOnly(30_000);
            store.workers().heartbeat(worker(store));
        }
        assertThat(watched.returned).isNotEmpty().containsOnly(30_000);
    }

    @Test
    void a_transaction_of_an_application_may_take_as_long_as_it_likes() throws Exception {
        WatchedDataSource watched = new WatchedDataSource(url);
        try (PostgresStore store = PostgresStore.on(watched);
                Connection users = watched.getConnection()) {
            store.migrate();
            store.jobs().enqueue(List.of(NewJob.of(TYPE, "null")));
            store.transaction(
                    connection -> assertThat(connection.getNetworkTimeout()).isZero());
            users.setAutoCommit(false);
            watched.used.clear();
            store.jobs().enqueue(users, List.of(NewJob.of(TYPE, "null")));
            assertThat(watched.used).isNotEmpty().containsOnly(0);
            users.commit();
        }
        assertThat(watched.returned).isNotEmpty().containsOnly(0);
    }

    @Test
    void a_pool_whose_connections_do_not_commit_by_themselves_will_do() {
        try (HikariDataSource manual = pool(4, false);
                PostgresStore store = PostgresStore.on(manual)) {
            store.migrate();
            long worker = worker(store);
            assertThat(store.workers().heartbeat(worker).known()).isTrue();
            assertThat(store.workers().list()).extracting(one -> one.id()).containsExactly(worker);
        }
    }

    @Test
    void listening_ends_without_breaking_a_connection_of_the_application() throws SQLException {
        try (PostgresStore store = PostgresStore.on(pool);
                Connection looking = DriverManager.getConnection(url)) {
            store.migrate();
            var listening = store.wakeUps().listen(queues -> {});
            List<Long> before = backends(looking);
            listening.close();
            assertThat(backends(looking)).containsAll(before);
        }
    }

    /** The processes of the server that serve others than {@code looking}. */
    private static List<Long> backends(Connection looking) throws SQLException {
        List<Long> pids = new ArrayList<>();
        try (Statement statement = looking.createStatement();
                var rows =
                        statement.executeQuery("select pid from pg_stat_activity where backend_type = 'client backend'"
                                + " and datname = current_database() and pid <> pg_backend_pid()")) {
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
        }
        return pids;
    }

    /** As a failover does it. Another engine once stopped for good then. */
    @Test
    void processing_goes_on_after_all_connections_were_cut_off() throws SQLException {
        EventLog log = new EventLog();
        PostgresStore store = PostgresStore.open(TestServer.settings(url));
        try (Rota rota = Rota.builder(store, new JacksonCodec())
                        .handler(TYPE, (args, job) -> {})
                        .listener(log)
                        .lease(Duration.ofSeconds(3))
                        .owningStore()
                        .build();
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            rota.start();
            long before = rota.enqueue(TYPE);
            log.await(RotaEvent.Succeeded.class, event -> event.jobId() == before);
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
            log.await(RotaEvent.StoreFailed.class, event -> true);
            statement.execute(
                    "insert into rota_job (id, type, version, args, queue, priority, state, claimable, due_at,"
                            + " max_attempts, enqueued_at) values (nextval('rota_job_id'), '" + TYPE.name()
                            + "', 1, 'null', 'default', 0, 'queued', true, now(), 3, now())");
            log.await(RotaEvent.Succeeded.class, event -> event.jobId() != before);
            assertThat(log.of(RotaEvent.WorkerLost.class)).isEmpty();
        }
    }

    /** A NOTIFY takes a lock at commit that all others which notify wait for, so that commits line up. */
    @Test
    void no_notification_is_sent_in_a_users_transaction() throws Exception {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url));
                Connection listening = DriverManager.getConnection(url);
                Statement listen = listening.createStatement();
                Connection users = DriverManager.getConnection(url)) {
            store.migrate();
            Rota rota = Rota.builder(store, new JacksonCodec())
                    .joining(new Joining(users))
                    .build();
            listen.execute("listen rota_wake");
            users.setAutoCommit(false);
            int sender = users.unwrap(PGConnection.class).getBackendPID();
            rota.enqueue(TYPE);
            store.jobs().enqueue(users, List.of(NewJob.of(TYPE, "null")));
            users.commit();
            store.wakeUps().send(Set.of("sentinel"));

            List<PGNotification> heard = new ArrayList<>();
            while (heard.stream().noneMatch(one -> one.getParameter().contains("sentinel"))) {
                heard.addAll(List.of(listening.unwrap(PGConnection.class).getNotifications(1_000)));
            }
            assertThat(heard).extracting(PGNotification::getPID).doesNotContain(sender);
        }
    }

    /** The first enqueue makes the queue known, the second is one statement, with a commit of its own. */
    @Test
    void a_single_enqueue_notifies_by_its_own_commit_while_little_is_enqueued() throws Exception {
        try (PostgresStore store = PostgresStore.open(TestServer.settings(url));
                Connection listening = DriverManager.getConnection(url);
                Statement listen = listening.createStatement()) {
            store.migrate();
            store.jobs().enqueue(List.of(NewJob.of(TYPE, "null")));
            listen.execute("listen rota_wake");

            Enqueued enqueued =
                    store.jobs().enqueue(List.of(NewJob.of(TYPE, "null"))).get(0);

            assertThat(enqueued.told()).isTrue();
            assertThat(listening.unwrap(PGConnection.class).getNotifications(30_000))
                    .extracting(PGNotification::getParameter)
                    .containsExactly(TYPE.settings().queue());
        }
    }

    /** Always in the transaction of one connection. */
    private record Joining(Connection users) implements dev.rota.store.CallerTransaction {
        @Override
        public java.util.Optional<Connection> connection() {
            return java.util.Optional.of(users);
        }

        @Override
        public void afterCommit(Runnable action) {}
    }
}
