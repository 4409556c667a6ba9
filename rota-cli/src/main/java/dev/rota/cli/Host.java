package dev.rota.cli;

import dev.rota.sqlite.SqliteSettings;
import dev.rota.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a command that another program adds finds around it. Not thread-safe. */
public final class Host {
    private final RotaCommand rota;

    Host(RotaCommand rota) {
        this.rota = rota;
    }

    /** For data. */
    public PrintWriter out() {
        return rota.surroundings().streams().out();
    }

    /** For everything else. */
    public PrintWriter err() {
        return rota.surroundings().streams().err();
    }

    /** What relative paths start from. */
    public Path directory() {
        return rota.surroundings().directory();
    }

    /** The value of an environment variable; null if it is not set or empty. */
    public @Nullable String variable(String name) {
        return rota.surroundings().variable(name);
    }

    /** Who gives the command, for the records of what was changed. */
    public String user() {
        return rota.surroundings().user();
    }

    /** What {@code --reason} says, for the records of what was changed; null if it is not given. */
    public @Nullable String reason() {
        return rota.reason();
    }

    /** The time by the clock of this program. */
    public Instant now() {
        return rota.surroundings().clock().instant();
    }

    /** The version of this program. */
    public String version() {
        return VersionCommand.version();
    }

    /**
     * The database that {@code --db} names, else {@code ROTA_DB}, else the file that commands look at by default.
     *
     * @throws CommandFailure if what was given names no database, or a server
     */
    public Database database() {
        return rota.database();
    }

    /**
     * The database for a command that makes it if there is none: {@code --db}, else {@code ROTA_DB}, else {@code text}, else
     * {@code rota.db} in the directory.
     *
     * @throws CommandFailure if what was given names no database
     */
    public Database databaseToMake(@Nullable String text) {
        return Databases.toMake(rota.databaseOption(), text, rota.surroundings());
    }

    /**
     * Opens a database, and makes its file if there is none.
     *
     * @param connections to PostgreSQL at the most, at least 2
     * @return a store whose tables may not be there yet, or be of another version; the caller's to close
     * @throws CommandFailure if it cannot be reached
     */
    public Store openStore(Database database, int connections) {
        return new StoreOpener(
                        rota.surroundings().environment(),
                        SqliteSettings.DEFAULTS,
                        rota.surroundings().clock())
                .openToMake(database, connections);
    }

    /**
     * Opens the database that commands work on.
     *
     * @return the caller's to close
     * @throws CommandFailure if there is none, it is of another version, or it cannot be reached
     */
    public Store openStore() {
        return rota.surroundings().opener().store(database(), TargetOpener.Access.USE);
    }

    /**
     * Opens the database that a server started here would open, so that whoever is added can log in to it; it is made if
     * there is none, and brought to the present version.
     *
     * @return the caller's to close
     * @throws CommandFailure if it cannot be reached
     */
    public Store makeStore() {
        Store store = openStore(databaseToMake(null), 2);
        try {
            store.migrate();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** True if commands work on a server: {@code --url}, {@code ROTA_URL} or a context says so. */
    public boolean isServer() {
        return rota.place().place() instanceof Server;
    }

    /**
     * Sends a request to the server that commands work on.
     *
     * @param path below {@code /api/v1}, encoded
     * @param body null sends none
     * @return the members of what it answers; none if it answers without a body
     * @throws CommandFailure if commands work on a database, or the server refuses it or cannot be reached
     */
    public Map<String, @Nullable Object> send(
            String method, String path, @Nullable Map<String, @Nullable Object> body) {
        if (!(rota.place().place() instanceof Server server)) {
            throw CommandFailure.usage("This works on a server: add --url.");
        }
        return new RestClient(server, rota.reason())
                .send(new RestClient.Call(method, path, body == null ? null : new Body(body), Map.of()))
                .body()
                .members();
    }

    /** A line for people; programs do not get it. */
    public void say(String line) {
        rota.printer().say(line);
    }

    /**
     * Shows a list in the format that was asked for.
     *
     * @param none what is said when there is nothing to list
     * @param columns the members of a row, in their order
     * @param items what programs get, as the REST contract has them
     * @param row what people see of one, of which the first column names it; null shows as nothing
     */
    public void list(
            String none,
            List<String> columns,
            List<Map<String, @Nullable Object>> items,
            UnaryOperator<Map<String, @Nullable Object>> row) {
        Listing<Map<String, @Nullable Object>> listing =
                Listing.of(none, item -> String.valueOf(row.apply(item).get(columns.get(0))), Host::shape);
        for (String column : columns) {
            listing = listing.column(
                    column.toUpperCase(Locale.ROOT),
                    item -> Cell.of(shown(row.apply(item).get(column))));
        }
        rota.printer()
                .list(listing, Body.ofItems(items.stream().map(Host::shape).toList()), List.copyOf(items));
    }

    /**
     * Asks whether to go on.
     *
     * @param deed what would be done, such as {@code This deletes user anna}
     * @throws CommandFailure if the answer is not yes, or there is nobody to ask
     */
    public void confirm(String deed) {
        rota.confirm(deed);
    }

    private static @Nullable Object shown(@Nullable Object value) {
        return value instanceof List<?> many
                ? String.join(",", many.stream().map(String::valueOf).toList())
                : value;
    }

    private static Body shape(Map<String, @Nullable Object> item) {
        Shape shape = new Shape();
        item.forEach((member, value) -> shape.put(member, value instanceof Instant ? value.toString() : value));
        return shape.body();
    }

    /**
     * A line that is not shown while it is typed, if somebody types it.
     *
     * @throws CommandFailure if there is none
     */
    public String readSecret(String prompt) {
        boolean terminal = rota.surroundings().streams().terminal();
        if (terminal && System.console() != null) {
            char[] typed = System.console().readPassword("%s: ", prompt);
            if (typed != null && typed.length > 0) {
                return new String(typed);
            }
        } else {
            try {
                BufferedReader in = rota.surroundings().streams().in();
                String line = in.readLine();
                if (line != null && !line.isEmpty()) {
                    return line;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The " + prompt.toLowerCase(Locale.ROOT) + " cannot be read", e);
            }
        }
        throw CommandFailure.usage("No " + prompt.toLowerCase(Locale.ROOT)
                + " was given: type it when asked, or write it to the standard input.");
    }

    /**
     * Reads a duration longer than zero, such as {@code 90s}, {@code 1h30m} or {@code PT5M}.
     *
     * @param option what it is the value of, for the message
     * @throws CommandFailure if it is none
     */
    public static Duration duration(String option, String text) {
        return TimeText.length(option, text);
    }

    /** A duration in a sentence, by its two greatest units: {@code 20 s}, {@code 1 h 30 m}. */
    public static String words(Duration length) {
        return Moments.length(length).replaceAll("(\\d)([a-z])", "$1 $2");
    }
}
