package dev.rota.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The places somebody works with, by the names they gave them. Immutable.
 *
 * @param current the name of the one that is used if nothing else is said; null if there is none
 * @param byName in the order of the file
 */
record Contexts(@Nullable String current, Map<String, Context> byName) {
    static final Contexts NONE = new Contexts(null, Map.of());

    Contexts {
        byName = new LinkedHashMap<>(byName);
    }

    /**
     * One place.
     *
     * @param url of a server; null if it is a database
     * @param token for the server, or null
     * @param db null if it is a server
     */
    record Context(
            @Nullable String url,
            @Nullable String token,
            @Nullable String db) {
        /** Without the token. */
        @Override
        public String toString() {
            return String.valueOf(url == null ? db : url);
        }
    }

    /**
     * The context of a name.
     *
     * @throws CommandFailure if there is none
     */
    Context named(String name) {
        Context context = byName.get(name);
        if (context == null) {
            throw CommandFailure.notFound(
                    byName.isEmpty()
                            ? "There is no context \"" + name + "\", nor any other: rota login makes one."
                            : NotFound.sentence(
                                    "There is no context \"" + name + "\"", name, List.copyOf(byName.keySet())));
        }
        return context;
    }

    Contexts with(String name, Context context) {
        Map<String, Context> more = new LinkedHashMap<>(byName);
        more.put(name, context);
        return new Contexts(current, more);
    }

    Contexts without(String name) {
        Map<String, Context> fewer = new LinkedHashMap<>(byName);
        fewer.remove(name);
        return new Contexts(name.equals(current) ? null : current, fewer);
    }

    Contexts use(String name) {
        return new Contexts(name, byName);
    }
}
