package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.SecretHash;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.console.TokenStore.Token;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /auth}, {@code /me} and {@code /tokens}. */
final class AccountApi {
    private final Rota rota;
    private final Accounts accounts;
    private final Gate gate;
    private final String path;

    record LoginBody(@Nullable String name, @Nullable String password) {}

    record RefreshBody(@Nullable String refreshToken) {}

    record PairView(String accessToken, String tokenType, long expiresIn, String refreshToken) {}

    record MeView(String name, List<String> scopes) {}

    /** What {@code POST /tokens} takes. */
    record NewTokenBody(
            @Nullable String name,
            @Nullable String role,
            @Nullable List<String> scopes,
            @Nullable Duration expiresIn) {}

    /**
     * A token.
     *
     * @param token its secret, which is shown once; null ever after
     */
    record TokenView(
            long id,
            String name,
            Role role,
            Set<String> scopes,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt,
            @Nullable String token) {
        static TokenView of(Token token, @Nullable String secret) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.role(),
                    new TreeSet<>(token.scopes()),
                    token.createdBy(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    token.revokedAt(),
                    secret);
        }
    }

    AccountApi(Rota rota, Accounts accounts, Gate gate, String basePath) {
        this.rota = rota;
        this.accounts = accounts;
        this.gate = gate;
        this.path = basePath + Routes.API + "/tokens";
    }

    void addTo(Routes routes) {
        String auth = Routes.API + "/auth";
        routes.post(auth + "/token", Access.OPEN, this::token)
                .post(auth + "/refresh", Access.OPEN, this::refresh)
                .post(auth + "/session", Access.KNOWN, this::logIn)
                .delete(auth + "/session", Access.KNOWN, this::logOut)
                .get(Routes.API + "/tokens", Scope.TOKENS_WRITE, this::list)
                .post(Routes.API + "/tokens", Scope.TOKENS_WRITE, this::create)
                .delete(Routes.API + "/tokens/{id}", Scope.TOKENS_WRITE, this::revoke);
    }

    private void token(Context ctx) {
        LoginBody body = Json.read(ctx, LoginBody.class);
        answer(
                ctx,
                accounts.tokens(
                        required("/name", body.name()), required("/password", body.password()), gate.from(ctx)));
    }

    private void refresh(Context ctx) {
        RefreshBody body = Json.read(ctx, RefreshBody.class);
        answer(ctx, accounts.refresh(required("/refreshToken", body.refreshToken()), gate.from(ctx)));
    }

    private static void answer(Context ctx, Accounts.Pair pair) {
        Json.answer(
                ctx, new PairView(pair.accessToken(), "Bearer", AccessTokens.LIFE.toSeconds(), pair.refreshToken()));
    }

    private static String required(String pointer, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(
                    "missing-field", "A field is missing", pointer, pointer.substring(1) + " is missing or empty");
        }
        return value;
    }

    /** Swaps an access token for a cookie. */
    private void logIn(Context ctx) {
        Caller caller = Caller.of(ctx);
        gate.requireSafeLogin(ctx);
        gate.keepSession(ctx, accounts.open(caller.principal().name(), gate.from(ctx)));
        ctx.status(204);
    }

    private void logOut(Context ctx) {
        gate.logOut(ctx);
        ctx.status(204);
    }

    private void list(Context ctx) {
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(rota.store().console().tokens().list().stream()
                        .map(token -> TokenView.of(token, null))
                        .toList()));
    }

    private void create(Context ctx) {
        NewTokenBody body = Json.read(ctx, NewTokenBody.class);
        Caller caller = Caller.of(ctx);
        Role role = role(body.role());
        Set<String> scopes = scopes(body.scopes(), role);
        Set<Scope> given = scopes.isEmpty() ? role.scopes() : parsed(scopes);
        if (!caller.principal().scopes().containsAll(given)) {
            throw Problem.of(403, "not-allowed", "You may not do this", "A token cannot allow more than its maker may");
        }
        String secret = ApiTokens.random();
        Token token;
        try {
            token = rota.store()
                    .console()
                    .tokens()
                    .create(new NewToken(
                            required("/name", body.name()),
                            SecretHash.of(secret),
                            scopes,
                            role,
                            caller.principal().name(),
                            body.expiresIn()));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        Accounts.From from = gate.from(ctx);
        accounts.record(
                Act.of(caller.principal().name(), Via.API, "token.create").target("token:" + token.id()), from);
        ctx.status(201).header("Location", ctx.contextPath() + path + "/" + token.id());
        Json.answer(ctx, TokenView.of(token, secret));
    }

    private static Role role(@Nullable String word) {
        return word == null
                ? Role.VIEWER
                : Arrays.stream(Role.values())
                        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "invalid-field",
                                "A field is not valid",
                                "/role",
                                "Role is \"" + word + "\", expected viewer, operator or admin"));
    }

    private static Set<String> scopes(@Nullable List<String> given, Role role) {
        Set<String> scopes = new TreeSet<>(given == null ? List.of() : given);
        Set<Scope> parsed = parsed(scopes);
        if (!role.scopes().containsAll(parsed)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/scopes",
                    "The role " + Problem.lower(role) + " does not have all of them: name a higher role");
        }
        return scopes;
    }

    private static Set<Scope> parsed(Set<String> scopes) {
        return scopes.stream()
                .map(text -> Scope.of(text)
                        .orElseThrow(() -> Problem.invalid(
                                "invalid-field",
                                "A field is not valid",
                                "/scopes",
                                "Scope \"" + text + "\" is not known, expected such as jobs:read")))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    private void revoke(Context ctx) {
        long id = Requests.id(ctx, "token");
        if (!rota.store().console().tokens().revoke(id)) {
            throw Problem.notFound("token that works", id);
        }
        accounts.record(
                Act.of(Caller.of(ctx).principal().name(), Via.API, "token.revoke")
                        .target("token:" + id),
                gate.from(ctx));
        ctx.status(204);
    }
}
