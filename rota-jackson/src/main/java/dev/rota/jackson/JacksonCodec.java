package dev.rota.jackson;

import dev.rota.job.ArgsCodec;
import dev.rota.job.ArgsException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;

/**
 * Arguments as JSON: records by the names of their components in declared order, {@code java.time} as ISO 8601 text,
 * numbers exact. What has neither components nor getters cannot be written, but for a record without components. Thread-safe.
 */
public final class JacksonCodec implements ArgsCodec {
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private static final Pattern SETTING = Pattern.compile(" \\(set `[^`]*` to '[^']*' to allow\\)");

    private static final Pattern EMPTY =
            Pattern.compile("No serializer found for class (\\S+) and no properties discovered.*");

    /** Of the names of an object, in a message. */
    private static final int MOST_NAMES = 20;

    private final JsonMapper mapper;
    private final Redaction redaction;

    /** A codec with Rota's settings and no modules. */
    public JacksonCodec() {
        this(JsonMapper.builder());
    }

    /**
     * A codec with a user's modules and mix-ins.
     *
     * @param builder Rota's own settings are added to it, and win
     */
    public JacksonCodec(JsonMapper.Builder builder) {
        mapper = configured(builder);
        redaction = new Redaction(mapper);
    }

    private static JsonMapper configured(JsonMapper.Builder builder) {
        return builder.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Errors end up in logs and on the dashboard, and the text around an error may be a secret.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
    }

    @Override
    public String encode(@Nullable Object value) {
        if (value == null) {
            return "{}";
        }
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new ArgsException(
                    "A value of " + value.getClass().getName() + " cannot be written as JSON" + where(e) + ": "
                            + EMPTY.matcher(e.getOriginalMessage())
                                    .replaceFirst(
                                            "$1 has no getters, and is no record, so that nothing of it would be kept"),
                    e);
        }
    }

    @Override
    public <A> A decode(String json, Class<A> type) {
        if (type == Void.class) {
            return nothing(json);
        }
        try {
            A value = mapper.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            return inSteps(json, type);
        }
        return inSteps(json, type);
    }

    /** By way of a tree: slower, and able to say what is wrong. */
    private <A> A inSteps(String json, Class<A> type) {
        return read(tree(json, type), type);
    }

    @Override
    public Map<String, Object> toMap(String json) {
        JsonNode tree = tree(json, Map.class);
        if (!tree.isObject()) {
            throw new ArgsException("JSON is " + nameOf(tree) + ", expected an object");
        }
        return mapper.treeToValue(tree, MEMBERS);
    }

    @Override
    public <A> A fromMap(Map<String, Object> map, Class<A> type) {
        return decode(encode(map), type);
    }

    @Override
    public String redact(String json, Class<?> type) {
        return mapper.writeValueAsString(redaction.redact(tree(json, type), type));
    }

    @Override
    public Set<String> secrets(String json, Class<?> type) {
        JsonNode args;
        try {
            args = mapper.readTree(json);
        } catch (JacksonException e) {
            return Set.of();
        }
        return SecretLeaves.of(args, redaction.redact(args.deepCopy(), type));
    }

    @Override
    public Map<String, String> names(Class<? extends Record> type) {
        try {
            return ComponentNames.of(mapper, type);
        } catch (JacksonException | IllegalArgumentException e) {
            // Its annotations contradict each other: nothing reads it at all.
            return Map.of();
        }
    }

    private JsonNode tree(String json, Class<?> type) {
        try {
            return mapper.readTree(json);
        } catch (JacksonException e) {
            throw new ArgsException(
                    "Arguments for " + type.getName() + " are no JSON" + where(e) + ": " + e.getOriginalMessage(), e);
        }
    }

    private <A> A read(JsonNode tree, Class<A> type) {
        if (tree.isNull() || tree.isMissingNode()) {
            throw new ArgsException("Arguments are " + nameOf(tree) + ", expected what makes a " + type.getName());
        }
        try {
            return mapper.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            throw new ArgsException(unknown(e, type), e);
        } catch (JacksonException e) {
            String absent = absent(e, tree);
            if (!absent.isEmpty()) {
                throw new ArgsException("Arguments do not fit " + type.getName() + ": " + absent, e);
            }
            // Jackson names the setting that would allow it, which is not the reader's to change.
            String why = SETTING.matcher(e.getOriginalMessage()).replaceAll("");
            throw new ArgsException("Arguments do not fit " + type.getName() + where(e) + ": " + why, e);
        }
    }

    /** What is wrong, if the error is about a member that is not there: Jackson takes it for null. Empty if it is there. */
    private static String absent(JacksonException e, JsonNode tree) {
        if (e.getPath().isEmpty()) {
            return "";
        }
        JsonNode object = tree;
        JsonNode member = tree;
        for (JacksonException.Reference step : e.getPath()) {
            object = member;
            member =
                    step.getPropertyName() == null ? object.path(step.getIndex()) : object.path(step.getPropertyName());
        }
        if (!object.isObject() || !member.isMissingNode()) {
            return "";
        }
        String found = object.propertyNames().stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return path(e) + " is missing, found " + (found.isEmpty() ? "nothing" : found);
    }

    /** The only value of {@code Void} is null. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private <A> A nothing(String json) {
        JsonNode tree = tree(json, Void.class);
        if (!tree.isNull() && !(tree.isObject() && tree.isEmpty())) {
            throw new ArgsException("Arguments are " + nameOf(tree)
                    + (tree.isObject() ? " with " + String.join(", ", tree.propertyNames()) : "")
                    + ", expected {}: this job type takes no arguments");
        }
        return null;
    }

    private static String unknown(UnrecognizedPropertyException e, Class<?> type) {
        String expected = e.getKnownPropertyIds() == null
                ? "none"
                : e.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "Arguments do not fit " + type.getName() + ": found \"" + e.getPropertyName() + "\"" + where(e)
                + ", expected " + (expected.isEmpty() ? "none" : expected)
                + ". Add the component, or raise the version of the job type with an upcaster";
    }

    private static String where(JacksonException e) {
        if (!(e instanceof DatabindException) || e.getPath().isEmpty()) {
            return "";
        }
        return " at " + path(e);
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static String nameOf(JsonNode tree) {
        JsonNodeType kind = tree.getNodeType();
        return switch (kind) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
            case MISSING -> "empty";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case STRING -> "text";
            case BINARY, POJO -> "no JSON";
        };
    }
}
