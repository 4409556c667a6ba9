package dev.rota.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which database a command works on. */
sealed interface Database extends Place {
    /**
     * A SQLite file.
     *
     * @param file absolute
     */
    record SqliteFile(Path file) implements Database {
        @Override
        public String shown() {
            return file.toString();
        }
    }

    /** A PostgreSQL database, by its JDBC URL. */
    record Postgres(String url) implements Database {
        private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

        @Override
        public String shown() {
            return PASSWORD.matcher(url).replaceAll("$1***");
        }

        @Override
        public String toString() {
            return shown();
        }
    }

    /** The variable that names the database if no option does. */
    String VARIABLE = "ROTA_DB";

    /** Where {@code rota demo} puts its database. */
    String DEMO_FILE = ".rota/demo/rota.db";

    /** The database if nothing else is said and there is no demo. */
    String DEFAULT_FILE = "rota.db";

    /** The demo's below the current directory if there is one, else {@code rota.db} there. */
    static Database usual(Path directory) {
        Path demo = directory.resolve(DEMO_FILE);
        return new SqliteFile(Files.exists(demo) ? demo : directory.resolve(DEFAULT_FILE));
    }

    /**
     * Reads the name of a database.
     *
     * @param source which option or variable it stands in
     * @throws CommandFailure if it is none that Rota knows
     */
    static Database parse(String source, String text, Path directory) {
        String trimmed = text.strip();
        String lower = trimmed.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:postgresql:")) {
            return postgres(source, trimmed);
        }
        if (lower.startsWith("postgres://") || lower.startsWith("postgresql://")) {
            throw CommandFailure.usage(source + " is a URL of libpq: expected the JDBC form "
                    + "jdbc:postgresql://HOST:PORT/DATABASE?user=USER, with the password in ROTA_DB_PASSWORD.");
        }
        if (lower.startsWith("jdbc:sqlite:")) {
            return file(source, trimmed.substring("jdbc:sqlite:".length()), directory);
        }
        if (lower.startsWith("jdbc:") || lower.contains("://")) {
            throw CommandFailure.usage(source + " names a database that Rota does not know, \""
                    + trimmed.substring(0, trimmed.indexOf(':', lower.startsWith("jdbc:") ? 5 : 0) + 1)
                    + "…\": expected a file, jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        return file(source, trimmed, directory);
    }

    private static Database postgres(String source, String url) {
        String[] parts = url.substring("jdbc:postgresql:".length()).split("\\?", 2);
        if (parts[0].contains("@")) {
            throw CommandFailure.usage(source + " has a user before the host, which JDBC does not read: expected "
                    + "jdbc:postgresql://HOST:PORT/DATABASE?user=USER, with the password in ROTA_DB_PASSWORD.");
        }
        if (!parts[0].matches("//[^/\\s]*/[^/\\s]+") && !parts[0].matches("[^/\\s:]+")) {
            throw CommandFailure.usage(source + " \"jdbc:postgresql:" + parts[0]
                    + "\" is not complete: expected jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        return new Postgres(url);
    }

    private static Database file(String source, String name, Path directory) {
        if (name.isEmpty() || name.startsWith(":") || name.startsWith("file:")) {
            throw CommandFailure.usage(source + " \"" + name
                    + "\" is not the name of a file: expected such as rota.db or jdbc:sqlite:rota.db.");
        }
        try {
            return new SqliteFile(directory.resolve(name).normalize());
        } catch (InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    source + " is not the name of a file (" + e.getReason() + "): expected such as rota.db.",
                    e);
        }
    }
}
