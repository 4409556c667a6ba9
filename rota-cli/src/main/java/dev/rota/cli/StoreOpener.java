package dev.rota.cli;

import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.store.Store.Migration;
import dev.rota.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens stores and servers. What a store would only say in its driver's words, and what it would do by itself, is settled before. */
final class StoreOpener implements TargetOpener {
    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    /** One connection reads and writes; the pool's smallest size is two. */
    private static final int POOL_SIZE = 2;

    private static final int CONNECT_SECONDS = 5;

    private final Map<String, String> environment;
    private final SqliteSettings sqliteSettings;
    private final InstantSource clock;

    /**
     * Makes an opener.
     *
     * @param environment may hold the user and the password of PostgreSQL
     * @param sqliteSettings how SQLite files are used
     * @param clock for servers, which do not tell their time
     */
    StoreOpener(Map<String, String> environment, SqliteSettings sqliteSettings, InstantSource clock) {
        this.environment = environment;
        this.sqliteSettings = sqliteSettings;
        this.clock = clock;
    }

    @Override
    public Target open(Place place, String user, @Nullable String reason) {
        return place instanceof Server server
                ? new RestTarget(server, clock, reason)
                : new StoreTarget(store((Database) place, Access.USE), user, reason);
    }

    @Override
    public Store store(Database database, Access access) {
        Store store = opened(database, access, POOL_SIZE);
        try {
            if (access == Access.USE) {
                requireVersion(database, store.version(), store.migrations().size());
            }
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public List<Migration> migrations(Database database) {
        return database instanceof Database.Postgres ? PostgresStore.allMigrations() : SqliteStore.allMigrations();
    }

    /** A store that is made if there is none, without looking at the version of its tables. */
    Store openToMake(Database database, int connections) {
        return opened(database, Access.MIGRATE, connections);
    }

    private Store opened(Database database, Access access, int connections) {
        try {
            if (database instanceof Database.SqliteFile sqlite) {
                requireFile(sqlite.file(), access);
                return SqliteStore.open(sqlite.file(), sqliteSettings);
            }
            return postgres((Database.Postgres) database, connections);
        } catch (StoreException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, sentence(e), e);
        }
    }

    /** The driver does not say of itself that a host has no address. */
    private static String sentence(StoreException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "There is no host " + cause.getMessage() + ": correct the URL of the database.";
            }
        }
        return Main.sentence(e);
    }

    private Store postgres(Database.Postgres database, int connections) {
        String user = variable("ROTA_DB_USER");
        String password = variable("ROTA_DB_PASSWORD");
        PGSimpleDataSource once = new PGSimpleDataSource();
        once.setConnectTimeout(CONNECT_SECONDS);
        once.setLoginTimeout(CONNECT_SECONDS);
        once.setURL(database.url());
        if (user != null) {
            once.setUser(user);
        }
        if (password != null) {
            once.setPassword(password);
        }
        // A pool would try again and again before it says that there is nobody.
        PostgresStore.on(once).close();
        return PostgresStore.open(
                PostgresSettings.of(database.url(), user, password).poolSize(connections));
    }

    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A command that only reads would otherwise make an empty file, or turn somebody's empty file into a database. */
    private static void requireFile(Path file, Access access) {
        if (!Files.exists(file)) {
            if (access != Access.MIGRATE) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "There is no database file " + file
                                + ": name another with --db or ROTA_DB, or make this one with rota db migrate.");
            }
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, file + " is a directory: expected a database file, name it with --db.");
        }
        byte[] head = head(file);
        if (head.length == 0 && access != Access.MIGRATE) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The file " + file + " is empty: name another with --db, or make the tables with rota db migrate.");
        }
        if (head.length > 0 && !Arrays.equals(head, SQLITE)) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, file + " is not a SQLite database: name another file with --db.");
        }
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SQLITE.length);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, file + " cannot be read: give this user the right to read and write it.", e);
        }
    }

    private static void requireVersion(Database database, int found, int known) {
        if (found == known) {
            return;
        }
        String place = "The database " + database.shown();
        String sentence;
        if (found == 0) {
            sentence = place + " has no tables of Rota: name another with --db, or make them with rota db migrate.";
        } else if (found < known) {
            sentence = place + " has tables of version " + found + ", expected " + known
                    + ": update them with rota db migrate.";
        } else {
            sentence = place + " has tables of version " + found + ", newer than the " + known
                    + " this program knows: use a newer Rota.";
        }
        throw new CommandFailure(ExitCode.FAILED, sentence);
    }
}
