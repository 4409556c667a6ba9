package dev.rota.postgres;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * How to reach a database, and how many connections to keep to it.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}; any other is refused with an
 *     {@link IllegalArgumentException}
 * @param user null if the URL names the user
 * @param password null if the URL names it or none is needed
 * @param poolSize connections at the most, at least 2; one more listens, another is for
 *     heartbeats, another for pruning, and two are for those who look, while they do
 * @param transactionPooler true if there is a pooler between that gives a connection to another client after each
 *     transaction, such as PgBouncer: then nothing is set for a whole session
 */
public record PostgresSettings(
        String url, @Nullable String user, @Nullable String password, int poolSize, boolean transactionPooler) {
    private static final int POOL_SIZE = 10;
    private static final String PREFIX = "jdbc:postgresql:";
    private static final String EXPECTED = "jdbc:postgresql://host:port/database";

    public PostgresSettings {
        if (!url.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "URL of the database begins with \"" + beginning(url) + "\", expected " + EXPECTED);
        }
        if (!new Driver().acceptsURL(url)) {
            throw new IllegalArgumentException(
                    "URL of the database is malformed: found " + place(url) + ", expected " + EXPECTED);
        }
        if (poolSize < 2) {
            throw new IllegalArgumentException("Pool size is " + poolSize + ", expected 2 or more");
        }
    }

    /** 10 connections, straight to the database. */
    public static PostgresSettings of(String url, @Nullable String user, @Nullable String password) {
        return new PostgresSettings(url, user, password, POOL_SIZE, false);
    }

    public PostgresSettings poolSize(int newPoolSize) {
        return new PostgresSettings(url, user, password, newPoolSize, transactionPooler);
    }

    public PostgresSettings transactionPooler(boolean newTransactionPooler) {
        return new PostgresSettings(url, user, password, poolSize, newTransactionPooler);
    }

    /** Host, port and database, without what may hold a password. */
    String place() {
        return place(url);
    }

    /** The same of any URL of PostgreSQL. */
    static String place(String url) {
        int parameters = url.indexOf('?');
        String plain = parameters < 0 ? url : url.substring(0, parameters);
        return plain.replaceFirst("^" + PREFIX + "(//)?", "").replaceFirst("^.*@", "");
    }

    /** Nothing that may hold a password. */
    private static String beginning(String url) {
        int slashes = url.indexOf("//");
        return url.substring(0, slashes < 0 ? url.indexOf(':') + 1 : slashes);
    }

    /** Without password. */
    @Override
    public String toString() {
        return "PostgreSQL at " + place() + (user == null ? "" : " as " + user) + ", " + poolSize + " connections";
    }
}
