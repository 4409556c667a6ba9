package dev.rota.jackson;

import dev.rota.job.SecretNames;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is secret in a tree of JSON, by comparing it with itself redacted and by the names of its members. */
final class SecretLeaves {
    private final Set<String> found = new LinkedHashSet<>();

    private SecretLeaves() {}

    /**
     * The texts and numbers that were blanked, or stand under a telling name.
     *
     * @param redacted the same tree after {@link Redaction}
     */
    static Set<String> of(JsonNode tree, JsonNode redacted) {
        SecretLeaves leaves = new SecretLeaves();
        leaves.visit(tree, redacted);
        return leaves.found;
    }

    private void visit(JsonNode tree, @Nullable JsonNode redacted) {
        if (redacted != null && redacted.equals(Redaction.BLANK)) {
            keep(tree);
        } else if (tree.isObject()) {
            for (String name : tree.propertyNames()) {
                if (SecretNames.tells(name)) {
                    keep(tree.get(name));
                } else {
                    visit(tree.get(name), redacted == null ? null : redacted.get(name));
                }
            }
        } else if (tree.isArray()) {
            for (int i = 0; i < tree.size(); i++) {
                visit(tree.get(i), redacted == null ? null : redacted.get(i));
            }
        }
    }

    /** Whatever it is made of. */
    private void keep(JsonNode secret) {
        if (secret.isString() || secret.isNumber()) {
            found.add(secret.asString());
        }
        secret.forEach(this::keep);
    }
}
