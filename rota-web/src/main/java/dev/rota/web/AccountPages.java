package dev.rota.web;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SessionStore.Session;
import dev.rota.console.TokenStore.Token;
import dev.rota.console.UserStore.User;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users, API tokens, and one's own account. Only a server of its own has these. */
final class AccountPages {
    private final UserChanges changes;
    private final TokenGrants tokens;
    private final Accounts accounts;
    private final Gate gate;
    private final Templates templates;

    /**
     * All users.
     *
     * @param link with which {@code invited} chooses a password, shown once; null if nobody was invited just now
     */
    record UsersPage(
            Shell shell,
            List<User> users,
            @Nullable String invited,
            @Nullable String link,
            @Nullable Problem problem) {
        String href(User user) {
            return shell.root() + "/users/" + Urls.encoded(user.name());
        }

        List<Role> roles() {
            return List.of(Role.values());
        }
    }

    /** One user, seen by an administrator, or by the user. */
    record UserPage(
            Shell shell,
            @Nullable User user,
            List<SessionRow> sessions,
            List<String> scopes,
            @Nullable String link,
            @Nullable Problem problem) {
        String href() {
            return shell.root() + "/users/" + Urls.encoded(user == null ? "" : user.name());
        }

        List<Role> roles() {
            return List.of(Role.values());
        }
    }

    /** Where somebody is logged in; {@code current} if it is the session of who looks. */
    record SessionRow(String id, Session session, boolean current) {}

    /**
     * All API tokens.
     *
     * @param secret of the token that was made just now, shown once; null if none was
     */
    record TokensPage(
            Shell shell,
            List<Token> tokens,
            @Nullable String secret,
            @Nullable Problem problem) {
        boolean works(Token token) {
            return token.works(shell.time());
        }

        List<Role> roles() {
            return List.of(Role.values());
        }

        List<String> scopes() {
            return Arrays.stream(Scope.values()).map(Scope::text).toList();
        }
    }

    AccountPages(UserChanges changes, TokenGrants tokens, Accounts accounts, Gate gate, Templates templates) {
        this.changes = changes;
        this.tokens = tokens;
        this.accounts = accounts;
        this.gate = gate;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        String one = "/users/{name}";
        routes.get("/users", Scope.TOKENS_WRITE, ctx -> users(ctx, null, null, null))
                .post("/users", Scope.TOKENS_WRITE, this::create)
                .get(one, Scope.TOKENS_WRITE, ctx -> user(ctx, null, null))
                .post(one + "/role", Scope.TOKENS_WRITE, ctx -> change(ctx, this::changeRole))
                .post(
                        one + "/disable",
                        Scope.TOKENS_WRITE,
                        ctx -> change(ctx, name -> changes.disable(ctx, name, true)))
                .post(
                        one + "/enable",
                        Scope.TOKENS_WRITE,
                        ctx -> change(ctx, name -> changes.disable(ctx, name, false)))
                .post(one + "/password", Scope.TOKENS_WRITE, ctx -> change(ctx, name -> setPassword(ctx, name)))
                .post(one + "/invite", Scope.TOKENS_WRITE, this::invite)
                .post(
                        one + "/sessions",
                        Access.to(Scope.TOKENS_WRITE).always(),
                        ctx -> change(ctx, name -> endSessions(ctx, name)))
                .post(one + "/delete", Scope.TOKENS_WRITE, this::delete)
                .get("/tokens", Scope.TOKENS_WRITE, ctx -> tokens(ctx, null, null))
                .post("/tokens", Scope.TOKENS_WRITE, this::createToken)
                .post("/tokens/{id}/revoke", Scope.TOKENS_WRITE, this::revoke)
                .get("/account", Access.KNOWN, ctx -> account(ctx, null))
                .post("/account/password", Access.KNOWN, this::changeOwn)
                .post("/account/sessions", Access.KNOWN, this::endOwn);
    }

    private void users(Context ctx, @Nullable String invited, @Nullable String link, @Nullable Problem problem) {
        Shell shell = templates.shell(ctx, "Users", "users");
        templates.render(ctx, "users", new UsersPage(shell, changes.list(), invited, link, problem));
    }

    /** Answered at once and not by a redirect, so that the link stands in no address and is not shown again. */
    private void create(Context ctx) {
        Form form = Form.of(ctx);
        try {
            String password = form.all("password").stream()
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(null);
            UserChanges.Made made = changes.create(ctx, form.get("name"), TokenGrants.role(form.get("role")), password);
            if (made.link() == null) {
                Pages.redirect(ctx, "users?did=saved");
            } else {
                users(ctx, made.user().name(), made.link(), null);
            }
        } catch (Problem problem) {
            ctx.status(problem.status());
            users(ctx, null, null, problem);
        }
    }

    private void user(Context ctx, @Nullable String link, @Nullable Problem problem) {
        User user = changes.find(ctx.pathParam("name"));
        Shell shell = templates.shell(ctx, "User " + user.name(), "users");
        templates.render(ctx, "user", new UserPage(shell, user, sessions(ctx, user.name()), List.of(), link, problem));
    }

    private List<SessionRow> sessions(Context ctx, String user) {
        String own = gate.ownSession(ctx).map(hash -> hash.hex()).orElse("");
        return changes.sessions(user).stream()
                .map(session -> new SessionRow(
                        UserChanges.id(session), session, session.hash().hex().equals(own)))
                .toList();
    }

    private interface Change {
        void apply(Context ctx, String name);
    }

    private void change(Context ctx, java.util.function.Consumer<String> change) {
        String name = changes.find(ctx.pathParam("name")).name();
        try {
            change.accept(name);
            Pages.redirect(ctx, "../" + Urls.encoded(name) + "?did=saved");
        } catch (Problem problem) {
            ctx.status(problem.status());
            user(ctx, null, problem);
        }
    }

    private void change(Context ctx, Change change) {
        change(ctx, name -> change.apply(ctx, name));
    }

    private void changeRole(Context ctx, String name) {
        changes.changeRole(ctx, name, TokenGrants.role(Form.of(ctx).get("role")));
    }

    private void setPassword(Context ctx, String name) {
        changes.setPassword(ctx, name, password(ctx, "password"));
    }

    /** Blanks at its ends are part of a password. */
    private static String password(Context ctx, String field) {
        return Form.of(ctx).all(field).stream().findFirst().orElse("");
    }

    private void endSessions(Context ctx, String name) {
        String id = Form.of(ctx).get("id");
        if (id == null) {
            changes.endSessions(ctx, name);
        } else {
            changes.endSession(ctx, name, id);
        }
    }

    private void invite(Context ctx) {
        user(ctx, changes.invite(ctx, ctx.pathParam("name")), null);
    }

    private void delete(Context ctx) {
        try {
            changes.delete(ctx, ctx.pathParam("name"));
            Pages.redirect(ctx, "../../users?did=deleted");
        } catch (Problem problem) {
            if (problem.status() == 404) {
                throw problem;
            }
            ctx.status(problem.status());
            user(ctx, null, problem);
        }
    }

    private void tokens(Context ctx, @Nullable String secret, @Nullable Problem problem) {
        Shell shell = templates.shell(ctx, "API tokens", "tokens");
        templates.render(ctx, "tokens", new TokensPage(shell, tokens.list(), secret, problem));
    }

    private void createToken(Context ctx) {
        Form form = Form.of(ctx);
        try {
            String life = form.get("life");
            TokenGrants.Granted made = tokens.create(
                    ctx,
                    form.get("name"),
                    TokenGrants.role(form.get("role")),
                    form.all("scope"),
                    life == null ? null : Lengths.parse("/expiresIn", life));
            tokens(ctx, made.secret(), null);
        } catch (Problem problem) {
            ctx.status(problem.status());
            tokens(ctx, null, problem);
        }
    }

    private void revoke(Context ctx) {
        tokens.revoke(ctx, Requests.id(ctx, "token"));
        Pages.redirect(ctx, "../../tokens?did=revoked");
    }

    private void account(Context ctx, @Nullable Problem problem) {
        Principal me = Caller.of(ctx).principal();
        Optional<User> user = changes.list().stream()
                .filter(one -> one.name().equals(me.name()))
                .findFirst();
        List<String> scopes = me.scopes().stream().map(Scope::text).sorted().toList();
        List<SessionRow> sessions = user.isPresent() ? sessions(ctx, me.name()) : List.of();
        templates.render(
                ctx,
                "account",
                new UserPage(
                        templates.shell(ctx, "Account " + me.name(), "account"),
                        user.orElse(null),
                        sessions,
                        scopes,
                        null,
                        problem));
    }

    private void changeOwn(Context ctx) {
        try {
            String session = accounts.changeOwn(
                    Caller.of(ctx).principal().name(), password(ctx, "old"), password(ctx, "password"), gate.from(ctx));
            gate.keepSession(ctx, session);
            Pages.redirect(ctx, "../account?did=saved");
        } catch (Problem problem) {
            ctx.status(problem.status());
            account(ctx, problem);
        }
    }

    private void endOwn(Context ctx) {
        endSessions(ctx, Caller.of(ctx).principal().name());
        Pages.redirect(ctx, "../account?did=saved");
    }
}
