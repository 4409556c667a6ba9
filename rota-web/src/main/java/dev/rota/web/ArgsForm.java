package dev.rota.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of a type as fields of a form, as its schema names them. What has parts of its own is written as JSON in its
 * field. Arguments that fields could not give back as they are have no such form, and are written as JSON as a whole.
 *
 * @param type whose arguments they are
 */
record ArgsForm(String type, List<Field> fields) {
    /** Begins the names of the fields. */
    static final String PREFIX = "arg.";

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,99})(\\.\\d{1,99})?([eE][+-]?\\d{1,3})?");
    private static final Map<String, String> NOTES = Map.of(
            "date-time", "such as 2026-12-24T18:00:00Z",
            "date", "such as 2026-12-24",
            "time", "such as 18:00",
            "duration", "such as PT10M",
            "uuid", "a UUID",
            "uri", "an address");

    /** How a value is written. */
    enum Kind {
        TEXT,
        NUMBER,
        CHOICE,
        JSON
    }

    /**
     * One argument.
     *
     * @param note what is to be known of it; empty for nothing
     * @param options what there is to choose from; empty if nothing is chosen
     * @param value as it stands in the form; empty if it is not given
     */
    record Field(String name, Kind kind, String note, List<String> options, String value) {
        String input() {
            return PREFIX + name;
        }

        Field with(String newValue) {
            List<String> choice = new ArrayList<>(options);
            if (kind == Kind.CHOICE && !newValue.isEmpty() && !options.contains(newValue)) {
                choice.add(newValue);
            }
            return new Field(name, kind, note, choice, newValue);
        }
    }

    /** The fields for arguments as they are, which may be hidden in part; empty if fields could not give them back. */
    static Optional<ArgsForm> of(ArgsType type, JsonNode args) {
        Optional<List<Field>> fields = fields(type);
        if (fields.isEmpty() || !(args.isObject() || args.isNull() || args.isMissingNode())) {
            return Optional.empty();
        }
        List<Field> filled = new ArrayList<>();
        int given = 0;
        for (Field field : fields.get()) {
            JsonNode member = args.path(field.name());
            given += args.has(field.name()) ? 1 : 0;
            Optional<String> text = member.isMissingNode() || member.isNull() ? Optional.of("") : text(field, member);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            filled.add(field.with(text.get()));
        }
        return given == args.size() ? Optional.of(new ArgsForm(type.name(), filled)) : Optional.empty();
    }

    /** The fields as they were sent, right or wrong. */
    static Optional<ArgsForm> sent(ArgsType type, UnaryOperator<String> values) {
        return fields(type)
                .map(fields -> new ArgsForm(
                        type.name(),
                        fields.stream()
                                .map(field -> field.with(values.apply(field.input())))
                                .toList()));
    }

    /**
     * The arguments that the fields give; what was left empty is left out.
     *
     * @throws Problem if a field cannot be read
     */
    static JsonNode read(ArgsType type, UnaryOperator<String> values) {
        ObjectNode args = Json.object();
        for (Field field : fields(type).orElse(List.of())) {
            String text = values.apply(field.input());
            if (!text.isEmpty()) {
                args.set(field.name(), node(field, text));
            }
        }
        return args;
    }

    private static JsonNode node(Field field, String text) {
        boolean quoted = field.kind() == Kind.TEXT || text.equals(Redactor.BLANK);
        if (quoted || (field.kind() == Kind.CHOICE && !isYesOrNo(field))) {
            return Json.text(text);
        }
        JsonNode node = Json.tree(text);
        boolean wrong = field.kind() == Kind.NUMBER
                ? !NUMBER.matcher(text).matches()
                : node.isString() && !text.startsWith("\"");
        if (wrong) {
            throw Problem.invalid(
                    "args-invalid",
                    "The arguments do not fit the type",
                    "/args/" + field.name(),
                    "Argument " + field.name() + " is " + Labels.shortened(text, 50) + ", expected "
                            + (field.kind() == Kind.NUMBER ? "a number" : "JSON"));
        }
        return node;
    }

    private static boolean isYesOrNo(Field field) {
        return field.options().contains("true");
    }

    /** As it would stand in the field; empty if that would not lead back to it. */
    private static Optional<String> text(Field field, JsonNode value) {
        boolean hidden = value.isString() && value.asString().equals(Redactor.BLANK);
        boolean fits = switch (field.kind()) {
            case TEXT -> value.isString() && isOneLine(value.asString());
            case NUMBER -> hidden || NUMBER.matcher(value.toString()).matches();
            case CHOICE -> hidden || field.options().contains(value.asString(""));
            case JSON -> true;
        };
        if (!fits) {
            return Optional.empty();
        }
        return Optional.of(
                field.kind() == Kind.JSON
                        ? Json.pretty(value)
                        : value.isString() ? value.asString() : value.toString());
    }

    private static boolean isOneLine(String text) {
        return !text.isEmpty() && text.equals(text.strip()) && text.lines().count() == 1;
    }

    /** Empty if the schema does not say which members there are. */
    private static Optional<List<Field>> fields(ArgsType type) {
        Map<String, Object> schema = type.schema();
        if ("null".equals(schema.get("type"))) {
            return Optional.of(List.of());
        }
        if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        properties.forEach((name, member) -> fields.add(field(String.valueOf(name), (Map<?, ?>) member)));
        return Optional.of(fields);
    }

    private static Field field(String name, Map<?, ?> schema) {
        String type = String.valueOf(schema.get("type"));
        String note = schema.containsKey("writeOnly")
                ? "hidden from people"
                : NOTES.getOrDefault(String.valueOf(schema.get("format")), "");
        if (schema.get("enum") instanceof List<?> names) {
            return new Field(
                    name, Kind.CHOICE, note, names.stream().map(String::valueOf).toList(), "");
        }
        return switch (type) {
            case "boolean" -> new Field(name, Kind.CHOICE, note, List.of("true", "false"), "");
            case "string" -> new Field(name, Kind.TEXT, note, List.of(), "");
            case "integer", "number" -> new Field(name, Kind.NUMBER, note, List.of(), "");
            default -> new Field(name, Kind.JSON, note.isEmpty() ? "as JSON" : note, List.of(), "");
        };
    }
}
