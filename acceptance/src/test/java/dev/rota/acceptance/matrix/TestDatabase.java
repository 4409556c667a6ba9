package dev.rota.acceptance.matrix;

import dev.rota.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A database of one cell, as the program that drives the matrix sees it: past the proxies. */
interface TestDatabase extends AutoCloseable {
    /** The stores. */
    enum Kind {
        SQLITE,
        POSTGRES;

        @Override
        public String toString() {
            return this == SQLITE ? "SQLite" : "PostgreSQL";
        }
    }

    Kind kind();

    /** The JDBC URL that leads straight to it. */
    String url();

    /** Where a worker finds it, given the port of its proxy. */
    String place(int proxyPort);

    /**
     * A store on it.
     *
     * @param clock counts on SQLite alone
     */
    Store open(InstantSource clock);

    /** The server behind it; there is none for SQLite. */
    default PostgresServer server() {
        throw new UnsupportedOperationException(kind() + " has no server");
    }

    default Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    default void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What a query gives, each column as text. */
    default List<List<String>> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> all = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                all.add(row);
            }
            return all;
        }
    }

    default long number(String sql) throws SQLException {
        return Long.parseLong(query(sql).get(0).get(0));
    }

    @Override
    void close() throws IOException, InterruptedException;

    /** A SQLite file. */
    record SqliteFile(Path file) implements TestDatabase {
        @Override
        public Kind kind() {
            return Kind.SQLITE;
        }

        @Override
        public String url() {
            return "jdbc:sqlite:" + file + "?busy_timeout=10000";
        }

        @Override
        public String place(int proxyPort) {
            return file.toString();
        }

        @Override
        public Store open(InstantSource clock) {
            return dev.rota.sqlite.SqliteStore.open(file, dev.rota.sqlite.SqliteSettings.DEFAULTS.clock(clock));
        }

        @Override
        public void close() {}
    }

    /** A database of a PostgreSQL server. */
    record OnServer(PostgresServer server, String name) implements TestDatabase {
        @Override
        public Kind kind() {
            return Kind.POSTGRES;
        }

        @Override
        public String url() {
            return place(server.port());
        }

        @Override
        public String place(int port) {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres&sslmode=disable";
        }

        @Override
        public Store open(InstantSource clock) {
            return dev.rota.postgres.PostgresStore.open(
                    dev.rota.postgres.PostgresSettings.of(url(), null, null).poolSize(4));
        }

        @Override
        public void close() throws IOException, InterruptedException {
            server.drop(name);
        }
    }
}
