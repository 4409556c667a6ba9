package dev.rota.web;

import dev.rota.console.Role;

/**
 * Who asks.
 *
 * @param name is kept with what they do; 1 to 100 characters
 * @param role what they may do
 */
public record Principal(String name, Role role) {
    public Principal {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "Name of a principal has " + name.length() + " characters, expected 1 to 100, not only spaces");
        }
    }
}
