package dev.rota.cli;

import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes maps, lists, texts, numbers, truth values, nulls and {@link Json} as JSON or YAML. Anything else is
 * written as its text. It uses the streaming part of Jackson alone, which starts in no time.
 */
final class DataWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private DataWriter() {}

    /**
     * A text that is JSON already.
     *
     * @param text of one value
     */
    record Json(String text) {
        static @Nullable Json of(@Nullable String text) {
            return text == null ? null : new Json(text);
        }
    }

    /** On one line. */
    static String line(Object value) {
        return write(JSON, ObjectWriteContext.empty(), value);
    }

    /** On indented lines. */
    static String pretty(Object value) {
        return write(JSON, new Indenting(), value);
    }

    static String yaml(Object value) {
        YAMLFactory yaml = YAMLFactory.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        return write(yaml, ObjectWriteContext.empty(), value).stripTrailing();
    }

    /** In another format. */
    static String write(TokenStreamFactory factory, Object value) {
        return write(factory, ObjectWriteContext.empty(), value);
    }

    private static String write(TokenStreamFactory factory, ObjectWriteContext context, Object value) {
        Writer text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(context, text)) {
            write(generator, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            map.forEach((name, member) -> writeMember(generator, name.toString(), member));
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            list.forEach(element -> write(generator, element));
            generator.writeEndArray();
        } else if (value instanceof Json json) {
            copy(generator, json.text());
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else if (value instanceof BigInteger integer) {
            generator.writeNumber(integer);
        } else {
            generator.writeString(value.toString());
        }
    }

    private static void writeMember(JsonGenerator generator, String name, @Nullable Object member) {
        generator.writeName(name);
        write(generator, member);
    }

    private static void copy(JsonGenerator generator, String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            generator.copyCurrentStructureExact(parser);
        }
    }

    private static final class Indenting extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            Separators separators = Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator("");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(lines)
                    .withArrayIndenter(lines);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
