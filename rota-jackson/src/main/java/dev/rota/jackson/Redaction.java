package dev.rota.jackson;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Blanks secrets out of a tree of JSON, by the types it may stand for. The tree is finite, so a type that contains itself is
 * no trouble. Thread-safe.
 */
final class Redaction {
    static final StringNode BLANK = StringNode.valueOf("•••");

    private final JsonMapper mapper;
    private final Map<Set<JavaType>, Shape> shapes = new ConcurrentHashMap<>();

    Redaction(JsonMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode redact(JsonNode tree, Class<?> type) {
        return redact(tree, Set.of(mapper.constructType(type)));
    }

    private JsonNode redact(JsonNode tree, Set<JavaType> types) {
        if (types.isEmpty() || tree.isNull()) {
            return tree;
        }
        Shape shape = shapes.computeIfAbsent(types, all -> ShapeReader.read(mapper, all));
        if (shape.isSecret(tree)) {
            return BLANK;
        }
        if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redact(array.get(i), shape.elements()));
            }
        } else if (shape.isList() && !shape.elements().equals(types)) {
            // A mapper may take one value for a list of one.
            return redact(tree, shape.elements());
        } else if (tree instanceof ObjectNode object) {
            for (String name : object.propertyNames().toArray(String[]::new)) {
                JsonNode member = object.get(name);
                boolean secret = shape.secrets().contains(name);
                object.set(name, secret ? BLANK : redact(member, shape.typesOf(name, member)));
            }
        }
        return tree;
    }
}
