package dev.rota.web;

import dev.rota.console.Scope;
import io.javalin.security.RouteRole;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of whoever enters it. Each route names exactly one.
 *
 * @param open whether anybody may enter, known or not
 * @param scope what one must be allowed to do; null if it is enough to be known
 * @param setting whether it leads to what is set, and is shut while settings are frozen
 */
record Access(boolean open, @Nullable Scope scope, boolean setting) implements RouteRole {
    static final Access OPEN = new Access(true, null, false);
    /** Whoever is known, whatever they may do. */
    static final Access KNOWN = new Access(false, null, false);

    private static final Set<Scope> SETTINGS =
            EnumSet.of(Scope.SETTINGS_WRITE, Scope.SCHEDULES_WRITE, Scope.QUEUES_WRITE, Scope.TOKENS_WRITE);

    static Access to(Scope scope) {
        return new Access(false, scope, SETTINGS.contains(scope));
    }

    /** The same where nothing is set: it is there while settings are frozen, too. */
    Access always() {
        return new Access(open, scope, false);
    }

    /** As the contract of REST says it: {@code open}, {@code known} or a scope. */
    String text() {
        return scope != null ? scope.text() : open ? "open" : "known";
    }
}
