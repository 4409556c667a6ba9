package dev.rota.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The PostgreSQL of a run, with an empty database for each round. What is committed is on disk. */
final class Server implements AutoCloseable {
    private static final String DATABASE = "bench";

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_wal_size", "8GB",
            "min_wal_size", "2GB",
            "checkpoint_timeout", "15min",
            "shared_preload_libraries", "pg_stat_statements",
            "pg_stat_statements.track", "none");

    /** Of 16 MB: as many as are kept. */
    private static final int LOG_FILES = 128;

    private final Closeable postgres;
    private final UnaryOperator<String> urls;
    private final String build;
    private final Path data;

    private Server(Closeable postgres, UnaryOperator<String> urls, String build, Path data) {
        this.postgres = postgres;
        this.urls = urls;
        this.build = build;
        this.data = data;
    }

    /**
     * Starts one.
     *
     * @param bin the directory of an installed server's programs; empty for the binaries that come through Maven
     */
    static Server start(Optional<Path> bin, Path data, String sharedBuffers) throws IOException {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.put("shared_buffers", sharedBuffers);
        delete(data);
        if (bin.isPresent()) {
            InstalledPostgres installed = InstalledPostgres.start(bin.get(), data, settings);
            return new Server(installed, installed::url, "installed in " + bin.get(), data).aged();
        }
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data).setPGStartupWait(Duration.ofMinutes(1));
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres embedded = builder.start();
        return new Server(embedded, database -> embedded.getJdbcUrl("postgres", database), "compiled for size", data)
                .aged();
    }

    /**
     * A server that has run for a while uses the files of its log again. A new one makes each when it is needed, and commits wait
     * for it: up to a third of a second here, for 16 MB of zeros. All its buffers have been in use, too: the system gives each
     * out when it is touched first, zeroed, at the cost of whoever comes first.
     */
    private Server aged() throws IOException {
        try {
            for (int file = 0; file < LOG_FILES; file++) {
                run("postgres", "select pg_logical_emit_message(true, 'rota', ''), pg_switch_wal()");
            }
            run("postgres", "create unlogged table page (text text)");
            run("postgres", "alter table page alter text set storage plain");
            run(
                    "postgres",
                    "insert into page select repeat('x', 8000) from generate_series(1, (select cast(setting as integer)"
                            + " from pg_settings where name = 'shared_buffers'))");
            run("postgres", "drop table page");
            run("postgres", "checkpoint");
        } catch (SQLException e) {
            postgres.close();
            throw new IOException("The log and the buffers of " + data + " could not be made", e);
        }
        return this;
    }

    /** What an earlier run has left, whichever server's it was. */
    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** An empty database; the one before is gone. */
    String freshDatabase() throws SQLException {
        run("postgres", "drop database if exists " + DATABASE + " with (force)");
        run("postgres", "create database " + DATABASE);
        run("postgres", "checkpoint");
        return urls.apply(DATABASE);
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
        return "PostgreSQL " + ask("show server_version") + " (" + build + "), fsync " + ask("show fsync")
                + ", synchronous_commit "
                + ask("show synchronous_commit") + ", shared_buffers " + ask("show shared_buffers")
                + ", max_wal_size " + ask("show max_wal_size");
    }

    private String ask(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(urls.apply("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void run(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(urls.apply(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
