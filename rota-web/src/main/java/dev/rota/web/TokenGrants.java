package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SecretHash;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.console.TokenStore.Token;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives out and revokes API tokens, by pages and by REST alike. Nobody gives more than they have. */
final class TokenGrants {
    private final Rota rota;
    private final Accounts accounts;
    private final Gate gate;

    /** A token that was made just now, with its secret, which is shown once. */
    record Granted(Token token, String secret) {}

    TokenGrants(Rota rota, Accounts accounts, Gate gate) {
        this.rota = rota;
        this.accounts = accounts;
        this.gate = gate;
    }

    List<Token> list() {
        return rota.store().console().tokens().list();
    }

    /**
     * Makes a token.
     *
     * @param given its scopes; empty means all that the role has
     * @param lifetime null means until it is revoked
     * @throws Problem if it is not valid, or allows more than its maker may
     */
    Granted create(Context ctx, @Nullable String name, Role role, List<String> given, @Nullable Duration lifetime) {
        Set<String> scopes = scopes(given, role);
        Principal maker = Caller.of(ctx).principal();
        if (!maker.scopes().containsAll(scopes.isEmpty() ? role.scopes() : parsed(scopes))) {
            throw Problem.of(403, "not-allowed", "You may not do this", "A token cannot allow more than its maker may");
        }
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "Name is missing or empty");
        }
        String secret = ApiTokens.random();
        Token token;
        try {
            token = rota.store()
                    .console()
                    .tokens()
                    .create(new NewToken(name, SecretHash.of(secret), scopes, role, maker.name(), lifetime));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        record(ctx, "token.create", token.id());
        return new Granted(token, secret);
    }

    /** @throws Problem if there is no such token, or it was revoked before */
    void revoke(Context ctx, long id) {
        if (!rota.store().console().tokens().revoke(id)) {
            throw Problem.notFound("token that works", id);
        }
        record(ctx, "token.revoke", id);
    }

    private void record(Context ctx, String action, long id) {
        Accounts.From from = gate.from(ctx);
        String maker = Caller.of(ctx).principal().name();
        accounts.record(Act.of(maker, from.via(), action).target("token:" + id), from);
    }

    /**
     * A role by its name; a viewer's if none is given.
     *
     * @throws Problem if there is none of that name
     */
    static Role role(@Nullable String word) {
        return word == null
                ? Role.VIEWER
                : Arrays.stream(Role.values())
                        .filter(role -> Problem.lower(role).equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "invalid-field",
                                "A field is not valid",
                                "/role",
                                "Role is \"" + word + "\", expected viewer, operator or admin"));
    }

    private static Set<String> scopes(List<String> given, Role role) {
        Set<String> scopes = new TreeSet<>(given);
        if (!role.scopes().containsAll(parsed(scopes))) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/scopes",
                    "The role " + Problem.lower(role) + " does not have all of them: name a higher role");
        }
        return scopes;
    }

    private static Set<Scope> parsed(Set<String> scopes) {
        return scopes.stream()
                .map(text -> Scope.of(text)
                        .orElseThrow(() -> Problem.invalid(
                                "invalid-field",
                                "A field is not valid",
                                "/scopes",
                                "Scope \"" + text + "\" is not known, expected such as jobs:read")))
                .collect(Collectors.toUnmodifiableSet());
    }
}
