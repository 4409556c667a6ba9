package dev.rota.web;

import dev.rota.console.AuditLog.Act;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages that let people in and out. */
final class LoginPages {
    private final Gate gate;
    private final Logins logins;
    private final Templates templates;

    LoginPages(Gate gate, Logins logins, Templates templates) {
        this.gate = gate;
        this.logins = logins;
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/login", Access.OPEN, this::login)
                .post("/login", Access.OPEN, this::logIn)
                .post("/logout", Access.KNOWN, this::logOut);
    }

    /** A link may be fetched by programs that look into mails and chats: only the button uses it up. */
    private void login(Context ctx) {
        String token = Requests.query(ctx, "token");
        String invite = Requests.query(ctx, "invite");
        if (logins instanceof Accounts && invite != null) {
            templates.login(ctx, Templates.LoginForm.invited(invite, null));
        } else if (logins instanceof Accounts accounts) {
            templates.login(ctx, form(accounts, token, null, Requests.query(ctx, "next")));
        } else if (token == null) {
            throw Problem.of(401, "not-logged-in", "You are not logged in", "This address takes a one-time link")
                    .hint("Open the link that the program printed when it started.");
        } else {
            templates.login(ctx, new Templates.LoginForm(token, null, false, null, null));
        }
    }

    private static Templates.LoginForm form(
            Accounts accounts, @Nullable String token, @Nullable String error, @Nullable String next) {
        if (token == null && !accounts.haveUsers()) {
            throw Problem.of(401, "not-logged-in", "There is no user yet", "The first one is made with a one-time link")
                    .hint("Open the link that the server printed when it started, or make a user with rota user add.");
        }
        return new Templates.LoginForm(token, null, true, error, next);
    }

    private void logIn(Context ctx) {
        Form form = Form.of(ctx);
        String token = form.get("token");
        gate.requireSafeLogin(ctx);
        String invite = form.get("invite");
        if (logins instanceof Accounts accounts && invite != null) {
            accept(ctx, accounts, invite, form);
            return;
        }
        if (logins instanceof Accounts accounts) {
            String name = form.get("name");
            List<String> passwords = form.all("password");
            String password = passwords.isEmpty() ? "" : passwords.get(0);
            Accounts.From from = gate.from(ctx);
            try {
                gate.keepSession(
                        ctx,
                        token == null
                                ? accounts.logIn(name == null ? "" : name, password, from)
                                : accounts.setUp(token, name == null ? "" : name, password, from));
            } catch (Problem e) {
                if (e.status() == 403) {
                    throw e;
                }
                ctx.status(e.status());
                templates.login(ctx, form(accounts, token, e.detail(), form.get("next")));
                return;
            }
        } else {
            if (token == null) {
                throw Logins.linkUsed();
            }
            gate.keepSession(ctx, ((TicketLogins) logins).open(token));
        }
        Pages.redirect(ctx, NextPage.after(form.get("next")));
    }

    /** Somebody who was invited has chosen a password. */
    private void accept(Context ctx, Accounts accounts, String invite, Form form) {
        String password = form.all("password").stream().findFirst().orElse("");
        try {
            gate.keepSession(ctx, accounts.accept(invite, password, gate.from(ctx)));
            Pages.redirect(ctx, "./");
        } catch (Problem e) {
            if (e.status() == 403) {
                throw e;
            }
            ctx.status(e.status());
            templates.login(ctx, Templates.LoginForm.invited(invite, e.detail()));
        }
    }

    private void logOut(Context ctx) {
        if (logins instanceof Accounts accounts) {
            Accounts.From from = gate.from(ctx);
            accounts.record(Act.of(Caller.of(ctx).principal().name(), from.via(), "auth.logout"), from);
        }
        gate.logOut(ctx);
        Pages.redirect(ctx, "./");
    }
}
