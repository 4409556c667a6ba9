package dev.rota.web;

import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.console.TokenStore.Token;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /auth}, {@code /me} and {@code /tokens}. */
final class AccountApi {
    private final Accounts accounts;
    private final TokenGrants tokens;
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

    AccountApi(Accounts accounts, TokenGrants tokens, Gate gate, String basePath) {
        this.accounts = accounts;
        this.tokens = tokens;
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
                new ApiViews.ItemsView<>(tokens.list().stream()
                        .map(token -> TokenView.of(token, null))
                        .toList()));
    }

    private void create(Context ctx) {
        NewTokenBody body = Json.read(ctx, NewTokenBody.class);
        List<String> scopes = body.scopes() == null ? List.of() : body.scopes();
        TokenGrants.Granted made =
                tokens.create(ctx, body.name(), TokenGrants.role(body.role()), scopes, body.expiresIn());
        ctx.status(201)
                .header(
                        "Location",
                        ctx.contextPath() + path + "/" + made.token().id());
        Json.answer(ctx, TokenView.of(made.token(), made.secret()));
    }

    private void revoke(Context ctx) {
        tokens.revoke(ctx, Requests.id(ctx, "token"));
        ctx.status(204);
    }
}
