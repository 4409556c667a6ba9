package dev.rota.web;

import dev.rota.testing.fuzz.Texts;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies as the contract names them, and the same with something wrong. */
final class FuzzedBody {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Words that mean something here, so that more than the first check is reached. */
    private static final List<String> WORDS = List.of(
            "invoice.send",
            "loans.sweep",
            "mail",
            "s",
            "retry",
            "cancel",
            "delete",
            "state:failed",
            "state:queued queue:mail",
            "0 3 * * SUN",
            "*/5 * * * *",
            "Europe/Riga",
            "run_once",
            "skip",
            "run_each(3)",
            "allow",
            "return",
            "replace-args",
            "viewer",
            "admin",
            "jobs:read",
            "tag:x");

    private static final List<String> TIMES = List.of(
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "+294277-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z");
    private static final List<String> LENGTHS = List.of(
            "PT2562047788015215H",
            "PT9223372036854775807S",
            "-PT1S",
            "PT0S",
            "PT0.000000001S",
            "P106751991167300D",
            "P1000000D",
            "P292277022656D");

    private final Random random;
    private final JsonNode schemas;

    FuzzedBody(Random random, JsonNode contract) {
        this.random = random;
        this.schemas = contract.path("components").path("schemas");
    }

    /** A body of a schema with up to three things wrong; text, because some of what is wrong is no JSON. */
    String text(JsonNode schema) {
        JsonNode body = schema.isMissingNode() ? NODES.objectNode() : valid(schema, 0);
        for (int left = random.nextInt(3); left > 0; left--) {
            body = changed(body);
        }
        String text = body.toString();
        return switch (random.nextInt(16)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1));
            case 1, 2 -> Texts.mutated(random, text);
            case 3 -> "[".repeat(1 + random.nextInt(20_000));
            case 4 -> "{\"args\":".repeat(1 + random.nextInt(5_000)) + "1";
            case 5 -> text.replaceFirst("\\{(\"[^\"]+\":)", "{$1null,$1");
            case 6 -> text.replaceAll(":(-?[0-9]+)", ":$1e" + random.nextInt(1_000_000_000));
            case 7 -> text.replaceFirst(":\"", ":\"\\\\ud800\\\\u0000\\\\n");
            case 8 -> Texts.any(random);
            default -> text;
        };
    }

    private JsonNode valid(JsonNode schema, int depth) {
        JsonNode reference = schema.path("$ref");
        if (reference.isString()) {
            return valid(schemas.path(reference.asString().replaceFirst(".*/", "")), depth);
        }
        if (schema.path("enum").isArray()) {
            JsonNode choices = schema.path("enum");
            return choices.get(random.nextInt(choices.size()));
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asString() : type.asString("")) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> NODES.numberNode(random.nextInt(200) - 20);
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "string" -> NODES.stringNode(word(schema.path("format").asString("")));
            default -> NODES.objectNode().put("number", random.nextInt(9)).put("mail", "m@example.org");
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(property -> {
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asString().equals(property.getKey()));
            if (depth < 5 && (required || random.nextInt(3) == 0)) {
                object.set(property.getKey(), valid(property.getValue(), depth + 1));
            }
        });
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int left = random.nextInt(4); left > 0; left--) {
            array.add(valid(schema.path("items"), depth + 1));
        }
        return array;
    }

    private String word(String format) {
        if (random.nextInt(6) == 0) {
            List<String> extremes = format.equals("duration") ? LENGTHS : TIMES;
            return extremes.get(random.nextInt(extremes.size()));
        }
        return switch (format) {
            case "date-time" -> "20" + (10 + random.nextInt(80)) + "-11-20T12:00:00Z";
            case "duration" -> "PT" + (1 + random.nextInt(100_000)) + "S";
            default -> WORDS.get(random.nextInt(WORDS.size()));
        };
    }

    /** With one part that is of another kind, awkward, unknown or missing. */
    private JsonNode changed(JsonNode body) {
        if (!(body instanceof ObjectNode object) || object.isEmpty() || random.nextInt(20) == 0) {
            return awkward();
        }
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(Texts.any(random), awkward());
            case 2, 3 -> object.set(name, changed(object.get(name)));
            default -> object.set(name, awkward());
        }
        return object;
    }

    private JsonNode awkward() {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(new java.math.BigDecimal("1e" + random.nextInt(2_000)));
            case 4 -> NODES.arrayNode().add(awkwardText());
            case 5 -> NODES.objectNode().put(awkwardText(), awkwardText());
            default -> NODES.stringNode(awkwardText());
        };
    }

    private String awkwardText() {
        return Texts.any(random);
    }
}
