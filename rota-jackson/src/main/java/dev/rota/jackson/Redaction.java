package dev.rota.jackson;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rota.job.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Blanks secrets out of a tree of JSON, by the declared components of records. The tree is finite, so a type that
 * contains itself is no trouble.
 */
final class Redaction {
    static final StringNode BLANK = StringNode.valueOf("•••");

    private final JsonMapper mapper;

    Redaction(JsonMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode redact(JsonNode tree, Class<?> type) {
        return redact(tree, mapper.constructType(type));
    }

    private JsonNode redact(JsonNode tree, @Nullable JavaType type) {
        if (type == null) {
            return tree;
        }
        if (tree instanceof ArrayNode array && type.isContainerType()) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redact(array.get(i), type.getContentType()));
            }
            return array;
        }
        if (type.isReferenceType()) {
            return redact(tree, type.getReferencedType());
        }
        if (tree instanceof ObjectNode object) {
            redactMembers(object, type);
        } else if (!tree.isNull() && type.getRawClass().isRecord() && hasSecret(type.getRawClass())) {
            // A record that is written as one value, which may be the secret.
            return BLANK;
        }
        return tree;
    }

    private static boolean hasSecret(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.isAnnotationPresent(Secret.class));
    }

    private void redactMembers(ObjectNode object, JavaType type) {
        if (type.isMapLikeType()) {
            for (String name : object.propertyNames().toArray(String[]::new)) {
                object.set(name, redact(object.get(name), type.getContentType()));
            }
        } else if (type.getRawClass().isRecord()) {
            redactRecord(object, type);
        } else if (type.getRawClass().isSealed()) {
            // Which one it is would be Jackson's to say: what is secret in any of them is blanked.
            for (Class<?> permitted : type.getRawClass().getPermittedSubclasses()) {
                redactMembers(object, mapper.getTypeFactory().constructSpecializedType(type, permitted));
            }
        }
    }

    private void redactRecord(ObjectNode object, JavaType type) {
        Map<String, RecordComponent> components = new HashMap<>();
        for (RecordComponent component : type.getRawClass().getRecordComponents()) {
            components.put(memberName(component), component);
        }
        for (String name : object.propertyNames().toArray(String[]::new)) {
            RecordComponent component = components.get(name);
            if (component == null) {
                continue;
            }
            if (component.isAnnotationPresent(Secret.class)) {
                object.set(name, BLANK);
            } else {
                JavaType declared =
                        mapper.getTypeFactory().resolveMemberType(component.getGenericType(), type.getBindings());
                object.set(name, redact(object.get(name), declared));
            }
        }
    }

    private static String memberName(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    }
}
