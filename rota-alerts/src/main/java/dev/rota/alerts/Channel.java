package dev.rota.alerts;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to tell somebody.
 *
 * @param name 1 to 50 letters, digits, dots, dashes and underscores; alerts that were told are remembered under it
 * @param target where it leads
 * @param quiet when it is not used; null for never. What comes up meanwhile is told after it, all at once
 * @param kinds what is told there; empty for everything
 */
public record Channel(String name, Target target, @Nullable QuietTime quiet, Set<AlertKind> kinds) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

    public Channel {
        kinds = Set.copyOf(kinds);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Channel \"" + name
                    + "\" is not a name: expected 1 to 50 letters, digits, dots, dashes or underscores");
        }
    }

    /** A channel of mails to these addresses. */
    public static Channel mail(String name, String... to) {
        return new Channel(name, new Target.Mail(List.of(to)), null, Set.of());
    }

    /** A channel that calls a web address, signed. */
    public static Channel webhook(String name, URI url, String secret) {
        return new Channel(name, new Target.Webhook(url, secret), null, Set.of());
    }

    /** Nothing is told then. */
    public Channel quiet(@Nullable QuietTime newQuiet) {
        return new Channel(name, target, newQuiet, kinds);
    }

    /** Only these are told; all if there are none. */
    public Channel only(AlertKind... newKinds) {
        return new Channel(name, target, quiet, Set.of(newKinds));
    }

    boolean takes(AlertKind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
