package dev.rota.acceptance.matrix;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server that can be killed and started again. What it has said is committed, it has written to the disk. */
final class PostgresServer implements AutoCloseable {
    private static final long MOST_MILLIS = 60_000;

    private final EmbeddedPostgres embedded;
    private final Path data;
    private final int port;
    private int databases;

    private PostgresServer(EmbeddedPostgres embedded, Path data) {
        this.embedded = embedded;
        this.data = data;
        this.port = embedded.getPort();
    }

    /** Makes a server in an empty directory, and starts it. */
    static PostgresServer start(Path directory) throws IOException, SQLException {
        Path data = Files.createDirectories(directory).resolve("pg");
        EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        PostgresServer server = new PostgresServer(embedded, data);
        server.requireDurable();
        return server;
    }

    /** A server that forgets what it has committed would make every other figure worthless. */
    private void requireDurable() throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit")) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("show " + setting)) {
                if (!rows.next() || !rows.getString(1).equals("on")) {
                    throw new IllegalStateException("The server runs with " + setting + " off, expected on");
                }
            }
        }
    }

    int port() {
        return port;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    }

    /** Makes an empty database. */
    TestDatabase newDatabase() throws SQLException {
        String name = "cell_" + ++databases;
        run("create database " + name);
        return new TestDatabase.OnServer(this, name);
    }

    void drop(String name) {
        try {
            run("drop database " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("Database " + name + " cannot be dropped", e);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Kills it with all its processes, as {@code kill -9} and a failing machine do. */
    void crash() throws IOException {
        Optional<ProcessHandle> main = process();
        List<ProcessHandle> all = main.map(process ->
                        Stream.concat(Stream.of(process), process.descendants()).toList())
                .orElse(List.of());
        all.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + MOST_MILLIS * 1_000_000;
        while (all.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The server does not die");
            }
            Pause.millis(10);
        }
    }

    private Optional<ProcessHandle> process() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).strip()))
                : Optional.empty();
    }

    /** Starts it again, as it was started before, and waits until it lets somebody in. */
    void restart() throws IOException {
        long end = System.nanoTime() + MOST_MILLIS * 1_000_000;
        Process started = launch();
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The server does not come up again; see " + log());
            }
            if (!started.isAlive()) {
                // What the dead one shared may still be held for a moment.
                started = launch();
            }
            Pause.millis(50);
        }
    }

    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The server refuses to run as root; in a name space of its own it is not. */
    private Process launch() throws IOException {
        String command = Files.readString(data.resolve("postmaster.opts")).strip();
        boolean root = System.getProperty("user.name").equals("root");
        return new ProcessBuilder("sh", "-c", "exec " + (root ? "unshare -U " : "") + command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return data.resolveSibling("restarted.log");
    }

    @Override
    public void close() throws IOException {
        if (answers()) {
            embedded.close();
        } else {
            crash();
        }
    }
}
