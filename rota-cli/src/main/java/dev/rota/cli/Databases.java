package dev.rota.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out which database is meant. */
final class Databases {
    /** The variable that names the database if no option does. */
    static final String VARIABLE = "ROTA_DB";

    /** Where {@code rota demo} puts its database. */
    private static final String DEMO_FILE = ".rota/demo/rota.db";

    /** The database if nothing else is said and there is no demo. */
    private static final String DEFAULT_FILE = "rota.db";

    /** {@code rota.db} in the current directory, or the demo's below it if there is only that. */
    static Database usual(Path directory) {
        Path demo = directory.resolve(DEMO_FILE);
        Path file = directory.resolve(DEFAULT_FILE);
        return new Database.SqliteFile(!Files.exists(file) && Files.exists(demo) ? demo : file);
    }

    /**
     * The database for who makes it: of {@code --db}, else of {@code ROTA_DB}, else {@code text}, else {@code rota.db}.
     *
     * @param option null if it was not given
     */
    static Database toMake(@Nullable String option, @Nullable String text, Surroundings surroundings) {
        if (option != null) {
            return parse("--db", option, surroundings.directory());
        }
        String variable = surroundings.variable(VARIABLE);
        return variable != null
                ? parse(VARIABLE, variable, surroundings.directory())
                : parse("db", text == null ? DEFAULT_FILE : text, surroundings.directory());
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
        return new Database.Postgres(url);
    }

    private static Database file(String source, String name, Path directory) {
        if (name.isEmpty() || name.startsWith(":") || name.startsWith("file:")) {
            throw CommandFailure.usage(source + " \"" + name
                    + "\" is not the name of a file: expected such as rota.db or jdbc:sqlite:rota.db.");
        }
        try {
            return new Database.SqliteFile(directory.resolve(name).normalize());
        } catch (InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    source + " is not the name of a file (" + e.getReason() + "): expected such as rota.db.",
                    e);
        }
    }

    private Databases() {}
}
