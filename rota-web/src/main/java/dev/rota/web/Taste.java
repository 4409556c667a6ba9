package dev.rota.web;

import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reader likes pages, besides their {@link Theme}. Cookies keep it, in this browser.
 *
 * @param density comfortable or compact
 * @param rows how many jobs a page of the list has unless its address says otherwise
 */
record Taste(String density, int rows) {
    static final List<String> DENSITIES = List.of("comfortable", "compact");
    static final List<Integer> ROWS = List.of(25, 50, 100, 200);

    private static final String DENSITY = "rota-density";
    private static final String SIZE = "rota-rows";

    static Taste of(Context ctx) {
        return new Taste(density(ctx.cookie(DENSITY)), rows(ctx.cookie(SIZE)));
    }

    private static String density(@Nullable String word) {
        return word != null && DENSITIES.contains(word) ? word : DENSITIES.get(0);
    }

    private static int rows(@Nullable String number) {
        return ROWS.stream()
                .filter(each -> String.valueOf(each).equals(number))
                .findFirst()
                .orElse(JobFilter.USUAL);
    }

    /** Keeps what was chosen. */
    static void choose(Context ctx) {
        Form form = Form.of(ctx);
        if (form.get("density") != null) {
            Theme.keep(ctx, DENSITY, density(form.get("density")));
        }
        if (form.get("rows") != null) {
            Theme.keep(ctx, SIZE, String.valueOf(rows(form.get("rows"))));
        }
        Pages.redirect(ctx, "settings#look");
    }
}
