package dev.rota.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server for all tests of this JVM, stopped when it ends. The system property {@code rota.test.postgres.url}, with
 * user and password in it, names another one to use.
 */
final class TestServer {
    private static final String URL = "rota.test.postgres.url";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestServer() {}

    private static final class Started {
        static final String SERVER_URL = start();

        private static String start() {
            String given = System.getProperty(URL);
            if (given != null) {
                return given;
            }
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_prepared_transactions", "4")
                        .start()
                        .getJdbcUrl("postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String serverUrl() {
        return Started.SERVER_URL;
    }

    /** The URL of a new, empty database. */
    static String newDatabase() {
        String name = "rota_test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        run(serverUrl(), "create database " + name);
        return serverUrl().replaceFirst("(jdbc:postgresql://[^/]*/)[^?]*", "$1" + name);
    }

    static void run(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static PostgresSettings settings(String url) {
        return PostgresSettings.of(url, null, null).poolSize(12);
    }
}
