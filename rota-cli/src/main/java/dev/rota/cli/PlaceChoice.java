package dev.rota.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a command was told about where to work. Null is what was not given.
 *
 * @param db a database
 * @param url a server
 * @param token for the server
 * @param context the name of a context
 */
record PlaceChoice(
        @Nullable String db,
        @Nullable String url,
        @Nullable String token,
        @Nullable String context) {

    static final String URL = "ROTA_URL";
    static final String TOKEN = "ROTA_TOKEN";
    static final String CONTEXT = "ROTA_CONTEXT";

    /**
     * The place of the options, else of the variables, else of the current context, else the usual file.
     *
     * @throws CommandFailure if they name several places, or none that there can be
     */
    Place.Choice choose(Surroundings surroundings) {
        if (Stream.of(db, url, context).filter(Objects::nonNull).count() > 1) {
            throw CommandFailure.usage("Several options say where to work: expected one of --db, --url and --context.");
        }
        Optional<Place.Choice> told = named(surroundings, db, "--db", url, "--url");
        if (told.isPresent()) {
            return told.get();
        }
        if (context != null) {
            return context(surroundings, context, "--context");
        }
        String database = surroundings.variable(Databases.VARIABLE);
        String address = surroundings.variable(URL);
        if (database != null && address != null) {
            throw CommandFailure.usage(
                    "Both ROTA_DB and ROTA_URL say where to work: expected one of them, or --db, --url or --context.");
        }
        return named(surroundings, database, Databases.VARIABLE, address, URL)
                .orElseGet(() -> remembered(surroundings));
    }

    private Optional<Place.Choice> named(
            Surroundings surroundings,
            @Nullable String database,
            String databaseOrigin,
            @Nullable String address,
            String addressOrigin) {
        if (database != null) {
            return Optional.of(new Place.Choice(
                    Databases.parse(databaseOrigin, database, surroundings.directory()), databaseOrigin));
        }
        if (address != null) {
            Server server = Server.parse(addressOrigin, address, null);
            return Optional.of(new Place.Choice(new Server(server.url(), token(surroundings, server)), addressOrigin));
        }
        return Optional.empty();
    }

    private Place.Choice remembered(Surroundings surroundings) {
        String variable = surroundings.variable(CONTEXT);
        if (variable != null) {
            return context(surroundings, variable, CONTEXT);
        }
        String current = ContextFile.of(surroundings).read().current();
        return current == null
                ? new Place.Choice(Databases.usual(surroundings.directory()), "default")
                : context(surroundings, current, "context");
    }

    private Place.Choice context(Surroundings surroundings, String name, String origin) {
        Contexts.Context found = ContextFile.of(surroundings).read().named(name);
        String source = "Context " + name;
        if (found.url() == null) {
            return new Place.Choice(
                    Databases.parse(source, String.valueOf(found.db()), surroundings.directory()), origin + " " + name);
        }
        String given = given(surroundings);
        return new Place.Choice(
                Server.parse(source, found.url(), given == null ? found.token() : given), origin + " " + name);
    }

    /** The one that was given; else the one that was kept for this server. */
    private @Nullable String token(Surroundings surroundings, Server server) {
        String given = given(surroundings);
        if (given != null) {
            return given;
        }
        return ContextFile.of(surroundings).read().byName().values().stream()
                .filter(known -> server.shown().equals(known.url()) && known.token() != null)
                .findFirst()
                .map(Contexts.Context::token)
                .orElse(null);
    }

    private @Nullable String given(Surroundings surroundings) {
        return token == null ? surroundings.variable(TOKEN) : token;
    }
}
