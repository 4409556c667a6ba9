package dev.rota.web;

import dev.rota.Rota;
import io.javalin.http.Context;

/** Routes of the dashboard that stand in no place of their own. */
final class Pages {
    private final LoginPages logins;
    private final OverviewPages overview;
    private final ClonePages clones;
    private final NewJobPages newJobs;
    private final SchedulePages schedules;
    private final ScheduleBulkPages bulk;
    private final ScheduleEditPages edits;

    Pages(
            Rota rota,
            OverviewPages overview,
            LoginPages logins,
            Secrets secrets,
            Redactor redactor,
            Templates templates) {
        this.logins = logins;
        this.overview = overview;
        this.clones = new ClonePages(rota, redactor, templates);
        this.newJobs = new NewJobPages(rota, redactor, templates);
        this.schedules = new SchedulePages(rota, secrets, redactor, templates);
        this.bulk = new ScheduleBulkPages(rota, secrets, redactor, templates);
        this.edits = new ScheduleEditPages(rota, redactor, templates);
    }

    void addTo(Routes routes, String basePath) {
        if (!basePath.isEmpty()) {
            String last = basePath.substring(basePath.lastIndexOf('/') + 1);
            routes.get("", Access.OPEN, ctx -> redirect(ctx, last + "/"));
        }
        overview.addTo(routes);
        routes.post("/theme", Access.KNOWN, Theme::choose).post("/look", Access.KNOWN, Taste::choose);
        logins.addTo(routes);
        clones.addTo(routes);
        newJobs.addTo(routes);
        schedules.addTo(routes);
        bulk.addTo(routes);
        edits.addTo(routes);
    }

    /** Answers a POST with the page to see next; {@code to} is relative to the address of the request. */
    static void redirect(Context ctx, String to) {
        ctx.status(303).header("Location", to);
    }
}
