package dev.rota.benchmarks.pages;

import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A database in a directory. */
final class Place implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";

    private final Words words;
    private final Path directory;
    private final String url;
    private final @Nullable EmbeddedPostgres server;

    private Place(Words words, Path directory, String url, @Nullable EmbeddedPostgres server) {
        this.words = words;
        this.directory = directory;
        this.url = url;
        this.server = server;
    }

    /** Opens what is there, or makes it. */
    static Place open(Words words, Path directory) throws IOException {
        Files.createDirectories(directory);
        if (words == Words.SQLITE) {
            return new Place(words, directory, SQLITE + directory.resolve("rota.db"), null);
        }
        Path data = directory.resolve("postgres");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .start();
        return new Place(words, directory, server.getJdbcUrl("postgres", "postgres"), server);
    }

    Words words() {
        return words;
    }

    Store store() {
        return store(url);
    }

    /** The store in a database, also in another process. */
    static Store store(String url) {
        return url.startsWith(SQLITE)
                ? SqliteStore.open(Path.of(url.substring(SQLITE.length())))
                : PostgresStore.open(PostgresSettings.of(url, null, null));
    }

    String url() {
        return url;
    }

    /** Processor time that the server of the database has taken; none if it is not a process of its own. */
    Duration serverTime() throws IOException {
        if (server == null) {
            return Duration.ZERO;
        }
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().children()) {
            return children.map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** How much there is on disk, in megabytes. */
    long megabytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(Place::size).sum() / 1_000_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // Gone meanwhile.
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
