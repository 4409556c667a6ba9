package dev.rota.web;

import dev.rota.console.Scope;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of who enters it. Each route names exactly one.
 *
 * @param open whether anybody may enter, known or not
 * @param scope what one must be allowed to do; null if it is enough to be known
 */
record Access(boolean open, @Nullable Scope scope) implements RouteRole {
    static final Access OPEN = new Access(true, null);
    /** Whoever is known, whatever they may do. */
    static final Access KNOWN = new Access(false, null);

    static Access to(Scope scope) {
        return new Access(false, scope);
    }

    /** As the contract of REST says it: {@code open}, {@code known} or a scope. */
    String text() {
        return scope != null ? scope.text() : open ? "open" : "known";
    }
}
