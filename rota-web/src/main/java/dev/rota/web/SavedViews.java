package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.console.ViewStore;
import dev.rota.console.ViewStore.View;
import io.javalin.http.Context;
import java.util.List;

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
        Caller caller = Caller.of(ctx);
        caller.require(Scope.JOBS_READ);
        Form form = Form.of(ctx);
        boolean shared = form.get("shared") != null;
        String name = form.get("name");
        String query = JobPages.back(form);
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "The view has no name");
        }
        if (shared) {
            caller.require(Scope.OPERATIONS_WRITE);
        }
        View view;
        try {
            view = new View(shared ? null : caller.principal().name(), JOBS, name, query);
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
        Pages.redirect(ctx, "jobs?" + (query.isEmpty() ? "" : query + "&") + "did=saved");
    }

    private static String target(boolean shared, String name) {
        return (shared ? "shared view:" : "view:") + name;
    }

    private void delete(Context ctx) {
        Caller caller = Caller.of(ctx);
        caller.require(Scope.JOBS_READ);
        Form form = Form.of(ctx);
        boolean shared = form.get("shared") != null;
        String name = form.get("name");
        if (shared) {
            caller.require(Scope.OPERATIONS_WRITE);
        }
        if (name == null || !views.delete(shared ? null : caller.principal().name(), JOBS, name)) {
            throw Problem.notFound("view", String.valueOf(name));
        }
        acts.record(ctx, "view.delete", target(shared, name), null);
        Pages.redirect(ctx, "../jobs?did=deleted");
    }
}
