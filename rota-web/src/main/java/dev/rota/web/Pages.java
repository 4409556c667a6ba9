package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import io.javalin.http.Context;

/** The dashboard's routes. */
final class Pages {
    private final Gate gate;
    private final Templates templates;
    private final OverviewPages overview;
    private final JobPages jobs;
    private final SchedulePages schedules;
    private final PlacePages places;

    Pages(Rota rota, Gate gate, Secrets secrets, Redactor redactor, Templates templates) {
        this.gate = gate;
        this.templates = templates;
        this.overview = new OverviewPages(rota, templates);
        this.jobs = new JobPages(rota, secrets, redactor, templates);
        this.schedules = new SchedulePages(rota, redactor, templates);
        this.places = new PlacePages(rota, templates);
    }

    void addTo(Routes routes, String basePath) {
        if (!basePath.isEmpty()) {
            String last = basePath.substring(basePath.lastIndexOf('/') + 1);
            routes.get("", Access.OPEN, ctx -> redirect(ctx, last + "/"));
        }
        routes.get("/", Scope.METRICS_READ, overview::show)
                .get("/login", Access.OPEN, this::login)
                .post("/login", Access.OPEN, this::logIn)
                .post("/theme", Access.KNOWN, Theme::choose)
                .post("/logout", Access.KNOWN, this::logOut);
        jobs.addTo(routes);
        schedules.addTo(routes);
        places.addTo(routes);
    }

    /** Answers a POST with the page to see next; {@code to} is relative to the address of the request. */
    static void redirect(Context ctx, String to) {
        ctx.status(303).header("Location", to);
    }

    /** A link may be fetched by programs that look into mails and chats: only the button uses it up. */
    private void login(Context ctx) {
        String token = Requests.query(ctx, "token");
        if (token == null) {
            throw Problem.of(401, "not-logged-in", "You are not logged in", "This address takes a one-time link")
                    .hint("Open the link that the program printed when it started.");
        }
        templates.login(ctx, token);
    }

    private void logIn(Context ctx) {
        gate.logIn(ctx, Form.of(ctx).get("token"));
        redirect(ctx, "./");
    }

    private void logOut(Context ctx) {
        gate.logOut(ctx);
        redirect(ctx, "./");
    }
}
