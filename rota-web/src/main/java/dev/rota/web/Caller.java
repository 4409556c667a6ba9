package dev.rota.web;

import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Who sends the request at hand, and how that is known.
 *
 * @param csrf what forms of this caller carry
 * @param ambient true if a browser could be made to send it by somebody else's page
 * @param session true if it came with our cookie, and can log out
 */
record Caller(Principal principal, String csrf, boolean ambient, boolean session) {
    private static final String KEY = "rota.caller";

    static Optional<Caller> find(Context ctx) {
        return Optional.ofNullable(ctx.<Caller>attribute(KEY));
    }

    /** Who entered a route that is not open to all. */
    static Caller of(Context ctx) {
        return find(ctx).orElseThrow(() -> new IllegalStateException("No caller at " + ctx.path()));
    }

    void keepIn(Context ctx) {
        ctx.attribute(KEY, this);
    }

    boolean may(Scope scope) {
        return principal.scopes().contains(scope);
    }

    /** @throws Problem if they may not */
    void require(Scope scope) {
        if (!may(scope)) {
            throw Problem.of(
                            403,
                            "not-allowed",
                            "You may not do this",
                            principal.name() + " lacks the scope " + scope.text())
                    .hint("The role " + Problem.lower(scope.least()) + " has it.");
        }
    }
}
