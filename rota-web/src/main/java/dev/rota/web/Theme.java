package dev.rota.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether pages are light or dark, or as the reader's system is. A cookie keeps it, so that a page comes as it stays. */
final class Theme {
    private static final String COOKIE = "rota-theme";
    private static final List<String> THEMES = List.of("system", "light", "dark");

    private Theme() {}

    static String of(Context ctx) {
        return known(ctx.cookie(COOKIE));
    }

    private static String known(@Nullable String theme) {
        return theme != null && THEMES.contains(theme) ? theme : "system";
    }

    /** Keeps what was chosen, and goes back to where the reader was. */
    static void choose(Context ctx) {
        String theme = known(Form.of(ctx).get("theme"));
        keep(ctx, COOKIE, theme);
        Pages.redirect(ctx, back(ctx.header("Referer")));
    }

    /** Lets the browser keep a word for a year. */
    static void keep(Context ctx, String cookie, String word) {
        ctx.res().addHeader("Set-Cookie", cookie + "=" + word + "; Path=/; Max-Age=31536000; SameSite=Strict");
    }

    /** Only the path of where the reader was: never another host. */
    private static String back(@Nullable String referer) {
        try {
            URI from = URI.create(referer == null ? "" : referer);
            String path = from.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return "./";
            }
            return path + (from.getRawQuery() == null ? "" : "?" + from.getRawQuery());
        } catch (IllegalArgumentException e) {
            return "./";
        }
    }
}
