package dev.rota.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands where in JSON: names and indexes of lists, from the top. */
final class JsonPath {
    /** An index has fewer digits: a list is never so long. */
    private static final int MOST_DIGITS = 5;

    private JsonPath() {}

    /** True if it may be an index of a list. */
    static boolean isIndex(String name) {
        return !name.isEmpty() && name.length() <= MOST_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What stands there; null if nothing does. */
    static @Nullable JsonNode at(@Nullable JsonNode tree, List<String> path) {
        JsonNode node = tree;
        for (String name : path) {
            if (node == null) {
                return null;
            }
            node = node.isArray() && isIndex(name) ? node.get(Integer.parseInt(name)) : node.get(name);
        }
        return node;
    }

    /** JSON that has a text there. */
    static JsonNode holding(List<String> path, String text) {
        JsonNode node = Json.text(text);
        for (int i = path.size() - 1; i >= 0; i--) {
            ObjectNode object = Json.object();
            object.set(path.get(i), node);
            node = object;
        }
        return node;
    }

    /** The same where numbers are indexes, and stand for any index. */
    static JsonNode listing(List<String> path, String text) {
        JsonNode node = Json.text(text);
        for (int i = path.size() - 1; i >= 0; i--) {
            ObjectNode object = Json.object();
            node = isIndex(path.get(i)) ? object.putArray("list").add(node) : object.set(path.get(i), node);
        }
        return node;
    }
}
