package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore.Session;
import dev.rota.console.UserStore;
import dev.rota.console.UserStore.User;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators do to users, by pages and by REST alike; each act is recorded. */
final class UserChanges {
    private static final int SESSION_ID = 16;

    private final UserStore users;
    private final Rota rota;
    private final Accounts accounts;
    private final Gate gate;

    /**
     * A user who was made just now.
     *
     * @param link with which the user chooses a password, shown once; null if there is one already
     */
    record Made(User user, @Nullable String link) {}

    UserChanges(Rota rota, Accounts accounts, Gate gate) {
        this.users = rota.store().console().users();
        this.rota = rota;
        this.accounts = accounts;
        this.gate = gate;
    }

    List<User> list() {
        return users.list();
    }

    /** @throws Problem if there is no such user */
    User find(String name) {
        return users.find(name).orElseThrow(() -> Problem.notFound("user", name));
    }

    /**
     * Makes a user.
     *
     * @param password null for one who chooses it by a link
     */
    Made create(Context ctx, @Nullable String name, Role role, @Nullable String password) {
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "Name is missing or empty");
        }
        User user = accounts.create(name, password, role);
        record(ctx, "user.create", user.name(), null, role(role));
        return new Made(user, password == null ? link(ctx, user) : null);
    }

    /** A link with which a user chooses a new password, once; the old one works until then. */
    String invite(Context ctx, String name) {
        User user = find(name);
        String link = link(ctx, user);
        record(ctx, "user.invite", user.name(), null, null);
        return link;
    }

    private String link(Context ctx, User user) {
        return gate.address(ctx, "/login?invite=" + accounts.invite(user));
    }

    void changeRole(Context ctx, String name, Role role) {
        User before = find(name);
        if (before.role() != role) {
            require(users.changeRole(name, role), name);
            record(ctx, "user.role", before.name(), role(before.role()), role(role));
        }
    }

    void disable(Context ctx, String name, boolean disabled) {
        User before = find(name);
        if (before.disabled() == disabled) {
            return;
        }
        if (disabled) {
            require(users.disable(name), name);
        } else if (!users.enable(name)) {
            throw Problem.notFound("user", name);
        }
        record(ctx, disabled ? "user.disable" : "user.enable", before.name(), null, null);
    }

    void setPassword(Context ctx, String name, String password) {
        accounts.setPassword(name, password);
        record(ctx, "user.password", find(name).name(), null, null);
    }

    void delete(Context ctx, String name) {
        User before = find(name);
        require(users.delete(name), name);
        record(ctx, "user.delete", before.name(), role(before.role()), null);
    }

    private static void require(UserStore.Outcome outcome, String name) {
        if (outcome == UserStore.Outcome.NOT_FOUND) {
            throw Problem.notFound("user", name);
        }
        if (outcome == UserStore.Outcome.LAST_ADMIN) {
            throw Problem.of(
                            409,
                            "last-admin",
                            "Somebody must be administrator",
                            name + " is the last administrator who may log in")
                    .hint("Make somebody else administrator first.");
        }
    }

    List<Session> sessions(String user) {
        return rota.store().console().sessions().list(user);
    }

    /** Names a session to people without telling what opens it. */
    static String id(Session session) {
        return session.hash().hex().substring(0, SESSION_ID);
    }

    /** @throws Problem if the user has no such session */
    void endSession(Context ctx, String user, String id) {
        SecretHash hash = sessions(user).stream()
                .filter(session -> id(session).equals(id))
                .map(Session::hash)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("session", id));
        var unused = rota.store().console().sessions().close(hash);
        record(ctx, "session.end", user, null, null);
    }

    /** Ends all sessions of a user, and what programs were given for the password. */
    int endSessions(Context ctx, String user) {
        int ended = rota.store().console().sessions().closeAll(user);
        record(ctx, "session.end-all", user, null, null);
        return ended;
    }

    Optional<SecretHash> ownSession(Context ctx) {
        return gate.ownSession(ctx);
    }

    private static String role(Role role) {
        return "{\"role\":\"" + Problem.lower(role) + "\"}";
    }

    private void record(Context ctx, String action, String user, @Nullable String before, @Nullable String after) {
        Accounts.From from = gate.from(ctx);
        accounts.record(
                Act.of(Caller.of(ctx).principal().name(), from.via(), action)
                        .target("user:" + user)
                        .change(before, after),
                from);
    }
}
