package dev.rota.web;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name is kept with what they do; 1 to 100 characters
 * @param scopes what they may do
 */
public record Principal(String name, Set<Scope> scopes) {
    public Principal {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "Name of a principal has " + name.length() + " characters, expected 1 to 100, not only spaces");
        }
        scopes = Set.copyOf(scopes);
    }

    /** Somebody who may do what the role allows. */
    public Principal(String name, Role role) {
        this(name, role.scopes());
    }

    /** True if they may do everything that the role allows. */
    public boolean has(Role role) {
        return scopes.containsAll(role.scopes());
    }
}
