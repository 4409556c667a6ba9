package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.console.ViewStore;
import dev.rota.console.ViewStore.View;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches for jobs that people have given a name: each one's own, and those that all see. */
final class SavedViews {
    private static final String JOBS = "jobs";

    private final ViewStore views;
    private final Acts acts;

    /**
     * A view as a link.
     *
     * @param mayDelete whether the reader may
     */
    record Saved(String name, boolean shared, String href, boolean current, boolean mayDelete) {}

    SavedViews(Rota rota) {
        this.views = rota.store().console().views();
        this.acts = new Acts(rota);
    }

    /** Each has views of their own, so that it asks for no more than to be known; a shared one asks for more below. */
    void addTo(Routes routes) {
        routes.post("/views", Access.KNOWN, this::save).post("/views/delete", Access.KNOWN, this::delete);
    }

    /** What the reader sees; {@code query} is that of the list at hand, as it stands in its URL. */
    List<Saved> list(Shell shell, String query) {
        if (shell.caller() == null) {
            return List.of();
        }
        return views.list(shell.caller().principal().name()).stream()
                .filter(view -> view.page().equals(JOBS))
                .map(view -> new Saved(
                        view.name(),
                        view.owner() == null,
                        shell.jobsHref(view.query()),
                        view.query().equals(query),
                        view.owner() != null || shell.may(Scope.OPERATIONS_WRITE)))
                .toList();
    }

    private void save(Context ctx) {
        Form form = Form.of(ctx);
        String query = JobPages.back(form);
        put(ctx, form.get("name"), query, form.get("shared") != null);
        Pages.redirect(ctx, "jobs?" + (query.isEmpty() ? "" : query + "&") + "did=saved");
    }

    /**
     * Keeps a view of the caller, or one for all.
     *
     * @param query as it stands in the URL of the list
     * @throws Problem if it is not valid, the caller may not, or there are too many
     */
    void put(Context ctx, @Nullable String name, String query, boolean shared) {
        String owner = owner(ctx, shared);
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "The view has no name");
        }
        View view;
        try {
            view = new View(owner, JOBS, name, query);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        if (!views.put(view)) {
            throw Problem.of(
                            409,
                            "too-many-views",
                            "There are too many views",
                            "There are " + ViewStore.MOST_PER_OWNER + " already, expected less")
                    .hint("Delete one first.");
        }
        acts.record(ctx, "view.save", target(shared, name), null);
    }

    /** Whose it is; null if it is for all, which not everybody may decide. */
    private static @Nullable String owner(Context ctx, boolean shared) {
        Caller caller = Caller.of(ctx);
        caller.require(Scope.JOBS_READ);
        if (shared) {
            caller.require(Scope.OPERATIONS_WRITE);
        }
        return shared ? null : caller.principal().name();
    }

    /** The views of the list of jobs that the caller sees: their own, then those for all. */
    List<View> all(Context ctx) {
        return views.list(Caller.of(ctx).principal().name()).stream()
                .filter(view -> view.page().equals(JOBS))
                .toList();
    }

    private static String target(boolean shared, String name) {
        return (shared ? "shared view:" : "view:") + name;
    }

    private void delete(Context ctx) {
        Form form = Form.of(ctx);
        remove(ctx, form.get("name"), form.get("shared") != null);
        Pages.redirect(ctx, "../jobs?did=deleted");
    }

    /** @throws Problem if there is none of that name, or the caller may not */
    void remove(Context ctx, @Nullable String name, boolean shared) {
        String owner = owner(ctx, shared);
        if (name == null || !views.delete(owner, JOBS, name)) {
            throw Problem.notFound("view", String.valueOf(name));
        }
        acts.record(ctx, "view.delete", target(shared, name), null);
    }
}
