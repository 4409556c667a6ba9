package dev.rota.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as the REST contract has it, whether a server sent it or it was made of what stands in a database. Members are
 * read by name; what is not known stays in it, so that programs get all that there is. Immutable.
 */
record Body(Map<String, @Nullable Object> members) {
    Body {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** A list without pages. */
    static Body ofItems(List<Body> items) {
        return new Shape()
                .put("items", items.stream().map(Body::members).toList())
                .body();
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** A text, or any other value as it is written in JSON; null if there is none. */
    @Nullable
    String text(String name) {
        Object value = members.get(name);
        boolean nested = value instanceof Map<?, ?> || value instanceof List<?> || value instanceof DataWriter.Json;
        return value == null ? null : nested ? DataWriter.line(value) : value.toString();
    }

    /** A text that the contract promises. */
    String word(String name) {
        String text = text(name);
        if (text == null) {
            throw malformed(name, null);
        }
        return text;
    }

    /** A whole number that the contract promises. */
    long number(String name) {
        return numberIfAny(name).orElseThrow(() -> malformed(name, null));
    }

    Optional<Long> numberIfAny(String name) {
        try {
            return Optional.ofNullable(text(name)).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw malformed(name, e);
        }
    }

    /** False if there is none. */
    boolean truth(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw malformed(name, e);
        }
    }

    @Nullable
    Duration length(String name) {
        String text = text(name);
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeException e) {
            throw malformed(name, e);
        }
    }

    /** A member that is an object; null if there is none. */
    @Nullable
    Body body(String name) {
        Object value = members.get(name);
        return value instanceof Map<?, ?> map ? of(map) : null;
    }

    /** The objects of a list; empty if there is none. */
    List<Body> bodies(String name) {
        List<Body> bodies = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> map) {
                    bodies.add(of(map));
                }
            }
        }
        return bodies;
    }

    List<Body> items() {
        return bodies("items");
    }

    /** The elements of a list as texts; empty if there is none. */
    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The members of an object as texts, by name; empty if there is none. */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Body body = body(name);
        if (body != null) {
            body.members().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        }
        return texts;
    }

    private static Body of(Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new Body(members);
    }

    private static CommandFailure malformed(String name, @Nullable Exception cause) {
        return new CommandFailure(
                ExitCode.FAILED,
                "The answer of the server does not say \"" + name
                        + "\" as expected: is it of another version than this program?",
                cause);
    }
}
