package dev.rota.web;

import dev.rota.console.Role;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/** What a route asks of who enters it. Each route names exactly one. */
enum Access implements RouteRole {
    OPEN(null),
    VIEWER(Role.VIEWER),
    OPERATOR(Role.OPERATOR),
    ADMIN(Role.ADMIN);

    private final @Nullable Role least;

    Access(@Nullable Role least) {
        this.least = least;
    }

    /** The least role; null if anybody may. */
    @Nullable
    Role least() {
        return least;
    }
}
