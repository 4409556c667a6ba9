package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.RotaException;
import dev.rota.job.SecretNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Hides what nobody should read: components that are marked as secret, where this process knows the type, and members with
 * telling names everywhere.
 */
final class Redactor {
    static final String BLANK = "•••";
    private static final int DEEPEST = 100;
    private static final String PROBE = "?";

    private final Rota rota;

    Redactor(Rota rota) {
        this.rota = rota;
    }

    JsonNode args(Job job) {
        return args(job.type(), job.args());
    }

    JsonNode args(String typeName, String json) {
        Optional<JobType<?>> type = rota.type(typeName);
        if (type.isEmpty()) {
            return masked(Json.tree(json), 0);
        }
        try {
            return masked(Json.tree(rota.codec().redact(json, type.get().argsClass())), 0);
        } catch (RotaException e) {
            // It does not fit its type, so what is secret in it cannot be told.
            return StringNode.valueOf(BLANK);
        }
    }

    /**
     * Whether what stands at a path in arguments is hidden, wholly or in part, whatever it is.
     *
     * @param typeName of the jobs whose arguments they are; null for any type
     */
    boolean hidesArgs(@Nullable String typeName, List<String> path) {
        if (hidesResult(path)) {
            return true;
        }
        List<JobType<?>> types = (typeName == null ? rota.types() : Set.of(typeName))
                .stream().flatMap(name -> rota.type(name).stream()).toList();
        List<String> first =
                path.stream().map(name -> JsonPath.isIndex(name) ? "0" : name).toList();
        return types.stream()
                .anyMatch(type -> hides(type, path, JsonPath.holding(path, PROBE))
                        || hides(type, first, JsonPath.listing(first, PROBE)));
    }

    private boolean hides(JobType<?> type, List<String> path, JsonNode like) {
        try {
            JsonNode seen = JsonPath.at(Json.tree(rota.codec().redact(like.toString(), type.argsClass())), path);
            return seen == null || !seen.asString("").equals(PROBE);
        } catch (RotaException e) {
            // Such arguments do not fit its type: they are hidden.
            return true;
        }
    }

    /** The same of results. */
    static boolean hidesResult(List<String> path) {
        return path.stream().anyMatch(SecretNames::tells);
    }

    @Nullable
    JsonNode result(@Nullable String json) {
        return json == null ? null : masked(Json.tree(json), 0);
    }

    /**
     * As it was edited by somebody who saw it redacted: what they left hidden is as it was.
     *
     * @param was before; null if there was nothing
     * @throws Problem if something is left hidden of which nobody can tell what it was
     */
    JsonNode restored(JsonNode edited, @Nullable JsonNode was) {
        return restored(edited, was, "");
    }

    private static JsonNode restored(JsonNode edited, @Nullable JsonNode was, String path) {
        if (edited.isString() && edited.asString().equals(BLANK)) {
            if (was == null) {
                throw Problem.invalid(
                        "args-invalid",
                        "The arguments do not fit the type",
                        "/args" + path,
                        BLANK + " stands at args" + path + ", where nothing was hidden: expected the value itself");
            }
            return was;
        }
        if (edited instanceof ArrayNode array) {
            // Of a list that has become longer or shorter nobody knows which was which.
            JsonNode like = was != null && was.isArray() && was.size() == array.size() ? was : null;
            for (int i = 0; i < array.size(); i++) {
                array.set(i, restored(array.get(i), like == null ? null : like.get(i), path + "/" + i));
            }
        } else if (edited instanceof ObjectNode object) {
            for (String name : object.propertyNames().toArray(String[]::new)) {
                object.set(name, restored(object.get(name), was == null ? null : was.get(name), path + "/" + name));
            }
        }
        return edited;
    }

    private static JsonNode masked(JsonNode tree, int depth) {
        if (depth > DEEPEST) {
            return StringNode.valueOf(BLANK);
        }
        if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i), depth + 1));
            }
        } else if (tree instanceof ObjectNode object) {
            for (String name : object.propertyNames().toArray(String[]::new)) {
                JsonNode member = object.get(name);
                boolean telling = SecretNames.tells(name) && !member.isNull();
                object.set(name, telling ? StringNode.valueOf(BLANK) : masked(member, depth + 1));
            }
        }
        return tree;
    }
}
