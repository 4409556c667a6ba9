package dev.rota.sqlite;

import dev.rota.store.Store;
import dev.rota.testing.contract.ContractStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the contracts a new file each time. */
final class SqliteContractStore implements ContractStore {
    /** What SQLite makes of a database. */
    private static final List<String> FILES = List.of("", "-wal", "-shm");

    private @Nullable Path file;

    @Override
    public Store open(InstantSource clock) {
        Store store = unmigrated(clock);
        store.migrate();
        return store;
    }

    @Override
    public Store another(InstantSource clock) {
        return SqliteStore.open(file(), SqliteSettings.DEFAULTS.clock(clock));
    }

    @Override
    public Store unmigrated(InstantSource clock) {
        try {
            if (file != null) {
                deleteAll(file);
            }
            Path directory = Files.createTempDirectory("rota-contract");
            directory.toFile().deleteOnExit();
            file = directory.resolve("jobs.db");
            for (String suffix : FILES) {
                file.resolveSibling(file.getFileName() + suffix).toFile().deleteOnExit();
            }
            return another(clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path file) throws IOException {
        for (String suffix : FILES) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
        Files.deleteIfExists(file.toAbsolutePath().getParent());
    }

    private Path file() {
        if (file == null) {
            throw new IllegalStateException("No store was opened yet");
        }
        return file;
    }

    @Override
    public void pretendLaterVersion() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into rota_schema (version, name, applied_at) values (999, 'later', 0)");
        }
    }

    @Override
    public Connection connection() throws SQLException {
        return SqliteDataSource.open(file(), SqliteSettings.DEFAULTS).getConnection();
    }
}
