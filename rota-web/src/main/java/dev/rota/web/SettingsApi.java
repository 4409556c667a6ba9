package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.SecretNames;
import dev.rota.store.Finding;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /settings} and {@code /flags}. */
final class SettingsApi {
    private final Rota rota;
    private final WebSettings settings;
    private final Flags flags;

    record FlagBody(@Nullable Boolean on, @Nullable String reason) {}

    record SettingView(String name, String value, String source) {
        static SettingView of(Effective.Entry entry) {
            return new SettingView(entry.name(), entry.value(), entry.source());
        }
    }

    record SettingsView(
            String store, int tables, List<SettingView> items, List<String> redacted, List<Finding> findings) {}

    SettingsApi(Rota rota, WebSettings settings, Flags flags) {
        this.rota = rota;
        this.settings = settings;
        this.flags = flags;
    }

    void addTo(Routes routes) {
        String flag = Routes.API + "/flags/{name}";
        routes.get(Routes.API + "/settings", Scope.SETTINGS_READ, this::show)
                .get(Routes.API + "/flags", Scope.SETTINGS_READ, this::list)
                .get(flag, Scope.SETTINGS_READ, ctx -> answer(ctx, flags.find(ctx)))
                .put(flag, Scope.SETTINGS_WRITE, this::set)
                .delete(flag, Scope.SETTINGS_WRITE, this::revert);
    }

    private void show(Context ctx) {
        List<SettingView> items = new ArrayList<>();
        Effective.settings(rota, settings).forEach(entry -> items.add(SettingView.of(entry)));
        Effective.retention(rota, settings).forEach(entry -> items.add(SettingView.of(entry)));
        Json.answer(
                ctx,
                new SettingsView(
                        rota.store().describe(),
                        rota.store().version(),
                        items,
                        SecretNames.rules(),
                        rota.store().diagnose()));
    }

    private void list(Context ctx) {
        Json.answer(ctx, new ApiViews.ItemsView<>(flags.all()));
    }

    private void set(Context ctx) {
        FlagBody body = Json.read(ctx, FlagBody.class);
        if (body.on() == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/on", "Expected true or false");
        }
        requireMatch(ctx);
        flags.set(ctx, body.on(), body.reason());
        answer(ctx, flags.find(ctx));
    }

    private void revert(Context ctx) {
        requireMatch(ctx);
        flags.set(ctx, null, null);
        answer(ctx, flags.find(ctx));
    }

    private static String tag(Flags.FlagView flag) {
        return '"' + Secrets.hash(Json.write(flag)).substring(0, 16) + '"';
    }

    /** Nobody else may have changed it since the caller saw it, if the caller says what it was. */
    private void requireMatch(Context ctx) {
        String expected = ctx.header("If-Match");
        if (expected != null && !expected.equals("*") && !expected.equals(tag(flags.find(ctx)))) {
            throw Problem.of(
                            412,
                            "version-mismatch",
                            "It was changed meanwhile",
                            "If-Match is " + Labels.shortened(expected, 100) + ", which is not how the flag stands")
                    .hint("Read it again, and send its ETag.");
        }
    }

    private static void answer(Context ctx, Flags.FlagView flag) {
        String tag = tag(flag);
        ctx.header("ETag", tag);
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType("application/json").result(Json.write(flag));
    }
}
