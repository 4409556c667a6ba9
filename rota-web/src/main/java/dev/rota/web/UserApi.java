package dev.rota.web;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SessionStore.Session;
import dev.rota.console.UserStore.User;
import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code /users}: who may log in, and who is logged in. */
final class UserApi {
    private final UserChanges changes;
    private final Accounts accounts;
    private final Gate gate;
    private final String path;

    /** What {@code POST /users} takes; without a password the answer has a link to choose one. */
    record NewUserBody(
            @Nullable String name,
            @Nullable String role,
            @Nullable String password) {}

    /** What {@code PATCH /users/{name}} takes: what is left out stays. */
    record UserBody(
            @Nullable String role,
            @Nullable Boolean disabled,
            @Nullable String password) {}

    record PasswordBody(@Nullable String password, @Nullable String newPassword) {}

    /**
     * A user.
     *
     * @param invitation with which the user chooses a password; shown once, null ever after
     */
    record UserView(
            String name,
            Role role,
            boolean disabled,
            Instant createdAt,
            @Nullable Instant lastLoginAt,
            @Nullable String invitation) {
        static UserView of(User user, @Nullable String invitation) {
            return new UserView(
                    user.name(), user.role(), user.disabled(), user.createdAt(), user.lastLoginAt(), invitation);
        }
    }

    /** A session; {@code current} if the request came with it. */
    record SessionView(
            String id,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String address,
            boolean current) {}

    UserApi(UserChanges changes, Accounts accounts, Gate gate, String basePath) {
        this.changes = changes;
        this.accounts = accounts;
        this.gate = gate;
        this.path = basePath + Routes.API + "/users";
    }

    void addTo(Routes routes) {
        String all = Routes.API + "/users";
        String one = all + "/{name}";
        routes.get(all, Scope.TOKENS_WRITE, this::list)
                .post(all, Scope.TOKENS_WRITE, this::create)
                .get(one, Scope.TOKENS_WRITE, ctx -> answer(ctx, null))
                .patch(one, Scope.TOKENS_WRITE, this::change)
                .delete(one, Scope.TOKENS_WRITE, this::delete)
                .post(one + "/invitations", Scope.TOKENS_WRITE, this::invite)
                .get(one + "/sessions", Scope.TOKENS_WRITE, this::sessions)
                .delete(one + "/sessions", Access.to(Scope.TOKENS_WRITE).always(), this::endSessions)
                .delete(one + "/sessions/{id}", Access.to(Scope.TOKENS_WRITE).always(), this::endSession)
                .post(Routes.API + "/me/password", Access.KNOWN, this::changeOwn);
    }

    private static String name(Context ctx) {
        return ctx.pathParam("name");
    }

    private void answer(Context ctx, @Nullable String invitation) {
        Json.answer(ctx, UserView.of(changes.find(name(ctx)), invitation));
    }

    private void list(Context ctx) {
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(changes.list().stream()
                        .map(user -> UserView.of(user, null))
                        .toList()));
    }

    private void create(Context ctx) {
        NewUserBody body = Json.read(ctx, NewUserBody.class);
        UserChanges.Made made = changes.create(ctx, body.name(), TokenGrants.role(body.role()), body.password());
        ctx.status(201)
                .header(
                        "Location",
                        ctx.contextPath() + path + "/"
                                + Urls.encoded(made.user().name()));
        Json.answer(ctx, UserView.of(made.user(), made.link()));
    }

    private void change(Context ctx) {
        UserBody body = Json.read(ctx, UserBody.class);
        String name = changes.find(name(ctx)).name();
        if (body.role() != null) {
            changes.changeRole(ctx, name, TokenGrants.role(body.role()));
        }
        if (body.disabled() != null) {
            changes.disable(ctx, name, body.disabled());
        }
        if (body.password() != null) {
            changes.setPassword(ctx, name, body.password());
        }
        answer(ctx, null);
    }

    private void delete(Context ctx) {
        changes.delete(ctx, name(ctx));
        ctx.status(204);
    }

    private void invite(Context ctx) {
        String link = changes.invite(ctx, name(ctx));
        ctx.status(201);
        answer(ctx, link);
    }

    private void sessions(Context ctx) {
        String own = changes.ownSession(ctx).map(hash -> hash.hex()).orElse("");
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(
                        changes.sessions(changes.find(name(ctx)).name()).stream()
                                .map(session -> view(session, own))
                                .toList()));
    }

    private static SessionView view(Session session, String own) {
        return new SessionView(
                UserChanges.id(session),
                session.createdAt(),
                session.expiresAt(),
                session.address(),
                session.hash().hex().equals(own));
    }

    private void endSessions(Context ctx) {
        changes.endSessions(ctx, changes.find(name(ctx)).name());
        ctx.status(204);
    }

    private void endSession(Context ctx) {
        changes.endSession(ctx, changes.find(name(ctx)).name(), ctx.pathParam("id"));
        ctx.status(204);
    }

    /** Who came with a cookie stays logged in, with another one. */
    private void changeOwn(Context ctx) {
        PasswordBody body = Json.read(ctx, PasswordBody.class);
        if (body.password() == null || body.newPassword() == null) {
            throw Problem.invalid("missing-field", "A field is missing", "", "Expected password and newPassword");
        }
        Caller caller = Caller.of(ctx);
        String session =
                accounts.changeOwn(caller.principal().name(), body.password(), body.newPassword(), gate.from(ctx));
        if (caller.session()) {
            gate.keepSession(ctx, session);
        } else {
            accounts.end(session);
        }
        ctx.status(204);
    }
}
