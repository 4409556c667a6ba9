package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Enqueues a job once more, with what is to be other than it was. */
final class ClonePages {
    private final Rota rota;
    private final Redactor redactor;
    private final JobOrders orders;
    private final Acts acts;
    private final Templates templates;

    ClonePages(Rota rota, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.redactor = redactor;
        this.orders = new JobOrders(rota, redactor);
        this.acts = new Acts(rota);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/jobs/{id}/clone", Scope.JOBS_WRITE, this::show)
                .post("/jobs/{id}/clone", Scope.JOBS_WRITE, this::send);
    }

    private Job find(Context ctx) {
        long id = Requests.id(ctx, "job");
        return rota.jobs().find(id).orElseThrow(() -> Problem.notFound("job", id));
    }

    private Shell shell(Context ctx, Job job) {
        return templates.shell(ctx, "Clone job " + job.id(), "jobs");
    }

    private void show(Context ctx) {
        Job job = find(ctx);
        ClonePage.Args args = ClonePage.Args.of(ArgsType.find(rota, job.type()), redactor.args(job));
        templates.render(ctx, "clone", ClonePage.of(shell(ctx, job), job, args));
    }

    /** Enqueues it, or only shows the arguments in another way. */
    private void send(Context ctx) {
        Job job = find(ctx);
        Form form = Form.of(ctx);
        Optional<ArgsType> type = ArgsType.find(rota, job.type());
        try {
            JsonNode args = ClonePage.Args.read(type, form);
            ClonePage.Args otherwise =
                    ClonePage.Args.otherwise(type, args == null ? Json.object() : args, form.get("do"));
            if (otherwise == null) {
                enqueue(ctx, job, ClonePage.body(form, args));
            } else {
                templates.render(ctx, "clone", ClonePage.sent(shell(ctx, job), job, otherwise, form, null));
            }
        } catch (Problem problem) {
            ctx.status(problem.status());
            ClonePage.Args args = ClonePage.Args.sent(type, form);
            templates.render(ctx, "clone", ClonePage.sent(shell(ctx, job), job, args, form, problem));
        }
    }

    private void enqueue(Context ctx, Job job, JobOrders.CloneBody body) {
        String by = Caller.of(ctx).principal().name() + ", a clone of job " + job.id();
        long made = orders.cloned(job, body, by).enqueue();
        Clones.record(acts, ctx, job.id(), made);
        Pages.redirect(ctx, "../" + made + "?did=cloned");
    }
}
