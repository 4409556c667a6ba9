package dev.rota.systems.common.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.systems.common.SystemSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The databases the systems run on. */
public enum TestDatabase {
    SQLITE {
        @Override
        HikariConfig empty() throws IOException {
            Path directory = Files.createTempDirectory("rota-test");
            Path file = directory.resolve("test.db");
            for (Path each :
                    new Path[] {directory, file, directory.resolve("test.db-wal"), directory.resolve("test.db-shm")}) {
                each.toFile().deleteOnExit();
            }
            SQLiteConfig config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // Nothing in a test survives a power loss; syncing each commit only costs time.
            config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            config.setBusyTimeout(10_000);
            config.enforceForeignKeys(true);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl("jdbc:sqlite:" + file);
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(source);
            return pool;
        }
    },
    POSTGRES {
        @Override
        HikariConfig empty() throws IOException, SQLException {
            String name = "test_" + COUNT.incrementAndGet();
            execute("create database " + name);
            HikariConfig pool = new HikariConfig();
            pool.setPoolName(name);
            pool.setDataSource(Server.started().getDatabase("postgres", name));
            return pool;
        }

        /** Left to the end, removing the files of all databases takes longer than a test run waits. */
        @Override
        void discard(HikariDataSource closed) throws SQLException {
            execute("drop database " + closed.getPoolName() + " with (force)");
        }

        private void execute(String sql) throws SQLException {
            try (Connection connection = Server.started().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CONNECTIONS = 10;

    /** An empty database with these schemas' tables, in this order. Close it after the test. */
    public FreshDatabase open(SystemSchema... schemas) {
        try {
            HikariConfig config = empty();
            config.setMaximumPoolSize(CONNECTIONS);
            config.setMinimumIdle(0);
            HikariDataSource pool = new HikariDataSource(config);
            for (SystemSchema schema : schemas) {
                schema.migrate(pool);
            }
            return new FreshDatabase(this, pool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("Test database cannot be made", e);
        }
    }

    abstract HikariConfig empty() throws IOException, SQLException;

    /** Removes a database whose pool is closed, unless that can wait until the Java machine stops. */
    void discard(HikariDataSource closed) throws SQLException {}

    /** One server for the whole test run; it stops with the Java machine. */
    private static final class Server {
        private static final EmbeddedPostgres STARTED = start();

        static EmbeddedPostgres started() {
            return STARTED;
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL for tests does not start", e);
            }
        }
    }
}
