package dev.rota.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds what programs get, in the order in which its members are put. */
final class Shape {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** Puts a member, null as well. Enums become words. */
    Shape put(String name, @Nullable Object value) {
        members.put(name, value instanceof Enum<?> word ? Words.of(word) : value);
        return this;
    }

    /** Puts an object; null as well. */
    Shape put(String name, @Nullable Body value) {
        return put(name, value == null ? null : (Object) value.members());
    }

    /** Puts a list of objects. */
    Shape putAll(String name, List<Body> values) {
        return put(name, (Object) values.stream().map(Body::members).toList());
    }

    Map<String, @Nullable Object> members() {
        return members;
    }

    Body body() {
        return new Body(members);
    }
}
