package dev.rota.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which database a command works on. */
public sealed interface Database extends Place {
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
}
