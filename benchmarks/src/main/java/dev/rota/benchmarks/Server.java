package dev.rota.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The PostgreSQL of a run, with an empty database for each round. What is committed is on disk. */
final class Server implements AutoCloseable {
    private static final String DATABASE = "bench";

    private final EmbeddedPostgres postgres;
    private final Path data;

    private Server(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
    }

    static Server start(Path data, String sharedBuffers) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", sharedBuffers)
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "15min")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("pg_stat_statements.track", "none")
                .start();
        return new Server(postgres, data);
    }

    /** An empty database; the one before is gone. */
    String freshDatabase() throws SQLException {
        run("postgres", "drop database if exists " + DATABASE + " with (force)");
        run("postgres", "create database " + DATABASE);
        run("postgres", "checkpoint");
        return postgres.getJdbcUrl("postgres", DATABASE);
    }

    /** From now on the statements of new connections are counted. */
    void count() throws SQLException {
        run("postgres", "create extension if not exists pg_stat_statements");
        run("postgres", "alter database " + DATABASE + " set pg_stat_statements.track = 'top'");
    }

    /** How many statements the database has run while they were counted. */
    double statements() throws SQLException {
        return Double.parseDouble(ask("select coalesce(sum(calls), 0) from pg_stat_statements s join pg_database d"
                + " on d.oid = s.dbid where d.datname = '" + DATABASE + "'"));
    }

    /** The processes' parent. */
    String pid() throws IOException {
        return Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
    }

    /** For people: version, and the settings that count. */
    String describe() throws SQLException {
        return "PostgreSQL " + ask("show server_version") + ", fsync " + ask("show fsync") + ", synchronous_commit "
                + ask("show synchronous_commit") + ", shared_buffers " + ask("show shared_buffers")
                + ", max_wal_size " + ask("show max_wal_size");
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
