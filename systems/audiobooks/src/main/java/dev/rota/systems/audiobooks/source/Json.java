package dev.rota.systems.audiobooks.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges answers by their content, and reads fields that come as text or as number. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern HEADING = Pattern.compile("(?is)<(?:title|h1)[^>]*>(.*?)</");
    private static final int NOT_FOUND = 404;
    private static final int CLIENT_ERROR = 400;

    private Json() {}

    /**
     * The document, whatever its status says.
     *
     * @return empty when the source says that there is nothing
     * @throws AnswerException when it is no JSON document, or an error
     */
    static Optional<JsonNode> judge(Reply reply) throws AnswerException {
        String body = reply.body().strip();
        if (!body.startsWith("{") && !body.startsWith("[")) {
            throw new AnswerException("expected JSON, found " + describe(body) + " with status " + reply.status());
        }
        JsonNode document;
        try {
            document = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new AnswerException("expected JSON, found text that breaks off or is malformed, with status "
                    + reply.status() + ": " + e.getOriginalMessage());
        }
        String error = text(document, "error");
        if (error != null && error.toLowerCase(Locale.ROOT).contains("could not be found")) {
            return Optional.empty();
        }
        if (error != null || (reply.status() >= CLIENT_ERROR && reply.status() != NOT_FOUND)) {
            throw new AnswerException("error with status " + reply.status() + ": " + (error == null ? "none" : error));
        }
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(document);
    }

    private static String describe(String body) {
        if (body.isEmpty()) {
            return "nothing";
        }
        Matcher heading = HEADING.matcher(body);
        return heading.find() ? "the HTML page \"" + heading.group(1).strip() + "\"" : "something else";
    }

    /** The field as text; null if it is missing, null or blank. */
    static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isValueNode() || value.isNull()) {
            return null;
        }
        String text = value.asString().strip();
        return text.isEmpty() ? null : text;
    }

    /** The field as a whole number, written as number or as text; null if it is neither. */
    static @Nullable Long number(JsonNode node, String field) {
        String text = text(node, field);
        return text != null && text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /** The field as text, or its first element if it is an array. */
    static @Nullable String first(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isArray()) {
            return text(node, field);
        }
        return value.isEmpty() || !value.get(0).isValueNode()
                ? null
                : value.get(0).asString();
    }
}
