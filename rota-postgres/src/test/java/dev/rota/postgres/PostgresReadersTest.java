package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.store.StoreException;
import dev.rota.testing.EventLog;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many look, and however slow what they look at is, workers find their connections free. */
@Timeout(180)
class PostgresReadersTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final int READERS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url = TestServer.newDatabase();

    @Test
    void many_who_look_leave_the_workers_the_stores_own_pool() throws Exception {
        try (PostgresStore store =
                PostgresStore.open(PostgresSettings.of(url, null, null).poolSize(4))) {
            workWhileManyLook(store);
        }
    }

    @Test
    void many_who_look_leave_the_workers_the_pool_of_an_application() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        try (HikariDataSource pool = new HikariDataSource(config);
                PostgresStore store = PostgresStore.on(pool)) {
            workWhileManyLook(store);
        }
    }

    private void workWhileManyLook(PostgresStore store) throws Exception {
        store.migrate();
        EventLog log = new EventLog();
        AtomicBoolean looking = new AtomicBoolean(true);
        BlockingQueue<StoreException> refused = new LinkedBlockingQueue<>();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (Rota rota = Rota.builder(store, new JacksonCodec())
                        .handler(TYPE, (args, job) -> {})
                        .listener(log)
                        .build();
                Connection locking = DriverManager.getConnection(url);
                Connection watching = DriverManager.getConnection(url)) {
            rota.start();
            lockUsers(locking);
            for (int i = 0; i < READERS; i++) {
                readers.execute(() -> look(store, looking, refused));
            }
            awaitHeld(watching);
            for (int i = 0; i < 3; i++) {
                long job = rota.enqueue(TYPE);
                log.await(RotaEvent.Succeeded.class, event -> event.jobId() == job);
                assertThat(held(watching)).isLessThanOrEqualTo(PostgresReaders.MOST);
            }
            awaitTooSlow(refused);
            assertThat(log.of(RotaEvent.StoreFailed.class)).isEmpty();
            looking.set(false);
            locking.rollback();
        } finally {
            looking.set(false);
            readers.shutdown();
            assertThat(readers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(store.console().users().list()).isEmpty();
    }

    private static void look(PostgresStore store, AtomicBoolean looking, BlockingQueue<StoreException> refused) {
        while (looking.get()) {
            try {
                store.forReaders(() -> store.console().users().list());
            } catch (StoreException e) {
                refused.add(e);
            }
        }
    }

    /** So that whoever lists users waits. */
    private static void lockUsers(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table rota_user in access exclusive mode");
        }
    }

    private static void awaitHeld(Connection connection) throws SQLException {
        while (held(connection) < PostgresReaders.MOST) {
            Thread.onSpinWait();
        }
    }

    private static void awaitTooSlow(BlockingQueue<StoreException> refused) throws InterruptedException {
        StoreException next;
        do {
            next = refused.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("what those who look are told").isNotNull();
        } while (!next.isTooSlow());
    }

    /** How many connections wait for the users. */
    private static int held(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from pg_locks"
                        + " where relation = 'rota_user'::regclass and not granted"
                        + " and database = (select oid from pg_database where datname = current_database())")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
