package dev.rota.web;

import dev.rota.console.SecretHash;

/** API tokens: random, and known by how they begin, to people and to what looks for secrets in repositories. */
public final class ApiTokens {
    static final String PREFIX = "rota_";

    private ApiTokens() {}

    /** The secret of a new token. */
    public static String random() {
        return PREFIX + Secrets.randomToken();
    }

    /** What is kept of it. */
    public static SecretHash hash(String secret) {
        return SecretHash.of(secret);
    }
}
