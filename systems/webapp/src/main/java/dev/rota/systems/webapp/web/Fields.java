package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.RefusedException;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import org.jspecify.annotations.Nullable;

/** Members of a JSON body. */
final class Fields {
    private Fields() {}

    /** @throws RefusedException if the member is missing */
    static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new RefusedException(Reason.INVALID, name + ": expected a text, found none");
        }
        return value;
    }
}
