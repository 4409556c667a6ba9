package dev.rota.jackson;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * Where secrets stand in JSON. Immutable.
 *
 * @param hidden true if nobody can tell where, so that all of it is secret
 * @param secrets the members that are, in any case of letters, for so a mapper may read them
 * @param members the types of all members that have a name
 * @param others the types of members whose name can be any
 * @param elements the types of what stands in an array
 * @param beans the types that have members with names
 */
record Shape(
        boolean hidden,
        Set<String> secrets,
        Map<String, Set<JavaType>> members,
        Set<JavaType> others,
        Set<JavaType> elements,
        Set<JavaType> beans) {

    /** True if all of this is secret: what is one value, and should be an object with secrets, may be one of them. */
    boolean isSecret(JsonNode tree) {
        return hidden || (!secrets.isEmpty() && !tree.isObject());
    }

    boolean isList() {
        return !elements.isEmpty() && beans.isEmpty() && others.isEmpty();
    }

    /** What may stand under this name. An object under a name that is unknown may be the whole, wrapped in its type's name. */
    Set<JavaType> typesOf(String name, JsonNode member) {
        return members.getOrDefault(name, others.isEmpty() && member.isObject() ? beans : others);
    }
}
