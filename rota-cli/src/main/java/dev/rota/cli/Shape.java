package dev.rota.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the map that programs get, in the order in which its members are put. */
final class Shape {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /** Puts a member, unless it is null. Enums become words. */
    Shape put(String name, @Nullable Object value) {
        if (value instanceof Enum<?> word) {
            members.put(name, Words.of(word));
        } else if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    /** Puts a list, unless it is empty. */
    Shape putList(String name, List<?> values) {
        return put(name, values.isEmpty() ? null : values);
    }

    Map<String, Object> map() {
        return members;
    }
}
