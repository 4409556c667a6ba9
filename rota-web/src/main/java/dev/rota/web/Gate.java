package dev.rota.web;

import dev.rota.console.AuditLog.Via;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SecretHash;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out who sends a request, and lets in who may enter its route. */
final class Gate {
    /** The code of a problem with a token that nobody knows. */
    static final String INVALID_TOKEN = "invalid-token";

    private static final String PLAIN_COOKIE = "rota";
    private static final String SECURE_COOKIE = "__Host-rota";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private final WebSettings settings;
    private final Secrets secrets;
    private final Logins logins;

    Gate(WebSettings settings, Secrets secrets, Logins logins) {
        this.settings = settings;
        this.secrets = secrets;
        this.logins = logins;
    }

    /**
     * Lets in who may enter the route at hand. Who enters one that is open to all is not asked for: that may need the
     * database, and such a route answers without it.
     *
     * @throws Problem if they may not
     */
    void enter(Context ctx) {
        Access access = access(ctx);
        Acts.keepAddress(ctx, from(ctx).address());
        Optional<Caller> found = Optional.empty();
        if (!access.open()) {
            recognize(ctx);
            found = Caller.find(ctx);
            Scope scope = access.scope();
            if (found.isEmpty() && asksByPage(ctx)) {
                ctx.status(303).header("Location", loginAddress(ctx) + NextPage.query(below(ctx), ctx.queryString()));
                ctx.skipRemainingHandlers();
                return;
            }
            Caller caller = found.orElseThrow(() -> unknown(ctx));
            if (scope != null) {
                caller.require(scope);
            }
            requireEditable(ctx, access);
        }
        if (!SAFE.contains(ctx.method())) {
            requireOwnPage(ctx, found.orElse(null));
        }
    }

    /** Nothing is set while settings are frozen; a form that could not be sent is not shown either. */
    private void requireEditable(Context ctx, Access access) {
        boolean changes = !SAFE.contains(ctx.method()) || access.scope() == Scope.SCHEDULES_WRITE;
        if (access.setting() && changes && !settings.editable()) {
            throw Problem.of(
                            403,
                            "settings-frozen",
                            "Settings are frozen",
                            "Flags, schedules, limits, alerts, users and tokens are not changed here:"
                                    + " rota.settings.editable is false")
                    .hint("Change the configuration or the code that this program is started with.");
        }
    }

    /** A person who opens a page is asked to log in; everything else is told why not. */
    private boolean asksByPage(Context ctx) {
        return settings.accounts()
                && Requests.READING.contains(ctx.method())
                && BearerTokens.token(ctx.header("Authorization")).isEmpty()
                && logins.alwaysAsk()
                && !isApi(ctx)
                && (!ctx.path().endsWith("/metrics") || Requests.wantsPage(ctx));
    }

    private boolean isApi(Context ctx) {
        return ctx.path().startsWith(ctx.contextPath() + settings.basePath() + "/api/");
    }

    private String below(Context ctx) {
        return ctx.path().substring((ctx.contextPath() + settings.basePath()).length());
    }

    private String loginAddress(Context ctx) {
        return ctx.contextPath() + settings.basePath() + "/login";
    }

    /** What the route at hand asks of who enters it. */
    static Access access(Context ctx) {
        Set<RouteRole> roles = ctx.routeRoles();
        if (roles.size() == 1 && roles.iterator().next() instanceof Access access) {
            return access;
        }
        throw new IllegalStateException("A route names " + roles + ", expected one Access");
    }

    /** Keeps in a request who sends it, if that is known. Reads the store. */
    void recognize(Context ctx) {
        identify(ctx).ifPresent(caller -> caller.keepIn(ctx));
    }

    private Optional<Caller> identify(Context ctx) {
        String session = sessionToken(ctx);
        Optional<Principal> logged = session == null ? Optional.empty() : logins.session(session);
        if (logged.isPresent()) {
            return logged.map(who -> new Caller(who, secrets.sign("csrf-session", session + ""), true, true));
        }
        Optional<String> token = BearerTokens.token(ctx.header("Authorization"));
        Optional<Principal> holder = token.flatMap(logins::bearer);
        if (holder.isPresent()) {
            return holder.map(who -> new Caller(who, "", false, false));
        }
        Optional<Principal> known = settings.authenticator().authenticate(ctx.req());
        if (known.isPresent()) {
            return known.map(who -> new Caller(who, secrets.sign("csrf-user", who.name()), token.isEmpty(), false));
        }
        Role role = settings.loopbackRole();
        // Who shows a token wants to be its holder, and nobody else.
        if (token.isEmpty() && role != null && Loopback.sent(ctx.req()) && !logins.alwaysAsk()) {
            return Optional.of(
                    new Caller(new Principal("loopback", role), secrets.sign("csrf-loopback", ""), true, false));
        }
        return Optional.empty();
    }

    private Problem unknown(Context ctx) {
        if (BearerTokens.token(ctx.header("Authorization")).isPresent()) {
            return Problem.of(
                            401,
                            INVALID_TOKEN,
                            "The token is not good",
                            "It is not known here, was revoked or has expired")
                    .hint("Send one that is good, or no Authorization at all.");
        }
        return Problem.of(401, "not-logged-in", "You are not logged in", "This dashboard does not know who you are")
                .hint(howToLogIn(ctx));
    }

    private String howToLogIn(Context ctx) {
        String token = ", or send Authorization: Bearer with a token it knows.";
        if (settings.accounts() && logins.alwaysAsk()) {
            return "Log in at " + loginAddress(ctx) + token;
        }
        String link = "Open the one-time link that the program printed when it started";
        return settings.loopbackRole() == null
                ? link + token
                : link + token + " Without login it is open only on the machine it runs on, by the name localhost.";
    }

    /** What a browser sends by itself must come from our own pages. */
    private void requireOwnPage(Context ctx, @Nullable Caller caller) {
        if (caller != null && !caller.ambient()) {
            return;
        }
        if (!isSameOrigin(ctx)) {
            throw forged("The request comes from a page of another origin");
        }
        boolean form = !isApi(ctx);
        if (form && caller != null && !ctx.path().endsWith("/login")) {
            String token = Form.of(ctx).get("csrf");
            if (token == null || !Secrets.hash(token).equals(Secrets.hash(caller.csrf()))) {
                throw forged("The form is not one of this login");
            }
        }
    }

    private static Problem forged(String detail) {
        return Problem.of(403, "forged", "Request was refused", detail).hint("Go back, reload the page and try again.");
    }

    private static boolean isSameOrigin(Context ctx) {
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = ctx.header("Origin");
        if (origin == null) {
            // No browser: they send one of the two with everything that is not safe.
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(ctx.header("Host"));
    }

    /**
     * Refuses a login that would travel readable.
     *
     * @throws Problem if it would
     */
    void requireSafeLogin(Context ctx) {
        if (!isSecure(ctx) && !settings.plainLogin() && !Loopback.sent(ctx.req())) {
            throw Problem.of(403, "tls-required", "A login needs TLS", "The login would travel readable")
                    .hint("Open the dashboard by https, or on the machine it runs on.");
        }
    }

    /** The session that a request came with; empty if it came otherwise. */
    Optional<SecretHash> ownSession(Context ctx) {
        return Optional.ofNullable(sessionToken(ctx)).map(SecretHash::of);
    }

    /** The address of a page, as somebody elsewhere may open it. */
    String address(Context ctx, String page) {
        return (isSecure(ctx) ? "https" : "http") + "://" + ctx.host() + ctx.contextPath() + settings.basePath() + page;
    }

    /** Lets the browser keep a session's token. */
    void keepSession(Context ctx, String token) {
        setCookie(ctx, token, Logins.LIFE.toSeconds(), isSecure(ctx));
    }

    /** Where a request comes from. What a proxy says of that counts only if there is known to be one. */
    Accounts.From from(Context ctx) {
        String forwarded = settings.behindProxy() ? ctx.header("X-Forwarded-For") : null;
        String address = forwarded == null
                ? ctx.req().getRemoteAddr()
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return new Accounts.From(Labels.shortened(address, 100), Requests.id(ctx), isApi(ctx) ? Via.API : Via.UI);
    }

    void logOut(Context ctx) {
        String session = sessionToken(ctx);
        if (session != null) {
            logins.end(session);
        }
        setCookie(ctx, "", 0, isSecure(ctx));
    }

    private void setCookie(Context ctx, String value, long seconds, boolean secure) {
        String path = secure ? "/" : ctx.contextPath() + settings.basePath() + "/";
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        (secure ? SECURE_COOKIE : PLAIN_COOKIE) + "=" + value + "; Path=" + path + "; Max-Age="
                                + seconds + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
    }

    private @Nullable String sessionToken(Context ctx) {
        String token = ctx.cookie(isSecure(ctx) ? SECURE_COOKIE : PLAIN_COOKIE);
        return token == null || token.isBlank() ? null : token;
    }

    private static boolean isSecure(Context ctx) {
        String proto = ctx.header("X-Forwarded-Proto");
        return ctx.req().isSecure()
                || (proto != null && proto.toLowerCase(Locale.ROOT).equals("https"));
    }
}
