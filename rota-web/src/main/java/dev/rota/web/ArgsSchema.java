package dev.rota.web;

import dev.rota.job.ArgsCodec;
import dev.rota.job.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What arguments look like, as JSON Schema: of records, and of what commonly stands in them. What it does not know it leaves
 * open, and the handler's codec has the last word.
 */
final class ArgsSchema {
    private static final int DEEPEST = 8;
    private static final Set<Class<?>> WHOLE = Set.of(
            int.class,
            long.class,
            short.class,
            byte.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            BigInteger.class);
    private static final Set<Class<?>> FRACTIONS =
            Set.of(double.class, float.class, Double.class, Float.class, BigDecimal.class);
    private static final Map<Class<?>, String> FORMATS = Map.of(
            Instant.class, "date-time",
            OffsetDateTime.class, "date-time",
            LocalDate.class, "date",
            LocalTime.class, "time",
            Duration.class, "duration",
            UUID.class, "uuid",
            URI.class, "uri");

    private final ArgsCodec codec;

    private ArgsSchema(ArgsCodec codec) {
        this.codec = codec;
    }

    /** The schema of arguments of this class, with members by the names that the codec reads; of no arguments for {@code Void}. */
    static Map<String, Object> of(ArgsCodec codec, Class<?> argsClass) {
        return argsClass == Void.class ? typed("null") : new ArgsSchema(codec).schema(argsClass, 0);
    }

    /** What is marked as secret in arguments of this class, as paths such as {@code customer.iban}, {@code cards[]}. */
    static List<String> secrets(ArgsCodec codec, Class<?> argsClass) {
        List<String> paths = new ArrayList<>();
        collect("", of(codec, argsClass), paths);
        return paths;
    }

    private static void collect(String path, Map<?, ?> schema, List<String> paths) {
        if (Boolean.TRUE.equals(schema.get("writeOnly"))) {
            paths.add(path);
        } else if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach(
                    (name, member) -> collect(path + (path.isEmpty() ? "" : ".") + name, (Map<?, ?>) member, paths));
        } else if (schema.get("items") instanceof Map<?, ?> items) {
            collect(path + "[]", items, paths);
        } else if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
            collect(path + ".*", values, paths);
        }
    }

    private Map<String, Object> schema(Type type, int depth) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] of = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                return typed("array", "items", schema(of[0], depth + 1));
            }
            return Map.class.isAssignableFrom(raw)
                    ? typed("object", "additionalProperties", schema(of[of.length - 1], depth + 1))
                    : schema(raw, depth);
        }
        return type instanceof Class<?> plain ? plain(plain, depth) : Map.of();
    }

    private Map<String, Object> plain(Class<?> type, int depth) {
        if (WHOLE.contains(type)) {
            return typed("integer");
        }
        if (FRACTIONS.contains(type)) {
            return typed("number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == String.class || type == char.class || type == Character.class) {
            return typed("string");
        }
        if (FORMATS.containsKey(type)) {
            return typed("string", "format", FORMATS.get(type));
        }
        if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
            return typed("string", "enum", names);
        }
        if (type.isArray()) {
            return typed("array", "items", schema(type.getComponentType(), depth + 1));
        }
        return type.isRecord() && depth < DEEPEST ? record(type.asSubclass(Record.class), depth) : Map.of();
    }

    private Map<String, Object> record(Class<? extends Record> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Map<String, String> names = codec.names(type);
        if (names.isEmpty() && components.length > 0) {
            return Map.of();
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            String name = names.get(component.getName());
            if (name != null) {
                Map<String, Object> schema = new LinkedHashMap<>(schema(component.getGenericType(), depth + 1));
                if (component.isAnnotationPresent(Secret.class)) {
                    schema.put("writeOnly", true);
                }
                properties.put(name, schema);
            }
        }
        return typed("object", "properties", properties);
    }

    /** In a fixed order, so that the same class always gives the same text. */
    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> typed(String type, String name, Object value) {
        Map<String, Object> schema = typed(type);
        schema.put(name, value);
        return schema;
    }
}
