package dev.rota.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

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

        /**
         * The command that copies it into a file, which asks for the password unless it knows it.
         *
         * @param user who connects, if the URL does not say so
         */
        String dumpCommand(@Nullable String user, String file) {
            Properties parts = Objects.requireNonNullElseGet(Driver.parseURL(url, new Properties()), Properties::new);
            List<String> words = new ArrayList<>(List.of("pg_dump", "--format=custom", "--file=" + file));
            add(words, "--host=", parts.getProperty("PGHOST"));
            add(words, "--port=", parts.getProperty("PGPORT"));
            add(words, "--username=", parts.getProperty("user", user));
            add(words, "", parts.getProperty("PGDBNAME"));
            return words.stream().map(Postgres::quoted).collect(Collectors.joining(" "));
        }

        private static void add(List<String> words, String option, @Nullable String value) {
            if (value != null) {
                words.add(option + value);
            }
        }

        /** As a shell reads it as one word. */
        private static String quoted(String word) {
            return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
        }

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
