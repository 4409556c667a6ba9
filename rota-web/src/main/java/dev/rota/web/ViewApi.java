package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.console.ViewStore.View;
import dev.rota.web.query.JobQuery;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /views}: searches for jobs by the name that somebody gave them. */
final class ViewApi {
    private static final String Q = "q=";
    private static final JobFilter USUAL = new JobFilter(JobQuery.ALL, true, 50);

    private final SavedViews views;

    /** What {@code PUT /views/{name}} takes; {@code shared} left out means false. */
    record ViewBody(@Nullable String query, @Nullable Boolean shared) {}

    /** A view; {@code query} in the query language, empty for all that is going on. */
    record ViewView(String name, String query, boolean shared) {
        static ViewView of(View view) {
            String q = Arrays.stream(view.query().split("&"))
                    .filter(part -> part.startsWith(Q))
                    .findFirst()
                    .orElse(Q);
            return new ViewView(
                    view.name(),
                    URLDecoder.decode(q.substring(Q.length()), StandardCharsets.UTF_8),
                    view.owner() == null);
        }
    }

    ViewApi(Rota rota) {
        this.views = new SavedViews(rota);
    }

    /** Each has views of their own, so that it asks for no more than to be known; a shared one asks for more below. */
    void addTo(Routes routes) {
        String one = Routes.API + "/views/{name}";
        routes.get(Routes.API + "/views", Scope.JOBS_READ, this::list)
                .put(one, Access.KNOWN, this::put)
                .delete(one, Access.KNOWN, this::delete);
    }

    private void list(Context ctx) {
        List<ViewView> all = views.all(ctx).stream().map(ViewView::of).toList();
        Json.answer(ctx, new ApiViews.ItemsView<>(all));
    }

    private void put(Context ctx) {
        ViewBody body = Json.read(ctx, ViewBody.class);
        if (body.query() == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/query", "The view has no query");
        }
        JobQuery query = JobFilter.parse(body.query());
        boolean shared = Boolean.TRUE.equals(body.shared());
        String name = ctx.pathParam("name");
        views.put(ctx, name, query.terms().isEmpty() ? "" : USUAL.with(query).text(), shared);
        Json.answer(
                ctx,
                views.all(ctx).stream()
                        .map(ViewView::of)
                        .filter(view -> view.name().equals(name) && view.shared() == shared)
                        .findFirst()
                        .orElseThrow(() -> Problem.notFound("view", name)));
    }

    private void delete(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("shared"));
        views.remove(ctx, ctx.pathParam("name"), Objects.equals(Requests.query(ctx, "shared"), "true"));
        ctx.status(204);
    }
}
