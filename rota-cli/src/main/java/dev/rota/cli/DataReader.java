package dev.rota.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON, and what is read like it, into maps, lists, texts, numbers and truth values. The other half of {@link DataWriter}. */
final class DataReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    private DataReader() {}

    /**
     * Reads an object in JSON.
     *
     * @throws JacksonException if it is none
     */
    static Body body(String json) {
        return body(JSON, json);
    }

    /** Reads an object in another format. */
    static Body body(TokenStreamFactory format, String text) {
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new tools.jackson.core.exc.StreamReadException(parser, "Expected an object");
            }
            return new Body(object(parser));
        }
    }

    /**
     * Checks that a text is one value in JSON.
     *
     * @throws JacksonException if it is not
     */
    static void check(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                throw new tools.jackson.core.exc.StreamReadException(parser, "There is no value");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new tools.jackson.core.exc.StreamReadException(parser, "There is more than one value");
            }
        }
    }

    /** A sentence, without what is said of the place in words of the library. */
    static String notJson(String what, JacksonException e) {
        String why = e.getOriginalMessage()
                .replaceAll("(?s)\\s*\\(start marker at .*", "")
                .replaceAll("\\R.*", "");
        return what + " is not JSON: " + why + ".";
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            default -> parser.getString();
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
