package dev.rota.job;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of members that tell of a secret, whoever wrote the arguments and whether or not they are marked as one. */
public final class SecretNames {
    private static final List<String> RULES =
            List.of("pass", "secret", "token", "api[-_]?key", "authorization", "cookie", "credential", "iban", "card");
    private static final Pattern TELLING = Pattern.compile(String.join("|", RULES), Pattern.CASE_INSENSITIVE);

    private SecretNames() {}

    /** Patterns of regular expressions, any of which may be found in a name, whatever its case. */
    public static List<String> rules() {
        return RULES;
    }

    /** True if the value of a member of this name is a secret. */
    public static boolean tells(String name) {
        return TELLING.matcher(name).find();
    }

    /** The pattern by which a member of this name is a secret; empty if none says so. */
    public static Optional<String> rule(String name) {
        return RULES.stream()
                .filter(rule -> Pattern.compile(rule, Pattern.CASE_INSENSITIVE)
                        .matcher(name)
                        .find())
                .findFirst();
    }
}
