package dev.rota.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON of requests and answers: camel case, RFC 3339 in UTC, ISO 8601 durations, enums in lower case. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addModule(BoundedTimes.module())
            .build();

    private Json() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Answers with JSON. What was only read carries a weak ETag, and is not sent again to whoever has it already. */
    static void answer(Context ctx, Object value) {
        byte[] body = write(value);
        if (Requests.READING.contains(ctx.method()) && ctx.statusCode() == 200) {
            String tag = tag(body);
            ctx.header("ETag", tag);
            if (isKnown(ctx.header("If-None-Match"), tag)) {
                ctx.status(304);
                return;
            }
        }
        ctx.contentType("application/json").result(body);
    }

    /** The weak ETag of what is sent. */
    static String tag(byte[] body) {
        return "W/\"" + Secrets.hash(body).substring(0, 16) + "\"";
    }

    private static boolean isKnown(@Nullable String known, String tag) {
        return known != null
                && Arrays.stream(known.split(",")).map(String::strip).anyMatch(tag::equals);
    }

    /** Indented, for people. */
    static String pretty(JsonNode tree) {
        return tree.isMissingNode() ? "" : tree.toPrettyString();
    }

    /** An object without members. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A text as JSON. */
    static JsonNode text(String text) {
        return MAPPER.getNodeFactory().stringNode(text);
    }

    /** Any JSON; a text that is none becomes a string. */
    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            return MAPPER.getNodeFactory().stringNode(json);
        }
    }

    /**
     * The body of a request.
     *
     * @throws Problem 415 if it is not said to be JSON, 400 if it is none, 422 if it does not fit
     */
    static <T> T read(Context ctx, Class<T> type) {
        byte[] body = Requests.body(ctx);
        String contentType = ctx.contentType();
        if (contentType == null
                || !contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            throw Problem.of(
                    415,
                    "not-json",
                    "Media type is not supported",
                    "Content-Type is " + contentType + ", expected application/json");
        }
        return parse(body, type);
    }

    /** The same, where the body may be left out: then it stands for {@code {}}. */
    static <T> T readIfAny(Context ctx, Class<T> type) {
        return Requests.body(ctx).length == 0 ? parse(new byte[] {'{', '}'}, type) : read(ctx, type);
    }

    /** A member of a body; missing if there is none, or the body is no JSON object. */
    static JsonNode member(byte[] body, String name) {
        try {
            return MAPPER.readTree(body).path(name);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** What a request takes, whatever else it takes: see {@link Reasons}. */
    private static <T> T readValue(byte[] body, Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (UnrecognizedPropertyException e) {
            if (e.getPath().size() == 1
                    && e.getPropertyName().equals("reason")
                    && MAPPER.readTree(body) instanceof ObjectNode object
                    && (object.path("reason").isString()
                            || object.path("reason").isNull())) {
                object.remove("reason");
                return MAPPER.treeToValue(object, type);
            }
            throw e;
        }
    }

    private static <T> T parse(byte[] body, Class<T> type) {
        try {
            T read = readValue(body, type);
            if (read == null) {
                throw Problem.malformed("The body is null, expected an object");
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds() == null
                    ? ""
                    : e.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw Problem.invalid(
                    "unknown-field",
                    "A field is not known",
                    pointer(e),
                    "Found \"" + e.getPropertyName() + "\", expected " + known);
        } catch (DatabindException | InputCoercionException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", pointer(e), message(e));
        } catch (JacksonException e) {
            throw Problem.malformed("The body is not JSON: " + e.getOriginalMessage());
        }
    }

    /** Where the reader speaks of its own classes, what it wants is said instead. */
    private static String message(JacksonException e) {
        if (e instanceof InputCoercionException || e.getOriginalMessage().startsWith("Cannot ")) {
            Class<?> wanted = e instanceof MismatchedInputException mismatch
                    ? mismatch.getTargetType()
                    : e instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
            return "Expected " + words(wanted);
        }
        return e.getOriginalMessage().replaceAll(" \\(set `[^`]*` to '[^']*' to allow\\)", "");
    }

    private static String words(@Nullable Class<?> wanted) {
        if (wanted == null) {
            return "another value";
        } else if (wanted == Duration.class) {
            return "a length such as \"PT1H\"";
        } else if (wanted == Instant.class) {
            return "a time such as \"2026-12-24T18:00:00Z\"";
        } else if (wanted == String.class) {
            return "a text";
        } else if (wanted == Boolean.class || wanted == boolean.class) {
            return "true or false";
        } else if (wanted == Integer.class || wanted == int.class) {
            return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        } else if (wanted == Long.class || wanted == long.class) {
            return "a whole number";
        } else if (wanted == Double.class || wanted == double.class) {
            return "a number";
        } else if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .map(each -> Problem.lower((Enum<?>) each))
                    .collect(Collectors.joining(" or "));
        }
        return Collection.class.isAssignableFrom(wanted) ? "an array" : "an object";
    }

    private static String pointer(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
