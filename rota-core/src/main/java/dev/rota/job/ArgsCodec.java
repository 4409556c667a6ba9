package dev.rota.job;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Turns arguments, results and checkpoints into JSON and back. Implementations are thread-safe. */
public interface ArgsCodec {
    /**
     * JSON of {@code value}; {@code "{}"} for null.
     *
     * @throws ArgsException if the value cannot be written as JSON
     */
    String encode(@org.jspecify.annotations.Nullable Object value);

    /**
     * The value that {@code json} stands for; null only for {@code Void.class}.
     *
     * @throws ArgsException if the JSON does not fit the class
     */
    <A> A decode(String json, Class<A> type);

    /**
     * The members of a JSON object, in order, in a mutable map.
     *
     * @throws ArgsException if the JSON is no object
     */
    Map<String, Object> toMap(String json);

    /**
     * The value whose members are {@code map}'s.
     *
     * @throws ArgsException if the members do not fit the class
     */
    <A> A fromMap(Map<String, Object> map, Class<A> type);

    /** {@code json} with each member redacted that {@code type} marks as {@link Secret}. */
    String redact(String json, Class<?> type);

    /**
     * The values that nobody should read, as texts: what {@code type} marks as {@link Secret}, and what has a name that
     * tells of one ({@link SecretNames}). Truth values and null are none. Of a member that holds others, theirs.
     *
     * @param json arguments that need not fit the type; what is no JSON has no secrets
     */
    Set<String> secrets(String json, Class<?> type);

    /**
     * Under which names the components of a record stand in JSON, by component, in declared order. One that is not read is
     * left out. Empty if it has none, or if its JSON is made of anything but members for its components.
     */
    default Map<String, String> names(Class<? extends Record> type) {
        Map<String, String> names = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            names.put(component.getName(), component.getName());
        }
        return names;
    }
}
